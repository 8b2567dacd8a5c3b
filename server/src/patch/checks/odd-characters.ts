import { shown } from '../problems.ts';
import { codeCharacters } from './c-code.ts';
import { bodyOf, type Checked, hunkOf, isC, nameOf, type PlacedHunk } from './checked.ts';
import { indentBlanks } from './hunk-repair.ts';

/** What mail programs and word processors put for plain characters, and what was there. */
const PLAIN: Readonly<Record<string, string>> = {
  '\u2018': "'",
  '\u2019': "'",
  '\u201c': '"',
  '\u201d': '"',
  '\u2013': '-',
  '\u2014': '--',
  '\u2026': '...',
};
const SUSPECTS = /[\u00a0\u2013\u2014\u2018\u2019\u201c\u201d\u2026]/g;
/** So many suspects are looked at. */
const MOST = 10_000;

/** No-break spaces in indents, and typographic characters in C code, where nothing but mail programs puts them. */
export function checkOddCharacters(checked: Checked): void {
  const { lines, hunks } = checked;
  const pattern = new RegExp(SUSPECTS);
  const seen = new Set<PlacedHunk>();
  let count = 0;
  for (let match = pattern.exec(lines.text); match && count < MOST; match = pattern.exec(lines.text), count++) {
    const placed = hunkOf(hunks, match.index);
    if (!placed || seen.has(placed)) continue;
    seen.add(placed);
    checkIndents(checked, placed);
    if (isC(nameOf(placed.file))) checkCode(checked, placed);
  }
}

function checkIndents({ lines, problems }: Checked, { hunk, file }: PlacedHunk): void {
  const { first, end } = bodyOf(lines, hunk);
  for (let at = first; at < end; at++) {
    const edits = indentBlanks(lines, at);
    const [one] = edits;
    if (!one) continue;
    const message = `The indent of this line of ${shown(nameOf(file))} has a no-break space (U+00A0) where a blank must be, as mail programs put it. The patch will not apply; replace it by a blank.`;
    const fix = { title: 'Replace no-break spaces by blanks', sure: true, edits };
    problems.add('no-break-space', 'error', message, one.range, fix);
  }
}

function checkCode({ lines, problems }: Checked, { hunk, file }: PlacedHunk): void {
  for (const at of codeCharacters(lines, bodyOf(lines, hunk), (character) => character in PLAIN)) {
    const character = lines.text.charAt(at);
    const range = { start: at, end: at + 1 };
    const text = PLAIN[character] ?? '';
    const message = `This line of ${shown(nameOf(file))} has ${character} (${codeName(character)}) in C code, where only ${text} can be: a mail program or an editor made it typographic.`;
    const fix = { title: `Replace ${character} by ${text}`, sure: true, edits: [{ range, text }] };
    problems.add('typographic', 'error', message, range, fix);
  }
}

export const codeName = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
