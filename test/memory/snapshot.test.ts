import { describe, expect, test } from 'vitest';
import { CORE_VERSIONS, coreVersion } from '../../server/src/memory/core-versions.ts';
import { takeSnapshot } from '../../server/src/memory/snapshot.ts';
import { core, rangeText, sharingText, sketch } from './sketch.ts';

/** Two CPUs, two PCI devices of which one may master the bus, a bridge that may not. */
const MACHINE = `
  system container 0-* <- memory, cpu-memory-0, cpu-memory-1
    ram ram 0-fffff
    dev io 100000-100fff
  io io 0-ffff <- I/O
  container-a container 0-* <- nic
    master-a alias 0-* @system
  container-b container 0-* <- disk
    master-b alias 0-* @system disabled
  container-c container 0-* <- bridge
    master-c alias 0-* @system disabled`;

describe('who shares a view', () => {
  const shared = [
    [
      '2.10',
      [
        'memory -> system',
        'cpu-memory-0 cpu-memory-1 -> system',
        'I/O -> io',
        'nic -> container-a',
        'disk -> container-b',
        'bridge -> container-c',
      ],
    ],
    [
      '89c177bbdd',
      [
        'memory -> system',
        'cpu-memory-0 cpu-memory-1 -> system',
        'I/O -> io',
        'nic -> container-a',
        'disk -> container-b',
        'bridge -> container-c',
      ],
    ],
    [
      '967dc9b119',
      [
        'memory cpu-memory-0 cpu-memory-1 -> system',
        'I/O -> io',
        'nic -> container-a',
        'disk -> container-b',
        'bridge -> container-c',
      ],
    ],
    [
      'e673ba9af9',
      ['memory cpu-memory-0 cpu-memory-1 nic -> system', 'I/O -> io', 'disk -> container-b', 'bridge -> container-c'],
    ],
    ['092aa2fc65', ['memory cpu-memory-0 cpu-memory-1 nic -> system', 'I/O -> io', 'disk bridge -> (none)']],
    ['7.2', ['memory cpu-memory-0 cpu-memory-1 nic -> system', 'I/O -> io', 'disk bridge -> (none)']],
  ] as const;
  test.each(shared)('%s', (version, expected) => {
    expect(sharingText(takeSnapshot(sketch(MACHINE).topology, core(version)))).toEqual(expected);
  });

  test.each(shared)('%s: viewOf finds the view of each address space', (version) => {
    const snapshot = takeSnapshot(sketch(MACHINE).topology, core(version));
    for (const space of snapshot.topology.addressSpaces) {
      expect(snapshot.viewOf[space.id]?.addressSpaces).toContain(space);
    }
  });
});

describe('counts', () => {
  test.each([
    ['2.10', { addressSpaces: 6, flatViews: 6, emptyFlatViews: 2, flatRanges: 7 }],
    ['967dc9b119', { addressSpaces: 7, flatViews: 5, emptyFlatViews: 2, flatRanges: 5 }],
    ['e673ba9af9', { addressSpaces: 7, flatViews: 4, emptyFlatViews: 2, flatRanges: 3 }],
    ['092aa2fc65', { addressSpaces: 7, flatViews: 3, emptyFlatViews: 1, flatRanges: 3 }],
  ])('%s', (version, expected) => {
    expect(takeSnapshot(sketch(MACHINE).topology, core(version)).totals).toMatchObject(expected);
  });

  test('dummy sections: four in every dispatch, empty ones too, to 4.1; one from 4.2', () => {
    const sections = (version: string) => takeSnapshot(sketch(MACHINE).topology, core(version)).totals.dispatchSections;
    expect([sections('2.11'), sections('3.1'), sections('4.2')]).toEqual([3 * 4 + 3, 3 * 4 + 3, 3 * 1 + 3]);
  });
});

describe('the permanent empty view', () => {
  const busy = 'system container 0-* <- memory\n  a ram 0-fff\n  b ram 1000-1fff';

  test('is alive when nobody uses it', () => {
    const { views, totals } = takeSnapshot(sketch(busy).topology, core('092aa2fc65'));
    expect(totals).toMatchObject({ flatViews: 2, emptyFlatViews: 1 });
    expect(views[1]).toMatchObject({ root: undefined, ranges: [], addressSpaces: [], nodesAllocated: 0 });
  });

  test('does not exist before', () => {
    expect(takeSnapshot(sketch(busy).topology, core('e673ba9af9')).totals).toMatchObject({
      flatViews: 1,
      emptyFlatViews: 0,
    });
  });

  test('is not used by a root that renders nothing but has an enabled child', () => {
    const machine = sketch('root container 0-1fff <- v-scsi\n  tce-root container 0-*');
    expect(sharingText(takeSnapshot(machine.topology, core('7.2')))).toEqual(['v-scsi -> root', '- -> (none)']);
  });
});

