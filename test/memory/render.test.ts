import { describe, expect, test } from 'vitest';
import { LIMITS, renderRoot } from '../../server/src/memory/render.ts';
import { core, rendered, sketch } from './sketch.ts';

interface Case {
  readonly what: string;
  readonly machine: string;
  readonly ranges: readonly string[];
  readonly core?: string;
}

const check = (cases: readonly Case[]) =>
  test.each(cases)('$what', ({ machine, ranges, core: version }) => {
    expect(rendered(machine, version)).toEqual(ranges);
  });

describe('who wins an address', () => {
  check([
    {
      what: 'of equal priority the newest',
      machine: `
        system container 0-*
          old ram 0-2fff
          new ram 1000-1fff`,
      ranges: ['0-fff old', '1000-1fff new', '2000-2fff old @2000'],
    },
    {
      what: 'of equal priority the newest, even where it hides the older one whole',
      machine: `
        system container 0-*
          old ram 1000-1fff
          new ram 0-2fff`,
      ranges: ['0-2fff new'],
    },
    {
      what: 'the higher priority, whenever it was added',
      machine: `
        system container 0-*
          high ram 1000-1fff prio 1
          low ram 0-2fff`,
      ranges: ['0-fff low', '1000-1fff high', '2000-2fff low @2000'],
    },
    {
      what: 'a negative priority is below 0: a background region (malta empty-slot)',
      machine: `
        system container 0-*
          ram ram 0-fff
          empty-slot io 0-2fff prio -10000`,
      ranges: ['0-fff ram', '1000-2fff empty-slot @1000'],
    },
    {
      what: 'priorities of two containers are never compared',
      machine: `
        system container 0-*
          pci container 0-ffff
            bar ram 0-fff prio 1000
          ram ram 0-fff prio 1`,
      ranges: ['0-fff ram'],
    },
    {
      what: "an alias has its own priority; the target's does not matter",
      machine: `
        system container 0-*
          ram ram 0-fff
          window alias 0-7ff @high prio -1
        other container 0-*
          high ram 0-7ff prio 9`,
      ranges: ['0-fff ram'],
    },
    {
      what: 'one that begins before a range which is there already is clipped on both sides (d26a8caea3)',
      machine: `
        system container 0-*
          island ram 2000-2fff prio 2
          sea ram 1000-4fff prio 1
          shore ram 0-5fff`,
      ranges: ['0-fff shore', '1000-1fff sea', '2000-2fff island', '3000-4fff sea @2000', '5000-5fff shore @5000'],
    },
  ]);
});

describe('containers', () => {
  check([
    {
      what: 'a terminating parent fills the gaps that its children leave (io)',
      machine: `
        io io 0-ff
          dma io 0-f
          pic io 20-21
          below ram 21-2f prio -5`,
      ranges: ['0-f dma', '10-1f io @10', '20-21 pic', '22-2f below @1', '30-ff io @30'],
    },
    {
      what: 'a pure container leaves its gaps to lower siblings',
      machine: `
        system container 0-*
          ram ram 0-3fff
          pci container 0-3fff prio 1
            bar io 1000-1fff`,
      ranges: ['0-fff ram', '1000-1fff bar', '2000-3fff ram @2000'],
    },
    {
      what: 'a terminating parent leaves nothing to lower siblings',
      machine: `
        system container 0-*
          ram ram 0-3fff
          gpex_mmio_window io 0-2fff prio 1
            bar io 1000-1fff`,
      ranges: ['0-fff gpex_mmio_window', '1000-1fff bar', '2000-2fff gpex_mmio_window @2000', '3000-3fff ram @3000'],
    },
    {
      what: 'a child is clipped to its container, at both ends',
      machine: `
        system container 0-*
          box container 1000-1fff
            long ram 800-27ff`,
      ranges: ['1800-1fff long'],
    },
    {
      what: 'a disabled region is skipped with all below it',
      machine: `
        system container 0-*
          ram ram 0-fff
          off io 0-fff prio 1 disabled
            child ram 0-7ff`,
      ranges: ['0-fff ram'],
    },
    {
      what: 'a disabled root renders nothing',
      machine: `
        system container 0-* disabled
          ram ram 0-fff`,
      ranges: [],
    },
    {
      what: 'a root with an address shows its content there, not at 0',
      machine: `
        device-memory container 100000000+2000
          dimm ram 1000-1fff`,
      ranges: ['100001000-100001fff dimm'],
    },
    {
      what: 'size 0 renders nothing and hides nothing',
      machine: `
        system container 0-*
          ram ram 0-fff
          bridge io 800+0 prio 9
            bar io 0-f`,
      ranges: ['0-fff ram'],
    },
    {
      what: '2^64 is a whole address space',
      machine: `
        system container 0-*
          catch-all io 0-* prio -1
          top ram fffffffffffff000-ffffffffffffffff`,
      ranges: ['0-ffffffffffffefff catch-all', 'fffffffffffff000-ffffffffffffffff top'],
    },
    {
      what: 'nothing shows past 2^64',
      machine: `
        system container 0-*
          outer container ffffffffffff0000+20000
            long ram 8000+10000`,
      ranges: ['ffffffffffff8000-ffffffffffffffff long'],
    },
  ]);
});

