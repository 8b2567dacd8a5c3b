import { printFlatView } from '../machine/print/print-flatviews.ts';
import type { FlatView } from '../memory/flat-view.ts';
import type { Comparison } from '../review/model.ts';

/**
 * One side of a Comparison as `info mtree -f -d` text. Views that stand for each other have one number and one place
 * on both sides, so that an editor's diff shows what moves and nothing else.
 */
export function sideText({ views }: Comparison, side: 'before' | 'after'): string {
  const numbers = new Map<FlatView, number>();
  const shown: FlatView[] = [];
  for (const [number, match] of views.entries()) {
    const view = match[side];
    if (!view) continue;
    numbers.set(view, number);
    shown.push(view);
  }
  return shown.map((view) => printFlatView(view, { dispatch: true, numbers })).join('');
}
