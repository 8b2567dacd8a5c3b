import type { PatchFix } from '../../patch/model.ts';
import { RULES } from '../../report/rule-table.ts';
import type { TextRange } from '../../text/range.ts';
import type { CheckedProblem } from './problems.ts';

/** A change of the patch's text that undoes a problem, all problems of a rule, or all that can be undone unseen. */
export interface Fix {
  readonly kind: 'one' | 'alike' | 'all';
  readonly title: string;
  /** The best of those at its place. */
  readonly preferred: boolean;
  readonly problems: readonly CheckedProblem[];
  /** In order, none reaching into another. */
  readonly edits: PatchFix['edits'];
}

type Fixable = CheckedProblem & { readonly fix: PatchFix };

/** What can be done about the problems in `range`, both ends of it included. */
export function fixesAt(problems: readonly CheckedProblem[], range: TextRange): readonly Fix[] {
  const fixable = problems.filter((problem): problem is Fixable => problem.fix !== undefined);
  const touches = (place: TextRange): boolean => place.start <= range.end && place.end >= range.start;
  // also where the change is made: the counts stand above the line at which they are found wrong
  const here = fixable.filter((problem) => touches(problem.range) || problem.fix.edits.some((e) => touches(e.range)));
  const single = here.map((problem): Fix => {
    const { title, sure, edits } = problem.fix;
    return { kind: 'one', title, preferred: sure, problems: [problem], edits };
  });
  const alike = [...new Set(here.map((problem) => problem.code))].flatMap((code): Fix[] => {
    const group = fixable.filter((problem) => problem.code === code);
    if (group.length < 2) return [];
    const title = `Fix all ${group.length} of this kind: ${RULES[code].title}`;
    return [{ kind: 'alike', title, preferred: false, problems: group, edits: joined(group) }];
  });
  const sure = fixable.filter((problem) => problem.fix.sure);
  const all: Fix[] =
    sure.length === 0
      ? []
      : [{ kind: 'all', title: 'Fix all that has one reading', preferred: false, problems: sure, edits: joined(sure) }];
  return [...single, ...alike, ...all];
}

/** The edits of several fixes; of two that reach into each other the first is made. */
function joined(problems: readonly Fixable[]): PatchFix['edits'] {
  const edits: PatchFix['edits'][number][] = [];
  const sorted = problems.flatMap((problem) => problem.fix.edits).sort((a, b) => a.range.start - b.range.start);
  let behind = -1;
  for (const edit of sorted) {
    if (edit.range.start <= behind) continue;
    edits.push(edit);
    behind = edit.range.end;
  }
  return edits;
}