describe('aliases', () => {
  check([
    {
      what: 'a window shows its part of the target from the offset on',
      machine: `
        system container 0-*
          high alias 100000000-100000fff @pc.ram+3000
        pc.ram ram 0-3fff`,
      ranges: ['100000000-100000fff pc.ram @3000'],
    },
    {
      what: 'what lies past the end of the target renders nothing (malta: 32 MiB over 64 KiB of io)',
      machine: `
        system container 0-*
          ram ram 10000-2ffff prio -1
          pci0-io alias 10000-1ffff @io
        io io 0-fff`,
      ranges: ['10000-10fff io', '11000-2ffff ram @1000'],
    },
    {
      what: 'an offset past the end of the target shows nothing at all',
      machine: `
        system container 0-*
          window alias 0-fff @ram+1000
        ram ram 0-fff`,
      ranges: [],
    },
    {
      what: 'the base of the target may be negative: smram of the PCI space at its own place',
      machine: `
        system container 0-*
          low alias 0-fff @pci+a0000
        pci container 0-*
          vga-lowmem io a0000-bffff
          below ram 9f000-9ffff`,
      ranges: ['0-fff vga-lowmem'],
    },
    {
      what: 'a base below 0 with a target that begins before the window',
      machine: `
        system container 0-*
          window alias 0-1fff @pci+8000000000000800
        pci container 0-*
          big ram 8000000000000000+1000
          next io 8000000000001000+1000`,
      ranges: ['0-7ff big @800', '800-17ff next'],
    },
    {
      what: "the target's own address is taken back (mips_malta.ram at 80000000)",
      machine: `
        system container 0-*
          ram ram 80000000-80000fff
          low alias 0-7ff @ram`,
      ranges: ['0-7ff ram', '80000000-80000fff ram'],
    },
    {
      what: 'the target need not be in any container, its own `enabled` counts',
      machine: `
        system container 0-*
          a alias 0-fff @off
          b alias 1000-1fff @on
        off ram 0-fff disabled
        on ram 0-fff`,
      ranges: ['1000-1fff on'],
    },
    {
      what: 'an alias of an alias adds up offsets and clips by both',
      machine: `
        system container 0-*
          outer alias 0-3fff @inner+1000
        inner alias 0-1fff @ram+10000
        ram ram 0-fffff`,
      ranges: ['0-fff ram @11000'],
    },
    {
      what: 'a region twice in one view',
      machine: `
        system container 0-*
          bios ram ff000-fffff
          isa-bios alias ef000-effff @bios`,
      ranges: ['ef000-effff bios', 'ff000-fffff bios'],
    },
  ]);
});

