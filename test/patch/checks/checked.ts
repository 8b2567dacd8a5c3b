import { checkPatch } from '../../../server/src/patch/checks/check-patch.ts';
import type { PatchFix, PatchProblem } from '../../../server/src/patch/model.ts';
import { readPatch } from '../../../server/src/patch/read-patch.ts';

export const checked = (text: string): readonly PatchProblem[] => checkPatch(text, readPatch(text));

/** The text with edits made, as an editor makes them. */
export const edited = (text: string, edits: PatchFix['edits']): string =>
  [...edits]
    .sort((a, b) => b.range.start - a.range.start)
    .reduce((all, { range, text: now }) => all.slice(0, range.start) + now + all.slice(range.end), text);

/** The text after the fixes of each rule, in turn, as long as there is one. */
export function fixed(text: string): string {
  let now = text;
  for (let i = 0; i < 20; i++) {
    const problems = checked(now).filter((problem) => problem.fix);
    const alike = problems.filter((problem) => problem.code === problems[0]?.code);
    if (alike.length === 0) return now;
    now = edited(
      now,
      alike.flatMap((problem) => problem.fix?.edits ?? []),
    );
  }
  return now;
}

export const onFile = (...lines: readonly string[]): string =>
  ['diff --git a/hw/x.c b/hw/x.c', '--- a/hw/x.c', '+++ b/hw/x.c', ...lines, ''].join('\n');

/** "LINE severity code" of each problem. */
export const said = (text: string): string[] =>
  checked(text).map(
    ({ code, severity, range }) => `${text.slice(0, range.start).split('\n').length} ${severity} ${code}`,
  );
