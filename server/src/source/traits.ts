import type { HunkLinePlace, Recognition, TraitEvidence } from './model.ts';

/** The evidence that rests on a line of the patch. */
export function traitsOfLine(recognition: Recognition, place: HunkLinePlace): readonly TraitEvidence[] {
  return recognition.evidence.filter((evidence) =>
    evidence.lines.some((line) => line.file === place.file && line.hunk === place.hunk && line.line === place.line),
  );
}

/** The evidence that rests on any line of a hunk. */
export function traitsOfHunk(recognition: Recognition, file: number, hunk: number): readonly TraitEvidence[] {
  return recognition.evidence.filter((evidence) =>
    evidence.lines.some((line) => line.file === file && line.hunk === hunk),
  );
}
