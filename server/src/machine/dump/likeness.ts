import type { Draft } from './draft.ts';
import type { TreeNode } from './printed.ts';

/** Whether a printing says of a region what the first one said. */
export const sameFacts = (draft: Draft, { line, addr, size, hidden }: TreeNode): boolean =>
  hidden ||
  (draft.addr === addr &&
    draft.size === size &&
    draft.priority === line.priority &&
    draft.enabled === !line.disabled &&
    draft.type === line.type &&
    (line.alias === undefined || draft.aliasOffset === line.alias.start));

/** Two printings of one region: all facts agree, all the way down, and there is more to agree on than a name. */
export const sameTree = (draft: Draft, node: TreeNode): boolean =>
  (node.children.length > 0 || node.line.owner !== '') && sameBelow(draft, node);

function sameBelow(draft: Draft, node: TreeNode): boolean {
  if (draft.name !== node.line.name || draft.owner !== node.line.owner || !sameFacts(draft, node)) return false;
  if (draft.subregions.length !== node.children.length) return false;
  const left = [...draft.subregions];
  return node.children.every((child) => {
    const at = left.findIndex((candidate) => sameBelow(candidate, child));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}

/** How many facts two printings share: the name must agree, and most of the rest. */
function likeness(draft: Draft, node: TreeNode): number {
  const { line } = node;
  if (draft.name !== line.name || draft.target !== line.alias?.target) return 0;
  if (draft.type !== line.type || draft.priority !== line.priority) return 0;
  if (draft.owner !== '' && line.owner !== '' && draft.owner !== line.owner) return 0;
  const facts = [draft.addr === node.addr, draft.size === node.size, draft.enabled === !line.disabled];
  const agree = facts.filter(Boolean).length;
  if (agree < 2) return 0;
  return agree * 2 + (draft.subregions.length === node.children.length ? 1 : 0);
}

/** The likeness of two printings that agree in all. */
const ALIKE = 7;

/** Which of the drafts a printing is of, most likely; -1 where it is of none. */
export function bestIndex(drafts: readonly Draft[], node: TreeNode): number {
  let best = -1;
  let most = 0;
  for (const [i, draft] of drafts.entries()) {
    const score = likeness(draft, node);
    if (score <= most) continue;
    most = score;
    best = i;
    if (score === ALIKE) break;
  }
  return best;
}