describe('address spaces made shareable, to 2.11', () => {
  const cpus = (root: string) => `
    system container 0-* <- memory, cpu-memory, cpu-memory, cpu-secure-memory, virtio-pci-cfg-as
      ram ram 0-fff
    other container 0-* <- ${root}
      rom rom 0-fff`;

  test('CPUs on one root are one address space', () => {
    const snapshot = takeSnapshot(sketch(cpus('CPU')).topology, core('2.10'));
    expect(snapshot.totals.addressSpaces).toBe(4);
    expect(sharingText(snapshot)).toEqual([
      'memory -> system',
      'cpu-memory cpu-memory cpu-secure-memory -> system',
      'virtio-pci-cfg-as -> system',
      'CPU -> other',
    ]);
  });

  test('not CPUs on two roots', () => {
    const snapshot = takeSnapshot(sketch(cpus('cpu-memory')).topology, core('2.10'));
    expect(snapshot.totals.addressSpaces).toBe(4);
    expect(sharingText(snapshot)).toContain('cpu-memory -> other');
  });

  test('each CPU has its own from b516572f31 on', () => {
    expect(takeSnapshot(sketch(cpus('CPU')).topology, core('2.11')).totals.addressSpaces).toBe(6);
  });
});

describe('traps of sharing: what regions on the way would have added is lost', () => {
  test.each([
    ['a read-only container', 'skipped container 0-* ro <- dev\n  window alias 0-* @ram\nram ram 0-fff'],
    ['a read-only whole alias', 'skipped alias 0-* @ram ro <- dev\nram ram 0-fff'],
  ])('%s', (_, machine) => {
    const ranges = (version: string) =>
      takeSnapshot(sketch(machine).topology, core(version)).viewOf[0]?.ranges.map(rangeText);
    expect(ranges('2.10')).toEqual(['0-fff ram ro']);
    expect(ranges('7.2')).toEqual(['0-fff ram']);
  });

  test("a target with an address moves the view there ('Roots of aliases should be parentless or at 0')", () => {
    const machine = 'root alias 0-* @ram <- dev\nsystem container 0-* <- memory\n  ram ram 80000000-80000fff';
    const ranges = (version: string) =>
      takeSnapshot(sketch(machine).topology, core(version)).viewOf[0]?.ranges.map(rangeText);
    expect(ranges('2.10')).toEqual(['0-fff ram']);
    expect(ranges('7.2')).toEqual(['80000000-80000fff ram']);
  });
});

test('an alias loop is told by the address spaces that have it', () => {
  const machine = sketch(`
    loop container 0-* <- bad
      ram ram 0-fff
      again alias 0-* @loop
    io io 0-ff <- I/O`);
  expect(takeSnapshot(machine.topology, core('7.2')).truncated.map((space) => space.name)).toEqual(['bad']);
});

test('no address space at all', () => {
  const { topology } = sketch('system container 0-*');
  expect(takeSnapshot(topology, core('2.10')).totals.flatViews).toBe(0);
  expect(takeSnapshot(topology, core('7.2')).totals).toMatchObject({
    addressSpaces: 0,
    flatViews: 1,
    emptyFlatViews: 1,
  });
});

describe('versions by name', () => {
  test.each([
    ['7.2', '7.2'],
    ['v7.2', '7.2'],
    ['7.2.22', '7.2'],
    ['v8.1', '8.1'],
    ['8.2', '8.2'],
    ['10.0.3', '10.0'],
    ['11.0', '11.0'],
    ['12.0', '11.1'],
    ['2.1', '2.1'],
    ['2.12', '2.12'],
    ['v2.0.0', '2.0'],
    ['092aa2fc65', '092aa2fc65'],
    ['092aa2f', '092aa2fc65'],
    ['092aa2fc65690d5c4f5e3a3a5f6c1a8f1d2e3b4c', '092aa2fc65'],
    ['v2.10', '2.10'],
    ['5e8fd947e2', '5e8fd947e2'],
    ['5e8fd947e2-v5empty', '5e8fd947e2-v5empty'],
    ['1.7', undefined],
    ['7.5', undefined],
    ['0000000000', undefined],
    ['nonsense', undefined],
    ['', undefined],
  ])('%j is %s', (name, expected) => {
    expect(coreVersion(name)?.name).toBe(expected);
  });

  test('names are unique', () => {
    expect(new Set(CORE_VERSIONS.map((version) => version.name)).size).toBe(CORE_VERSIONS.length);
  });
});
