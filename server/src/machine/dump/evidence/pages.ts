import { buildDispatch, levelsFor } from '../../../memory/dispatch.ts';
import { nodeRows } from '../../print/node-rows.ts';
import type { ViewText } from '../sections.ts';
import { renderPrinted } from './behaviour.ts';
import type { PrintedView } from './spaces.ts';

/** log2 of the page sizes of QEMU's targets, the usual first. */
const PAGE_BITS = [12, 10, 13, 14, 11, 16, 8, 9, 15];

/**
 * log2 of the target's page size: from a subpage container, which is one page, or by building the tree of the largest
 * view for each size until its nodes are those printed. undefined where the dump has no dispatch trees.
 */
export function pageBits(pairs: readonly PrintedView[], views: readonly ViewText[]): number | undefined {
  for (const view of views) {
    for (const section of view.sections) {
      const size = section.end - section.start + 1n;
      if (section.name === '(noname)' && section.index > 0 && size < 1n << 32n) return size.toString(2).length - 1;
    }
  }
  const largest = pairs.reduce<PrintedView | undefined>(
    (most, pair) => (pair.view.nodes.length > (most?.view.nodes.length ?? 0) ? pair : most),
    undefined,
  );
  if (!largest) return undefined;
  const { view, root } = largest;
  const dummies = view.sections.filter((s) => s.name === '(noname)' && s.end - s.start + 1n >= 1n << 64n).length;
  const ranges = renderPrinted(root, view);
  const printed = view.nodes
    .map((rows) => rows.map((r) => `${r.first}..${r.last} ${r.skip} ${r.pointer}`).join())
    .join(';');
  return PAGE_BITS.find((bits) => {
    if (view.levels !== undefined && levelsFor(bits) !== view.levels) return false;
    const tree = buildDispatch(ranges, dummies, bits);
    const rows = tree.nodes
      .map((node) =>
        nodeRows(node)
          .map((r) => `${r.first}..${r.last} ${r.skip} ${r.pointer}`)
          .join(),
      )
      .join(';');
    return rows === printed;
  });
}
