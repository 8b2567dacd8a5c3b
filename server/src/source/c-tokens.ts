/** A line of C text with its index in whatever holds it. */
export interface CLine {
  readonly text: string;
  readonly line: number;
  /** Added or removed, where the line is of a hunk. */
  readonly changed: boolean;
}

export interface CToken {
  readonly text: string;
  readonly line: number;
  readonly changed: boolean;
  /** At the first column of its line. */
  readonly first: boolean;
}

const TOKEN =
  /\s+|[A-Za-z_$][\w$]*|\.?\d(?:[eEpP][+-]|[\w.])*|"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?|<<=|>>=|\.\.\.|->|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|##|[^\s]/gy;

/** An identifier or keyword, or a metavariable of a pattern (`$name`). */
export function isIdentifier(text: string): boolean {
  return /^[A-Za-z_$]/.test(text);
}

/** A token or a piece of a comment, on one line. */
export interface CPiece {
  readonly comment: boolean;
  /** Its line's place in the list of lines, and where in the line it begins. */
  readonly index: number;
  readonly at: number;
  readonly text: string;
}

/** The tokens of C lines, comments and white space left out. */
export function tokenise(lines: readonly CLine[]): CToken[] {
  const tokens: CToken[] = [];
  scan(lines, ({ comment, index, at, text }) => {
    const line = comment ? undefined : lines[index];
    if (line) tokens.push({ text, line: line.line, changed: line.changed, first: at === 0 });
  });
  return tokens;
}

/**
 * Hands over the tokens and comments of C lines in order, a comment of several lines in a piece a line. A hunk may begin
 * inside a comment: its text up to a `*\/` that nothing opened is comment, and so are leading lines in the form ` * text`.
 */
export function scan(lines: readonly { readonly text: string }[], take: (piece: CPiece) => void): void {
  let inComment = beginsInComment(lines);
  let leading = !inComment;
  for (const [index, { text }] of lines.entries()) {
    const comment = (from: number, to: number): void => {
      if (to > from) take({ comment: true, index, at: from, text: text.slice(from, to) });
    };
    if (leading && /^\s*\*(\s|$)/.test(text)) {
      comment(0, text.length);
      continue;
    }
    if (text.trim() !== '') leading = false;
    let at = 0;
    while (at < text.length) {
      if (inComment || text.startsWith('/*', at)) {
        const end = text.indexOf('*/', inComment ? at : at + 2);
        const next = end < 0 ? text.length : end + 2;
        comment(at, next);
        inComment = end < 0;
        at = next;
        continue;
      }
      if (text.startsWith('//', at)) {
        comment(at, text.length);
        break;
      }
      TOKEN.lastIndex = at;
      const found = TOKEN.exec(text)?.[0] ?? text.charAt(at);
      if (found.trim() !== '') take({ comment: false, index, at, text: found });
      at += found.length;
    }
  }
}

function beginsInComment(lines: readonly { readonly text: string }[]): boolean {
  for (const { text } of lines) {
    const close = text.indexOf('*/');
    const open = text.indexOf('/*');
    if (close >= 0 && (open < 0 || close < open)) return true;
    if (open >= 0) return false;
  }
  return false;
}

/**
 * Leaves out trace statements: they change nothing in the model (02d9651d6a added them to the code that makes views).
 * Only whole statements whose arguments are plain names and fields; anything else stays.
 */
export function withoutTraces(tokens: readonly CToken[]): CToken[] {
  const kept: CToken[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (token === undefined) break;
    const end = token.text.startsWith('trace_') && beginsStatement(kept.at(-1)) ? traceEnd(tokens, i + 1) : -1;
    if (end >= 0) i = end;
    else kept.push(token);
  }
  return kept;
}

function beginsStatement(previous: CToken | undefined): boolean {
  return previous === undefined || previous.text === '{' || previous.text === '}' || previous.text === ';';
}

/** The index of the `;` that ends a plain call whose `(` is at `open`, or -1. */
function traceEnd(tokens: readonly CToken[], open: number): number {
  if (tokens[open]?.text !== '(') return -1;
  for (let i = open + 1; i < tokens.length; i++) {
    const text = tokens[i]?.text ?? '';
    if (text === ')') return tokens[i + 1]?.text === ';' ? i + 1 : -1;
    if (!isIdentifier(text) && !/^\d/.test(text) && !['->', '.', ',', '&'].includes(text)) return -1;
  }
  return -1;
}
