import type { Lines } from '../lines.ts';

type State = 'code' | 'comment' | 'string' | 'character';

/**
 * Offsets of wanted characters of a hunk's lines that stand in C code: in no comment and no string. A hunk may begin
 * inside a comment: so it does where a comment ends before one begins, or where its lines begin with `*`.
 */
export function codeCharacters(
  lines: Lines,
  { first, end }: { readonly first: number; readonly end: number },
  wanted: (character: string) => boolean,
): number[] {
  let found: number[] = [];
  let state: State = startsInComment(lines, first, end) ? 'comment' : 'code';
  for (let line = first; line < end; line++) {
    const stop = lines.end(line);
    if (state === 'string' || state === 'character') state = 'code';
    for (let at = lines.start(line) + 1; at < stop; at++) {
      const character = lines.text.charAt(at);
      const next = lines.text.charAt(at + 1);
      if (state === 'comment') {
        if (character === '*' && next === '/') {
          state = 'code';
          at++;
        }
      } else if (state === 'code') {
        if (character === '/' && next === '/') break;
        if (character === '/' && next === '*') {
          state = 'comment';
          at++;
        } else if (character === '*' && next === '/') {
          // all before it was a comment that began above the hunk
          found = [];
          at++;
        } else if (character === '"') state = 'string';
        else if (character === "'") state = 'character';
        else if (wanted(character)) found.push(at);
      } else if (character === '\\') at++;
      else if (character === (state === 'string' ? '"' : "'")) state = 'code';
    }
  }
  return found;
}

function startsInComment(lines: Lines, first: number, end: number): boolean {
  for (let line = first; line < end; line++) {
    const text = lines.at(line).slice(1, 200).trim();
    if (text !== '') return text.startsWith('*');
  }
  return false;
}
