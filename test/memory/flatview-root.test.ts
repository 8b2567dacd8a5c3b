import { describe, expect, test } from 'vitest';
import { flatviewRoot } from '../../server/src/memory/flatview-root.ts';
import { core, sketch } from './sketch.ts';

/** The states of memory_region_get_flatview_root inside the 2.11 cycle; it has not changed since the last. */
const STATES = ['2.10', '89c177bbdd', 'e673ba9af9', '092aa2fc65'] as const;

interface Case {
  readonly what: string;
  readonly machine: string;
  /** The key of `root` in each state. */
  readonly keys: readonly [string, string, string, string];
}

const CASES: readonly Case[] = [
  {
    what: 'a RAM region keys its own view',
    machine: 'root ram 0-fff',
    keys: ['root', 'root', 'root', 'root'],
  },
  {
    what: 'a whole alias leads to its target',
    machine: `
      root alias 0-* @system
      system container 0-*
        a ram 0-fff
        b ram 1000-1fff`,
    keys: ['root', 'system', 'system', 'system'],
  },
  {
    what: 'an alias larger than the target leads there too',
    machine: `
      root alias 0-* @ram
      ram ram 0-fff`,
    keys: ['root', 'ram', 'ram', 'ram'],
  },
  {
    what: 'an alias of a part keeps its own view (iommu-spapr-bypass: 512 MiB of system)',
    machine: `
      root alias 0-1fffffff @system
      system container 0-*
        a ram 0-fff
        b ram 1000-1fff`,
    keys: ['root', 'root', 'root', 'root'],
  },
  {
    what: 'an alias with an offset keeps its own view',
    machine: `
      root alias 0-* @ram+1000
      ram ram 0-fff`,
    keys: ['root', 'root', 'root', 'root'],
  },
  {
    what: 'a chain of aliases',
    machine: `
      root alias 0-* @middle
      middle alias 0-* @ram
      ram ram 0-fff`,
    keys: ['root', 'ram', 'ram', 'ram'],
  },
  {
    what: 'bus mastering on: through the container and the alias to system',
    machine: `
      root container 0-*
        bus-master alias 0-* @system
      system container 0-*
        a ram 0-fff
        b ram 1000-1fff`,
    keys: ['root', 'root', 'system', 'system'],
  },
  {
    what: 'bus mastering off: a container without an enabled child',
    machine: `
      root container 0-*
        bus-master alias 0-* @system disabled
      system container 0-*
        a ram 0-fff`,
    keys: ['root', 'root', 'root', '(none)'],
  },
  {
    what: 'a container without children',
    machine: 'root container 0-*',
    keys: ['root', 'root', 'root', '(none)'],
  },
  {
    what: 'a disabled root',
    machine: 'root ram 0-fff disabled',
    keys: ['root', 'root', 'root', '(none)'],
  },
  {
    what: 'an alias of a disabled region: first its target, then NULL',
    machine: `
      root alias 0-* @off
      off container 0-* disabled
        a ram 0-fff`,
    keys: ['root', 'off', 'off', '(none)'],
  },
  {
    what: 'a disabled alias was followed before e673ba9af9',
    machine: `
      root alias 0-* @ram disabled
      ram ram 0-fff`,
    keys: ['root', 'ram', 'root', '(none)'],
  },
  {
    what: 'the lone child of a lone child',
    machine: `
      root container 0-*
        one container 0-*
          two container 0-*
            ram ram 0-fff`,
    keys: ['root', 'root', 'ram', 'ram'],
  },
  {
    what: 'a disabled sibling does not count',
    machine: `
      root container 0-*
        off ram 1000-1fff disabled
        ram ram 0-fff`,
    keys: ['root', 'root', 'ram', 'ram'],
  },
  {
    what: 'two enabled children: x86 SMM has its own view',
    machine: `
      root container 0-*
        memory alias 0-* @system
        smram alias 0-ffffffff @smram prio 1
      system container 0-*
        a ram 0-fff
      smram container 0-ffffffff`,
    keys: ['root', 'root', 'root', 'root'],
  },
  {
    what: 'a second enabled child un-shares even if it has size 0',
    machine: `
      root container 0-*
        bus-master alias 0-* @ram
        window container 0+0
      ram ram 0-fff`,
    keys: ['root', 'root', 'root', 'root'],
  },
  {
    what: 'a lone child that is not at 0',
    machine: `
      root container 0-*
        ram ram 1000-1fff`,
    keys: ['root', 'root', 'root', 'root'],
  },
  {
    what: 'a lone child that is larger (tce-root of 2^64 in a root of 512 MiB)',
    machine: `
      root container 0-1fffffff
        tce-root container 0-*`,
    keys: ['root', 'root', 'root', 'root'],
  },
  {
    what: 'a terminating parent is never looked through (gpex_mmio_window)',
    machine: `
      root io 0-*
        gpex_mmio container 0-*`,
    keys: ['root', 'root', 'root', 'root'],
  },
  {
    what: 'an empty container behind a lone child: NULL',
    machine: `
      root container 0-*
        bus-master alias 0-* @iommu-root
      iommu-root container 0-*
        off ram 0-fff disabled`,
    keys: ['root', 'root', 'iommu-root', '(none)'],
  },
];

describe.each(CASES)('$what', ({ machine, keys }) => {
  test.each(STATES.map((state, i) => ({ state, key: keys[i] })))('$state: $key', ({ state, key }) => {
    const walk = flatviewRoot(sketch(machine).region('root'), core(state).rootSearch);
    expect(walk.root?.name ?? '(none)').toBe(key);
  });
});

test.each(['2.11', '3.1', '4.2', '5.2', '7.2', '8.2', '10.0'])('%s searches as 092aa2fc65 does', (release) => {
  expect(core(release).rootSearch).toEqual(core('092aa2fc65').rootSearch);
});

test('each step of the walk is told', () => {
  const machine = sketch(`
    root container 0-*
      off ram 1000-1fff disabled
      bus-master alias 0-* @system
    system container 0-*
      a ram 0-fff
      b ram 1000-1fff`);
  const { steps } = flatviewRoot(machine.region('root'), core('7.2').rootSearch);
  expect(steps.map(({ region, step }) => `${region.name}: ${step}`)).toEqual([
    'root: follows-lone-child',
    'bus-master: follows-alias',
    'system: several-children',
  ]);
});

test('an alias that leads back to its own container ends', () => {
  const machine = sketch(`
    root container 0-*
      again alias 0-* @root`);
  const { steps } = flatviewRoot(machine.region('root'), core('7.2').rootSearch);
  expect(steps[steps.length - 1]?.step).toBe('alias-loop');
});
