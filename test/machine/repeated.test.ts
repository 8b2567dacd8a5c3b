import { expect, test } from 'vitest';
import type { TreeNode } from '../../server/src/machine/dump/printed.ts';
import { readSections } from '../../server/src/machine/dump/sections.ts';
import { mtree } from './mtree.ts';

const TEXT = mtree(`
  (qemu) info mtree
  address-space: a
    0-* (prio 0, i/o): root
      0-fff (prio 0, ram): ram

  address-space: b
    0-* (prio 0, i/o): root
      0-fff (prio 0, ram): ram

  memory-region: root
    0-* (prio 0, i/o): root
      0-fff (prio 0, ram): ram

  (qemu) info mtree -f -d
  FlatView #0
   AS "a", root: root
   Root memory region: root
    0-fff (prio 0, ram): ram
    Dispatch
      Physical sections
        #0 @0..* (noname) [unassigned]
        #1 @0..fff ram
      Nodes (9 bits per level, 6 levels) ptr=[0] skip=6
        [0]
  ROWS

  FlatView #1
   AS "b", root: root
   Root memory region: root
    0-fff (prio 0, ram): ram
    Dispatch
      Physical sections
        #0 @0..* (noname) [unassigned]
        #1 @0..fff ram
      Nodes (9 bits per level, 6 levels) ptr=[0] skip=6
        [0]
  ROWS

`)
  .replaceAll('ROWS', '\t  0       skip=0  ptr=#1\n\t  1..511  skip=0  ptr=#0')
  .concat('\n');

/** Where the text has it for the n-th time. */
function nth(words: string, n: number): number {
  let at = -1;
  for (let i = 0; i <= n; i++) at = TEXT.indexOf(words, at + 1);
  return at;
}

test.each([
  ['with LF', (text: string) => text],
  ['with CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
])('what is printed again is read once, and has places of its own: %s', (_, ends) => {
  const text = ends(TEXT);
  const { trees, views, problems } = readSections(text);
  expect(problems).toEqual([]);
  const blocks = trees.flatMap((tree) => tree.blocks);
  expect(new Set(blocks.map((block) => block.body)).size).toBe(1);
  expect(new Set(views.map((view) => view.body)).size).toBe(1);

  const wordsOf = (lines: readonly { range: { start: number; end: number } }[]) =>
    lines.map(({ range }) => text.slice(range.start, range.end).trim());
  const nodes = (node: TreeNode): TreeNode[] => [node, ...node.children.flatMap(nodes)];
  for (const { root } of blocks) {
    expect(root && wordsOf(nodes(root).map(({ line }) => line))).toEqual([
      expect.stringMatching(/: root$/),
      expect.stringMatching(/: ram$/),
    ]);
  }
  for (const view of views) {
    expect(wordsOf(view.ranges)).toEqual([expect.stringMatching(/: ram$/)]);
    expect(wordsOf(view.sections)).toEqual([expect.stringMatching(/^#0/), expect.stringMatching(/^#1/)]);
    expect(wordsOf(view.nodes.flat())).toEqual([expect.stringMatching(/^0 /), expect.stringMatching(/^1\.\.511/)]);
    expect(view.complete).toBe(true);
  }
  if (text !== TEXT) return;
  expect(blocks.map(({ root }) => root?.line.range.start)).toEqual(
    [0, 1, 2].map((n) => nth(`${'0'.repeat(16)}-ffff`, n)),
  );
  expect(views.map((view) => view.ranges[0]?.range.start)).toEqual(
    [3, 4].map((n) => nth(`${'0'.repeat(13)}000-${'0'.repeat(13)}fff`, n)),
  );
});