describe('flags on the way', () => {
  check([
    {
      what: 'read-only is inherited from a container and from an alias (pam-rom)',
      machine: `
        system container 0-*
          pam-rom alias 0-fff @pc.ram ro
          pam-ram alias 1000-1fff @pc.ram+1000
          card container 2000-2fff ro
            mem ram 0-fff
        pc.ram ram 0-ffff`,
      ranges: ['0-fff pc.ram ro', '1000-1fff pc.ram @1000', '2000-2fff mem ro'],
    },
    {
      what: 'a rom is read-only by itself',
      machine: `
        system container 0-*
          bios rom 0-fff`,
      ranges: ['0-fff bios ro'],
    },
    {
      what: 'non-volatile keeps ranges apart from 3.1 on',
      machine: `
        system container 0-*
          a alias 0-fff @ram nv
          b alias 1000-1fff @ram+1000
        ram ram 0-ffff`,
      core: '3.1',
      ranges: ['0-fff ram nv', '1000-1fff ram @1000'],
    },
    {
      what: 'non-volatile is not known before 3.1',
      machine: `
        system container 0-*
          a alias 0-fff @ram nv
          b alias 1000-1fff @ram+1000
        ram ram 0-ffff`,
      core: '2.11',
      ranges: ['0-1fff ram'],
    },
    {
      what: 'unmergeable keeps ranges apart from 8.2 on, even two that are both unmergeable',
      machine: `
        system container 0-*
          slots container 0-* unmergeable
            a alias 0-fff @ram
            b alias 1000-1fff @ram+1000
        ram ram 0-ffff`,
      core: '8.2',
      ranges: ['0-fff ram unmergeable', '1000-1fff ram @1000 unmergeable'],
    },
    {
      what: 'unmergeable is not known before 8.2',
      machine: `
        system container 0-*
          slots container 0-* unmergeable
            a alias 0-fff @ram
            b alias 1000-1fff @ram+1000
        ram ram 0-ffff`,
      core: '7.2',
      ranges: ['0-1fff ram'],
    },
  ]);
});

describe('merging', () => {
  check([
    {
      what: 'two aliases that continue one region become one range',
      machine: `
        system container 0-*
          low alias 0-fff @ram
          high alias 1000-1fff @ram+1000
        ram ram 0-ffff`,
      ranges: ['0-1fff ram'],
    },
    {
      what: 'neighbours that do not continue stay apart',
      machine: `
        system container 0-*
          low alias 0-fff @ram
          high alias 1000-1fff @ram+2000
        ram ram 0-ffff`,
      ranges: ['0-fff ram', '1000-1fff ram @2000'],
    },
    {
      what: 'a run of many becomes one',
      machine: `
        system container 0-*
          a alias 0-fff @ram
          c alias 2000-2fff @ram+2000
          d alias 3000-3fff @ram+3000
          b alias 1000-1fff @ram+1000
        ram ram 0-ffff`,
      ranges: ['0-3fff ram'],
    },
    {
      what: 'two regions of one name stay apart',
      machine: `
        system container 0-*
          ram ram 0-fff
          ram ram 1000-1fff`,
      ranges: ['0-fff ram', '1000-1fff ram'],
    },
  ]);

  test('the ranges before merging are counted: the array of the view had to hold them', () => {
    const machine = sketch(`
      system container 0-*
        low alias 0-fff @ram
        high alias 1000-1fff @ram+1000
      ram ram 0-ffff`);
    const { inserted, ranges, truncated } = renderRoot(machine.region('system'), core('7.2'));
    expect({ inserted, ranges: ranges.length, truncated }).toEqual({ inserted: 2, ranges: 1, truncated: false });
  });
});

describe('bounds', () => {
  test('an alias of its own container ends at the limit and says so', () => {
    const machine = sketch(`
      loop container 0-* <- memory
        ram ram 0-fff
        again alias 0-* @loop`);
    const { truncated, ranges } = renderRoot(machine.region('loop'), core('7.2'));
    expect(truncated).toBe(true);
    expect(ranges).toHaveLength(1);
  });

  test('containers nested to the limit render, one more is said to be cut', () => {
    const nested = (depth: number): string =>
      Array.from(
        { length: depth },
        (_, i) => `${'  '.repeat(i)}c${i} ${i === depth - 1 ? 'ram' : 'container'} 0-fff`,
      ).join('\n');
    expect(renderRoot(sketch(nested(LIMITS.depth + 1)).topology.regions[0], core('7.2')).truncated).toBe(false);
    expect(renderRoot(sketch(nested(LIMITS.depth + 2)).topology.regions[0], core('7.2')).truncated).toBe(true);
  });

  test('a bomb of aliases (10 to the 12th ways) is cut', { timeout: 20_000 }, () => {
    const layers = Array.from({ length: 12 }, (_, i) => [
      `layer${i} container 0-*`,
      ...Array.from(
        { length: 10 },
        (__, j) => `  a${i}-${j} alias 0-* @${i === 11 ? 'ram' : `layer${i + 1}`} prio ${j}`,
      ),
    ]);
    const machine = sketch([...layers.flat(), 'ram container 0-fff'].join('\n'));
    expect(renderRoot(machine.region('layer0'), core('7.2')).truncated).toBe(true);
  });
});
