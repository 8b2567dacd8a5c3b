import type { RegionLine } from '../../machine/dump/lines.ts';
import type { DumpText, TreeBlock, TreeNode, ViewText } from '../../machine/dump/sections.ts';
import { groupNames } from '../../report/address-spaces.ts';
import type { TextRange } from '../../text/range.ts';
import type { Outline } from '../model.ts';
import { endOfView } from './folds.ts';
import { count } from './sizes.ts';

/** Address spaces and alias targets with their regions, then FlatViews. */
export const dumpOutline = ({ trees, views }: DumpText): readonly Outline[] => [
  ...trees.flatMap((tree) => tree.blocks.map(blockOutline)),
  ...views.map(viewOutline),
];

function blockOutline(block: TreeBlock): Outline {
  const names = block.region ? block.region.name : groupNames(block.spaces);
  const selection = block.region?.range ?? block.spaces[0]?.range ?? block.root?.line.range ?? { start: 0, end: 0 };
  const children = block.root ? [nodeOutline(block.root)] : [];
  return {
    name: names || '(no name)',
    detail: block.region ? 'alias target' : 'address space',
    kind: block.region ? 'region' : 'address-space',
    range: around(selection, children),
    selection,
    children,
  };
}

function nodeOutline(node: TreeNode): Outline {
  const children = node.children.map(nodeOutline);
  const { line } = node;
  return {
    name: node.hidden ? '(disabled, not printed)' : line.name || '(no name)',
    detail: `${place(line)}${line.alias ? ` @${line.alias.target}` : ''}${line.disabled ? ' disabled' : ''}`,
    kind: line.alias ? 'alias' : 'region',
    range: around(line.range, children),
    selection: line.range,
    children,
  };
}

/** Without leading zeros: outlines are narrow. */
const place = ({ start, end }: RegionLine): string => `${start.toString(16)}-${end.toString(16)}`;

function viewOutline(view: ViewText): Outline {
  const children = view.ranges.map(
    (line): Outline => ({
      name: line.name || '(no name)',
      detail: place(line),
      kind: 'range',
      range: line.range,
      selection: line.range,
      children: [],
    }),
  );
  return {
    name: `FlatView of ${groupNames(view.users, 3)}`,
    detail: count(view.ranges.length, 'range'),
    kind: 'view',
    range: { start: view.range.start, end: endOfView(view) },
    selection: view.range,
    children: [...children, ...dispatchOutline(view)],
  };
}

/** The dispatch tree of a view, whose sections and nodes are too many to be listed. */
function dispatchOutline(view: ViewText): Outline[] {
  const [first] = view.sections;
  if (!first) return [];
  const detail = `${count(view.sections.length, 'section')}, ${count(view.nodes.length, 'node')}`;
  const range = { start: first.range.start, end: endOfView(view) };
  return [{ name: 'Dispatch', detail, kind: 'view', range, selection: first.range, children: [] }];
}

function around(range: TextRange, children: readonly Outline[]): TextRange {
  return children.reduce(
    (r, child) => ({ start: Math.min(r.start, child.range.start), end: Math.max(r.end, child.range.end) }),
    range,
  );
}
