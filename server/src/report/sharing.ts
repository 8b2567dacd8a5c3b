import type { SharingExplanation } from '../memory/explain.ts';
import type { RootStep, RootWalk } from '../memory/flatview-root.ts';
import { code } from './markdown.ts';

const STEPS: Record<RootStep, string> = {
  'follows-alias': 'is an alias that shows its target whole: on to the target',
  'follows-lone-child': 'has one enabled child, which fits: on to it',
  'not-searched': 'is the root: this core searches no further',
  'partial-alias': 'is an alias that shows only a part of its target: it stays the root',
  'several-children': 'has more than one enabled child: it stays the root',
  'child-does-not-fit': 'has one enabled child, which does not fit it: it stays the root',
  'no-enabled-child': 'has no enabled child',
  terminates: 'is a terminating region: it is the root',
  disabled: 'is disabled',
  'alias-loop': 'leads back into itself',
};

/** How the root of a view is found, a line a step, as Markdown. */
export function walkMarkdown({ steps, root }: RootWalk): string {
  const lines = steps.map(({ region, step }) => `- ${code(region.name)} ${STEPS[step]}`);
  if (!root) lines.push('- so it has the empty FlatView');
  return lines.join('\n');
}

/** Why two address spaces share a FlatView, or do not, in one sentence. */
export function sharingSentence(a: string, b: string, { why, a: walkA, b: walkB }: SharingExplanation): string {
  const names = `${code(a)} and ${code(b)}`;
  switch (why) {
    case 'same-root':
      return `${names} share a FlatView: both lead to ${code(walkA.root?.name ?? '')}.`;
    case 'both-empty':
      return `${names} share the empty FlatView.`;
    case 'different-roots':
      return `${names} do not share: one leads to ${code(walkA.root?.name ?? 'no root')}, the other to ${code(walkB.root?.name ?? 'no root')}.`;
    case 'never-shared':
      return `${names} do not share: this core gives each address space a FlatView of its own.`;
  }
}
