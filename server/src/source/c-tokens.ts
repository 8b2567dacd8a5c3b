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

/**
 * The tokens of C lines, comments and white space left out. A hunk may begin inside a comment: its text up to a `*\/`
 * that nothing opened is comment, and so are leading lines in the form ` * text`.
 */
export function tokenise(lines: readonly CLine[]): CToken[] {
  const tokens: CToken[] = [];
  let inComment = beginsInComment(lines);
  let leading = !inComment;
  for (const { text, line, changed } of lines) {
    if (leading && /^\s*\*(\s|$)/.test(text)) continue;
    if (text.trim() !== '') leading = false;
    let at = 0;
    while (at < text.length) {
      if (inComment) {
        const end = text.indexOf('*/', at);
        if (end < 0) break;
        at = end + 2;
        inComment = false;
        continue;
      }
      if (text.startsWith('//', at)) break;
      if (text.startsWith('/*', at)) {
        inComment = true;
        at += 2;
        continue;
      }
      TOKEN.lastIndex = at;
      const found = TOKEN.exec(text)?.[0] ?? text.charAt(at);
      if (found.trim() !== '') tokens.push({ text: found, line, changed, first: at === 0 });
      at += found.length;
    }
  }
  return tokens;
}

function beginsInComment(lines: readonly CLine[]): boolean {
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
