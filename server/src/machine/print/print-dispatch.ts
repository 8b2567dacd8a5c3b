import { type DispatchTree, NODE_BITS, ptrOf, type Section, skipOf } from '../../memory/dispatch.ts';
import type { MemoryRegion } from '../../memory/region.ts';
import { hex16 } from '../../text/hex.ts';
import { POSITIONAL_MARKS, type TextFormat } from '../formats.ts';
import { nodeRows } from './node-rows.ts';

/** The lines of a dispatch tree as mtree_print_dispatch prints it; `root` is the region that keys the view. */
export function printDispatch(tree: DispatchTree, root: MemoryRegion, format: TextFormat): string[] {
  const lines = ['  Dispatch', '    Physical sections'];
  for (const [i, section] of tree.sections.entries()) {
    lines.push(
      `      #${i} @${hex16(section.start)}..${hex16(endOf(section, format))} ${nameAndMarks(section, i, root)}`,
    );
  }
  const pointer = `[${ptrOf(tree.root)}]`;
  lines.push(`    Nodes (${NODE_BITS} bits per level, ${tree.levels} levels) ptr=${pointer} skip=${skipOf(tree.root)}`);
  for (const [i, node] of tree.nodes.entries()) {
    lines.push(`      [${i}]`);
    for (const { first, last, skip, pointer } of nodeRows(node)) {
      const from = String(first).padStart(3);
      const span = first === last ? `${from}      ` : `${from}..${String(last).padEnd(3)} `;
      lines.push(`\t${span} skip=${skip}  ptr=${pointer}`);
    }
  }
  return lines;
}

/** Inclusive. A container of sub-pages and a reserved section are regions of their own, with the section's size. */
const endOf = ({ start, size, region }: Section, format: TextFormat): bigint =>
  start + (format.sectionEnd === 'region' && region ? region.size : size) - 1n;

function nameAndMarks({ region }: Section, index: number, root: MemoryRegion): string {
  const words = [region?.name ?? '(noname)'];
  const positional = POSITIONAL_MARKS[index];
  if (positional) words.push(positional);
  if (region === root) words.push('[ROOT]');
  if (region?.kind === 'iommu') words.push('[iommu]');
  return words.join(' ');
}
