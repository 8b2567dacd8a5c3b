import { hex16 } from '../../../text/hex.ts';
import { inPieces, type Steps } from '../../../text/steps.ts';
import type { MachineProblem } from '../../machine.ts';
import type { Draft } from '../draft.ts';
import { tellsKind } from '../facts.ts';
import { moved, type TreeSection, type ViewText } from '../printed.ts';
import { firstMismatch } from './mismatch.ts';
import type { Renderings } from './renderings.ts';
import { PAIRS_A_STEP, type PrintedView } from './spaces.ts';

const MOST = 20;

/** What stays open after all evidence: views that the tree renders otherwise than printed, and guesses. */
export function* agreement(
  views: readonly ViewText[],
  pairs: readonly PrintedView[],
  regions: readonly Draft[],
  tree: TreeSection,
  renderings: Renderings,
): Steps<readonly MachineProblem[]> {
  const problems: MachineProblem[] = [];
  yield* inPieces(pairs, PAIRS_A_STEP, (pair) => {
    const problem = problems.length < MOST ? disagreement(pair, renderings) : undefined;
    if (problem) problems.push(problem);
  });
  if (views.length === 0) problems.push(guesses(regions, tree));
  return problems;
}

function disagreement({ root, view }: PrintedView, renderings: Renderings): MachineProblem | undefined {
  const { ranges } = view.body;
  const mismatch = firstMismatch(renderings.printed(root, view), ranges);
  if (!mismatch) return undefined;
  if (mismatch.line === undefined && !view.complete) {
    const message = `This FlatView ends at ${hex16(ranges[ranges.length - 1]?.end ?? 0n)}, the tree has more: is the text cut? What is missing is no evidence.`;
    return { severity: 'warning', code: 'incomplete', message, range: view.range };
  }
  return {
    severity: 'warning',
    code: 'inconsistent',
    message: `From ${hex16(mismatch.address)} on, the tree renders otherwise than this view shows; the tree is used. Was it edited, or taken at another moment?`,
    range: mismatch.line ? moved(mismatch.line.range, view.shift) : view.range,
  };
}

/** What stays a guess without views. */
function guesses(regions: readonly Draft[], tree: TreeSection): MachineProblem {
  const printed = regions.filter((draft) => draft.lines.length > 0);
  const open = printed.filter((draft) => draft.termination === 'guess').length;
  const access = printed.filter((draft) => !tellsKind(draft.type)).length;
  const [first] = tree.blocks;
  const parts = [
    ...(access > 0
      ? [`of ${access} regions it is guessed whether they are RAM or i/o, since QEMU before 2.9 prints no types`]
      : []),
    ...(open > 0 ? [`of ${open} i/o regions it is guessed whether they are containers`] : []),
    'the page size is taken as 4 KiB',
  ];
  return {
    severity: 'information',
    code: 'ambiguous',
    message: `No \`info mtree -f -d\` in this file: ${parts.join(', ')}.`,
    range: first?.spaces[0]?.range ?? first?.region?.range ?? { start: tree.start, end: tree.start },
  };
}
