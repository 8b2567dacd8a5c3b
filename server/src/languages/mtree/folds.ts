import type { TreeBlock, TreeNode, ViewText } from '../../machine/dump/sections.ts';
import type { Fold } from '../model.ts';
import type { Dump } from './dump.ts';

/** A fold for each block, region with children, FlatView, and each part of its dispatch tree. */
export function dumpFolds(dump: Dump): readonly Fold[] {
  const { trees, flats } = dump.sections;
  return [
    ...trees.flatMap((tree) => tree.blocks.flatMap(blockFolds)),
    ...flats.flatMap((flat) => flat.flatMap((view) => viewFolds(dump, view))),
  ];
}

const fold = (start: number, end: number): Fold => ({ range: { start, end }, kind: 'region' });

function blockFolds({ region, spaces, root }: TreeBlock): Fold[] {
  const [head] = region ? [region] : spaces;
  if (!head || !root) return [];
  return [fold(head.range.start, lastOf(root)), ...nodeFolds(root)];
}

const nodeFolds = (node: TreeNode): Fold[] =>
  node.children.length === 0
    ? []
    : [
        ...(node.hidden ? [] : [fold(node.line.range.start, lastOf(node))]),
        ...node.children.flatMap((child) => nodeFolds(child)),
      ];

/** Where the last line of a region and of all below it ends. */
function lastOf(node: TreeNode): number {
  let last = node;
  for (let child = last.children.at(-1); child; child = last.children.at(-1)) last = child;
  return last.line.range.end;
}

/** Where the last line of a view ends, its dispatch tree included. */
export function endOfView({ range, users, ranges, sections, nodes }: ViewText): number {
  const last = nodes.findLast((rows) => rows.length > 0)?.at(-1) ?? sections.at(-1) ?? ranges.at(-1) ?? users.at(-1);
  return (last ?? { range }).range.end;
}

function viewFolds(dump: Dump, view: ViewText): Fold[] {
  const { range, sections, nodes } = view;
  const end = untilBlank(dump, endOfView(view));
  const folds = [fold(range.start, end)];
  const add = (header: number | undefined, to: number | undefined): void => {
    if (header !== undefined && to !== undefined) folds.push(fold(header, to));
  };
  const firstSection = sections[0]?.range.start;
  add(headerAbove(dump, firstSection, 2, 'Dispatch'), end);
  add(headerAbove(dump, firstSection, 1, 'Physical sections'), sections.at(-1)?.range.end);
  add(headerAbove(dump, nodes[0]?.[0]?.range.start, 2, 'Nodes ('), end);
  for (const rows of nodes) add(headerAbove(dump, rows[0]?.range.start, 1, '['), rows.at(-1)?.range.end);
  return folds;
}

/** A view without ranges ends with its root and a word; neither is part of what is read. */
function untilBlank({ index, text }: Dump, from: number): number {
  let line = index.lineAt(from);
  for (let more = 0; more < 2; more++) {
    const { start, end } = index.lineRange(line + 1);
    if (text.slice(start, end).trim() === '') break;
    line++;
  }
  return Math.max(from, index.lineRange(line).end);
}

/** Where a line begins that stands `lines` above a place; undefined where it is not the header that is expected. */
function headerAbove(
  { index, text }: Dump,
  place: number | undefined,
  lines: number,
  words: string,
): number | undefined {
  if (place === undefined) return undefined;
  const line = index.lineAt(place) - lines;
  if (line < 0) return undefined;
  const { start, end } = index.lineRange(line);
  return text.slice(start, end).trimStart().startsWith(words) ? start : undefined;
}
