import { describe, expect, test } from 'vitest';
import {
  buildDispatch,
  type DispatchTree,
  levelsFor,
  lookup,
  ptrOf,
  skipOf,
} from '../../server/src/memory/dispatch.ts';
import { renderRoot } from '../../server/src/memory/render.ts';
import { takeSnapshot } from '../../server/src/memory/snapshot.ts';
import { core, sectionText, sketch } from './sketch.ts';

function dispatchOf(machine: string, dummies = 1, pageBits = 12): DispatchTree {
  const { topology } = sketch(machine);
  const root = topology.regions.find((region) => !region.container);
  return buildDispatch(renderRoot(root, core('7.2')).ranges, dummies, pageBits);
}

/** The real sections: the reserved one left out. */
const sections = (machine: string): string[] => dispatchOf(machine).sections.slice(1).map(sectionText);

describe('sections', () => {
  test.each([
    ['whole pages are one section', 'ram ram 1000-5fff', ['1000+5000 ram']],
    ['less than a page: a subpage container before it', 'uart io 1100-110f', ['1000+1000 (subpage)', '1100+10 uart']],
    ['a page that begins late is a head', 'dev io 1100-1fff', ['1000+1000 (subpage)', '1100+f00 dev']],
    ['head and pages', 'dev io 1800-2fff', ['1000+1000 (subpage)', '1800+800 dev', '2000+1000 dev']],
    ['pages and tail', 'dev io 1000-27ff', ['1000+1000 dev', '2000+1000 (subpage)', '2000+800 dev']],
    [
      'head, pages and tail: one range, three sections of its own',
      'dev io 1800-37ff',
      ['1000+1000 (subpage)', '1800+800 dev', '2000+1000 dev', '3000+1000 (subpage)', '3000+800 dev'],
    ],
    [
      'head and tail in neighbouring pages',
      'dev io 1ff0-200f',
      ['1000+1000 (subpage)', '1ff0+10 dev', '2000+1000 (subpage)', '2000+10 dev'],
    ],
    [
      'one container for all ranges of a page',
      'bus container 0-*\n  a io 0-f\n  b io 10-1f\n  c io ff0-fff',
      ['0+1000 (subpage)', '0+10 a', '10+10 b', 'ff0+10 c'],
    ],
    [
      'a tail and the next head meet in one page',
      'bus container 0-*\n  a ram 0-17ff\n  b ram 1800-2fff',
      ['0+1000 a', '1000+1000 (subpage)', '1000+800 a', '1800+800 b', '2000+1000 b'],
    ],
    ['2^64 is one section', 'all io 0-*', ['0+10000000000000000 all']],
    ['the last page', 'top ram fffffffffffff000+1000', ['fffffffffffff000+1000 top']],
  ] as const)('%s', (_, machine, expected) => {
    expect(sections(machine)).toEqual(expected);
  });

  test.each([1, 2, 3, 4])('%i reserved sections come first and cover everything', (dummies) => {
    const tree = dispatchOf('ram ram 0-fff', dummies);
    expect(tree.sections.slice(0, dummies).map(sectionText)).toEqual(
      Array(dummies).fill('0+10000000000000000 (reserved)'),
    );
    expect(tree.sections[dummies]?.region?.name).toBe('ram');
  });

  test('8 virtio-mmio windows share a page: one container and 8 sections (microvm)', () => {
    const windows = Array.from(
      { length: 8 },
      (_, i) => `  virtio-mmio io ${(0xfeb00000 + i * 0x200).toString(16)}+200`,
    );
    const tree = dispatchOf(['system container 0-*', ...windows].join('\n'));
    const subpages = tree.sections.filter(({ kind }) => kind === 'subpage').length;
    expect({ sections: tree.sections.length, subpages }).toEqual({ sections: 10, subpages: 1 });
  });
});

/** MEMORY-CORE 1.9: `system` of q35, 128 MiB, stopped before firmware. */
const Q35 = `
  system container 0-* <- memory
    ram-below-4g alias 0-7ffffff @pc.ram
    pci container 0-* prio -1
      vga-lowmem io a0000-bffff prio 1
      pc.rom rom c0000-dffff prio 1
      isa-bios alias e0000-fffff @pc.bios+20000 prio 1
      pc.bios rom fffc0000-ffffffff
    smram-region alias a0000-bffff @pci+a0000 prio 1
    pam-pci alias c0000-dffff @pci+c0000 prio 1
    pam-pci alias e0000-fffff @pci+e0000 prio 1
    ioapic io fec00000+1000
    hpet io fed00000+400
    apic-msi io fee00000+100000 prio 4096
  pc.ram ram 0-7ffffff`;

