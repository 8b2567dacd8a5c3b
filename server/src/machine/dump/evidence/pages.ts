import { buildDispatch, levelsFor } from '../../../memory/dispatch.ts';
import { nodeRows } from '../../print/node-rows.ts';
import type { ViewText } from '../printed.ts';
import type { Renderings } from './renderings.ts';
import type { PrintedView } from './spaces.ts';

/** log2 of the page sizes of QEMU's targets, the usual first. */
const PAGE_BITS = [12, 10, 13, 14, 11, 16, 8, 9, 15];

/**
 * log2 of the target's page size: from a subpage container, which is one page, or by building the tree of the largest
 * view for each size until its nodes are those printed. undefined where the dump has no dispatch trees.
 */
export function pageBits(
  pairs: readonly PrintedView[],
  views: readonly ViewText[],
  renderings: Renderings,
): number | undefined {
  for (const { body } of views) {
    for (const section of body.sections) {
      const size = section.end - section.start + 1n;
      if (section.name === '(noname)' && section.index > 0 && size < 1n << 32n) return size.toString(2).length - 1;
    }
  }
  const largest = pairs.reduce<PrintedView | undefined>(
    (most, pair) => (pair.view.body.nodes.length > (most?.view.body.nodes.length ?? 0) ? pair : most),
    undefined,
  );
  if (!largest) return undefined;
  const { view, root } = largest;
  const { sections, nodes, levels } = view.body;
  const dummies = sections.filter((s) => s.name === '(noname)' && s.end - s.start + 1n >= 1n << 64n).length;
  const ranges = renderings.printed(root, view);
  const printed = nodes.map((rows) => rows.map((r) => `${r.first}..${r.last} ${r.skip} ${r.pointer}`).join()).join(';');
  return PAGE_BITS.find((bits) => {
    if (levels !== undefined && levelsFor(bits) !== levels) return false;
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
