import { type DispatchTree, ptrOf, type Section, skipOf } from '../../memory/dispatch.ts';
import type { FlatRange, FlatView } from '../../memory/flat-view.ts';
import type { MemoryRegion } from '../../memory/region.ts';
import { hex16 } from '../../text/hex.ts';
import { nodeRows } from './node-rows.ts';

export interface FlatViewOptions {
  /** The dispatch trees too: `info mtree -f -d`. */
  readonly dispatch?: boolean;
  /** A number for each view; its index where absent. */
  readonly numbers?: ReadonlyMap<FlatView, number>;
}

/** FlatViews as `info mtree -f [-d]` prints them from 2.11 on; `[MRU]` and the positional marks are left out. */
export function printFlatViews(views: readonly FlatView[], options: FlatViewOptions = {}): string {
  return views.map((view) => printFlatView(view, options)).join('');
}

/** One view, with the blank line that ends it. */
export function printFlatView(view: FlatView, { dispatch = false, numbers }: FlatViewOptions = {}): string {
  const lines = [`FlatView #${numbers?.get(view) ?? view.id}`];
  for (const { name, root } of view.addressSpaces) {
    lines.push(` AS "${name}", root: ${root.name}${root.alias ? `, alias ${root.alias.name}` : ''}`);
  }
  lines.push(` Root memory region: ${view.root?.name ?? '(none)'}`);
  if (view.ranges.length === 0) return `${[...lines, '  No rendered FlatView'].join('\n')}\n\n`;
  for (const range of view.ranges) lines.push(printRange(range));
  if (dispatch && view.root) lines.push(...printDispatch(view.dispatch, view.root));
  return `${lines.join('\n')}\n\n`;
}

/** `  H-H (prio P, TYPE): NAME[ @H]`: the priority is the region's own in its container. */
export function printRange(range: FlatRange): string {
  const { start, size, region, offset } = range;
  const type = range.readonly ? 'rom' : typeText(region);
  const at = offset === 0n ? '' : ` @${hex16(offset)}`;
  const nonvolatile = range.nonvolatile ? 'nv-' : '';
  return `  ${hex16(start)}-${hex16(start + size - 1n)} (prio ${region.priority}, ${nonvolatile}${type}): ${region.name}${at}`;
}

/** memory_region_type: what the text calls a region; i/o for containers, IOMMUs and ROM devices in MMIO mode too. */
export function typeText(region: MemoryRegion): string {
  if (region.kind === 'ramd') return 'ramd';
  if (region.kind === 'romd') return region.romdMode ? 'romd' : 'i/o';
  if (region.kind === 'ram' || region.kind === 'rom') return region.readonly ? 'rom' : 'ram';
  return 'i/o';
}

function printDispatch(tree: DispatchTree, root: MemoryRegion): string[] {
  const lines = ['  Dispatch', '    Physical sections'];
  tree.sections.forEach((section, i) => {
    lines.push(
      `      #${i} @${hex16(section.start)}..${hex16(section.start + section.size - 1n)} ${sectionText(section, i, root)}`,
    );
  });
  const pointer = `[${ptrOf(tree.root)}]`;
  lines.push(`    Nodes (9 bits per level, ${tree.levels} levels) ptr=${pointer} skip=${skipOf(tree.root)}`);
  tree.nodes.forEach((node, i) => {
    lines.push(`      [${i}]`);
    for (const { first, last, skip, pointer } of nodeRows(node)) {
      const from = String(first).padStart(3);
      const span = first === last ? `${from}      ` : `${from}..${String(last).padEnd(3)} `;
      lines.push(`\t${span} skip=${skip}  ptr=${pointer}`);
    }
  });
  return lines;
}

function sectionText({ region }: Section, index: number, root: MemoryRegion): string {
  if (!region) return index === 0 ? '(noname) [unassigned]' : '(noname)';
  return `${region.name}${region === root ? ' [ROOT]' : ''}${region.kind === 'iommu' ? ' [iommu]' : ''}`;
}