describe('nodes', () => {
  test('q35: 9 ranges, 11 sections, 10 nodes', () => {
    const snapshot = takeSnapshot(sketch(Q35).topology, core('7.2'));
    const [view] = snapshot.views;
    expect({
      ranges: view?.ranges.length,
      sections: view?.dispatch.sections.length,
      nodes: view?.dispatch.nodes.length,
    }).toEqual({ ranges: 9, sections: 11, nodes: 10 });
  });

  test('an empty view has none', () => {
    const tree = dispatchOf('empty container 0-*');
    expect(tree).toMatchObject({ nodes: [], nodesWanted: 0, subpages: 0 });
    expect([skipOf(tree.root), ptrOf(tree.root)]).toEqual([1, 0x3ffffff]);
  });

  test('2^64 is leaves of one node', () => {
    expect(dispatchOf('all io 0-*').nodes).toHaveLength(1);
  });

  test('one page allocates a node a level; folding goes round all but the lowest', () => {
    const tree = dispatchOf('ram ram 12345000-12345fff');
    expect(tree.nodes).toHaveLength(6);
    expect([skipOf(tree.root), ptrOf(tree.root)]).toEqual([6, 5]);
  });

  test('a lone aligned block of 512 pages folds to a leaf', () => {
    const tree = dispatchOf('ram ram 200000-3fffff');
    expect([skipOf(tree.root), ptrOf(tree.root), tree.nodes.length]).toEqual([0, 1, 5]);
  });

  test.each([
    [8, 7],
    [10, 6],
    [12, 6],
    [13, 6],
    [16, 6],
  ])('page bits %i: %i levels', (bits, levels) => {
    expect(levelsFor(bits)).toBe(levels);
    expect(dispatchOf('ram ram 0-ffff', 1, bits).levels).toBe(levels);
  });
});

describe('look-up', () => {
  const tree = dispatchOf('bus container 0-*\n  ram ram 1000-1fff\n  uart io 2100-210f\n  uart2 io 2110-211f');
  const nameAt = (address: bigint) => lookup(tree, address, 12)?.region?.name ?? '(unassigned)';

  test.each([
    [0x0n, '(unassigned)'],
    [0xfffn, '(unassigned)'],
    [0x1000n, 'ram'],
    [0x1fffn, 'ram'],
    [0x2000n, '(unassigned)'],
    [0x2100n, 'uart'],
    [0x210fn, 'uart'],
    [0x2110n, 'uart2'],
    [0x2120n, '(unassigned)'],
    // folding leads far addresses to the node of the first pages: the range check sends them away
    [0x201000n, '(unassigned)'],
    [0x8000000000001000n, '(unassigned)'],
    [0xffffffffffffffffn, '(unassigned)'],
  ])('%s: %s', (address, name) => {
    expect(nameAt(address)).toBe(name);
  });

  test('in an empty tree', () => {
    expect(sectionText(lookup(dispatchOf('empty container 0-*'), 0n, 12) ?? tree.sections[1] ?? never())).toBe(
      '0+10000000000000000 (reserved)',
    );
  });
});

function never(): never {
  throw new Error('no section');
}

describe('allocated nodes', () => {
  const TWO = `${Q35}\n  io io 0-ffff <- I/O`;

  test('with the hint every view has room for the largest', () => {
    const { topology } = sketch(TWO);
    const { views, totals } = takeSnapshot(topology, core('7.2'));
    const largest = Math.max(...views.map(({ ranges }) => buildDispatch(ranges, 4, topology.pageBits).nodesWanted));
    expect(views.map((view) => view.nodesAllocated)).toEqual([largest, largest, 0]);
    expect(totals.dispatchNodesAllocated).toBe(2 * largest);
  });

  test('room is asked for before each range: nodes so far and three a level', () => {
    const { topology } = sketch(TWO);
    const { views } = takeSnapshot(topology, core('7.2'));
    const [system, io] = views.map(({ ranges }) => buildDispatch(ranges, 4, topology.pageBits));
    expect(io).toMatchObject({ nodesWanted: 18, nodesDoubled: 18 });
    expect(system?.nodesWanted).toBeGreaterThan(18);
    expect(system?.nodesWanted).toBeLessThanOrEqual((system?.nodes.length ?? 0) + 18);
  });

  test('doubling, to 2.6: each view by its own size', () => {
    const doubling = { ...core('2.10'), nodeGrowth: 'doubling' } as const;
    const { views } = takeSnapshot(sketch(TWO).topology, doubling);
    expect(views.map((view) => view.nodesAllocated)).toEqual([36, 18]);
  });
});

describe('bytes', () => {
  test('of the empty view: FlatView, dispatch and room for 16 sections', () => {
    const { views } = takeSnapshot(sketch('empty container 0-* <- dev').topology, core('7.2'));
    expect(views.map((view) => view.bytes)).toEqual([56 + 64 + 64 * 16]);
  });

  test('of q35 `system`: ranges before merging, sections, nodes, subpages', () => {
    const [view] = takeSnapshot(sketch(Q35).topology, core('7.2')).views;
    const nodes = view?.nodesAllocated ?? 0;
    expect(view?.bytes).toBe(56 + 64 * 10 + 64 + 64 * 16 + 2048 * nodes + 8480);
  });

  test('a subpage container is as large as the page has bytes', () => {
    const bytes = (pageBits: number) => {
      const { topology } = sketch('io io 0-f <- I/O', pageBits);
      const view = takeSnapshot(topology, core('7.2')).views[0];
      return (view?.bytes ?? 0) - 2048 * (view?.nodesAllocated ?? 0);
    };
    expect(bytes(12) - bytes(10)).toBe(2 * (4096 - 1024));
  });

  test('the total is the sum of the views', () => {
    const { views, totals } = takeSnapshot(sketch(Q35).topology, core('2.11'));
    expect(totals.bytes).toBe(views.reduce((sum, view) => sum + view.bytes, 0));
  });
});
