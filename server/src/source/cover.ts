import type { CoreHunk } from './core-hunks.ts';
import { type FoundChange, piecesOn, SIDES, type Side } from './match-transition.ts';
import type { HunkLinePlace } from './model.ts';

/** The changed lines of a hunk that have code, on each side: tokens by line. */
export function changedCode(hunk: CoreHunk): { side: Side; line: number; tokens: number[] }[] {
  if (hunk.same) return [];
  const list: { side: Side; line: number; tokens: number[] }[] = [];
  for (const side of SIDES) {
    hunk[side].tokens.forEach((token, index) => {
      if (!token.changed) return;
      const last = list.at(-1);
      if (last && last.side === side && last.line === token.line) last.tokens.push(index);
      else list.push({ side, line: token.line, tokens: [index] });
    });
  }
  return list;
}

/** Whether every token of a changed line belongs to a change that was found. */
export function isCovered(
  hunk: CoreHunk,
  side: Side,
  tokens: readonly number[],
  found: readonly FoundChange[],
  reversed: boolean,
): boolean {
  return tokens.every((index) =>
    found.some((one) => {
      if (one.hunk !== hunk) return false;
      const length = piecesOn(one.change, side, reversed).reduce((sum, piece) => sum + piece.code.length, 0);
      return index >= one.start[side] && index < one.start[side] + length;
    }),
  );
}

/** The lines that a trait rests on: changed ones, or with `context` those around them. */
export function linesOfTrait(
  found: readonly FoundChange[],
  reversed: boolean,
  trait: string,
  context: boolean,
): HunkLinePlace[] {
  const places = new Map<string, HunkLinePlace>();
  for (const { change, hunk, start } of found) {
    for (const side of SIDES) {
      let at = start[side];
      for (const piece of piecesOn(change, side, reversed)) {
        if (piece.traits.includes(trait)) {
          for (const token of hunk[side].tokens.slice(at, at + piece.code.length)) {
            if (token.changed === context) continue;
            const place = { file: hunk.file, hunk: hunk.hunk, line: token.line };
            places.set(`${place.file}:${place.hunk}:${place.line}`, place);
          }
        }
        at += piece.code.length;
      }
    }
  }
  return [...places.values()].sort((a, b) => a.file - b.file || a.hunk - b.hunk || a.line - b.line);
}
