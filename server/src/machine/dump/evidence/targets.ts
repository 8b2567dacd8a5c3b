import { flatviewRoot } from '../../../memory/flatview-root.ts';
import { pushTo } from '../../../text/multimap.ts';
import { asRegion, type Draft } from '../draft.ts';
import type { ViewText } from '../printed.ts';
import { type Renderings, ROOT_SEARCH } from './renderings.ts';
import type { PrintedView } from './spaces.ts';

/**
 * Which of several regions of one name an alias shows, by who shares a view: where a view is keyed by the root of one
 * of its address spaces, another one that leads to a region of that name leads to that very region.
 */
export function targetsBySharing(pairs: readonly PrintedView[], renderings: Renderings): void {
  const rootsOf = new Map<ViewText, Draft[]>();
  let changed = false;
  for (const { view, root } of pairs) pushTo(rootsOf, view, root);
  for (const [view, roots] of rootsOf) {
    const keys = roots.filter((root) => root.name === view.root && !root.alias);
    const [key] = keys;
    if (!key || keys.length > 1) continue;
    for (const root of roots) if (root !== key && redirect(root, key)) changed = true;
  }
  if (changed) renderings.changed();
}

/** Lets the alias at the end of the way from `root` show `key`, where it shows a namesake of it. */
function redirect(root: Draft, key: Draft): boolean {
  const { steps } = flatviewRoot(asRegion(root), ROOT_SEARCH);
  const last = steps.findLast(({ step }) => step === 'follows-alias')?.region as Draft | undefined;
  if (!last?.alias || last.alias === key || last.alias.name !== key.name || last.alias.size !== key.size) return false;
  last.alias = key;
  return true;
}
