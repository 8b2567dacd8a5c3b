import { type CToken, isIdentifier, tokenise } from './c-tokens.ts';

/**
 * Which function each token is in, as far as a hunk shows: first the function that the hunk's section text names, then
 * each one whose header is seen. `struct X` inside a struct's braces, a variable's name in its initialiser, '' outside.
 */
export function scopesOf(section: string, tokens: readonly CToken[]): string[] {
  const scopes: string[] = [];
  let scope = sectionScope(section);
  let headerEnd = -1;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (token === undefined) break;
    if (token.first && i > headerEnd && beginsDeclaration(token.text) && tokens[i + 1]?.text !== ':') {
      const declaration = declarationAt(tokens, i);
      scope = declaration.scope;
      headerEnd = declaration.end;
    }
    scopes.push(scope);
    if (token.first && token.text === '}') scope = '';
  }
  return scopes;
}

/** Statements stand at the first column only where white space is lost. */
function beginsDeclaration(word: string): boolean {
  return isIdentifier(word) && !/^(break|case|continue|default|do|else|for|goto|if|return|switch|while)$/.test(word);
}

/** The function or struct that Git names behind the second @@, or ''. */
export function sectionScope(section: string): string {
  const tokens = tokenise([{ text: section.trim(), line: 0, changed: false }]);
  if (tokens.length === 0) return '';
  return declarationAt(tokens, 0).scope;
}

interface Declaration {
  readonly scope: string;
  /** The last token of its head: up to its `{`, `=` or `;`. */
  readonly end: number;
}

/** What the declaration that starts at a token opens: a function's body, a struct, an initialiser; or '' (a prototype). */
function declarationAt(tokens: readonly CToken[], start: number): Declaration {
  for (let i = start; i < tokens.length; i++) {
    const text = tokens[i]?.text ?? '';
    const previous = tokens[i - 1]?.text ?? '';
    if (text === ';') return { scope: '', end: i };
    if (text === '{') return { scope: i > start ? structName(tokens, start, i) : '', end: i };
    if (text === '=') return { scope: isIdentifier(previous) ? previous : '', end: i };
    if (text === '(' && i > start && isIdentifier(previous) && !/^[A-Z][A-Z0-9_]*$/.test(previous)) {
      return functionAt(tokens, i, previous);
    }
  }
  return { scope: '', end: tokens.length };
}

function functionAt(tokens: readonly CToken[], open: number, name: string): Declaration {
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    const text = tokens[i]?.text;
    if (text === '(') depth++;
    if (text === ')' && --depth === 0) {
      const next = tokens[i + 1]?.text;
      return { scope: next === undefined || next === '{' ? name : '', end: i };
    }
  }
  return { scope: name, end: tokens.length };
}

function structName(tokens: readonly CToken[], start: number, brace: number): string {
  for (let i = start; i < brace; i++) {
    if (tokens[i]?.text === 'struct' && i + 1 < brace) return `struct ${tokens[i + 1]?.text}`;
  }
  return '';
}
