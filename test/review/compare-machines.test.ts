import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explainAddress } from '../../server/src/memory/explain.ts';
import { compareMachines } from '../../server/src/review/machines/compare-machines.ts';
import { areAlike, type Finding } from '../../server/src/review/machines/model.ts';
import { compareTexts, findingTexts, sideOf, sideOfTopology } from '../machine-pairs.ts';
import { machineOf, steps } from '../memory/random-topology.ts';
import { hasShared, readShared, WITHOUT } from '../shared.ts';

const BOARD = `
  address-space: memory
  address-space: cpu-memory-0
    0-* (prio 0, i/o): system
      0-7ffffff (prio 0, ram): ram
      9000000-9000fff (prio 0, i/o): uart
      a000000-affffff (prio 0, i/o): bridge
        a000000-a0001ff (prio 0, i/o): virtio-mmio
        a000200-a0003ff (prio 0, i/o): virtio-mmio
      b0000000-b00fffff (prio 0, i/o): alias window @vram 0-fffff

  address-space: dma
    0-* (prio 0, i/o): bus master container
      0-* (prio 0, i/o): alias bus master @system 0-*

  memory-region: system
    0-* (prio 0, i/o): system

  memory-region: vram
    0-3fffff (prio 0, ram): vram
`;

const edited = (...edits: [from: string | RegExp, to: string][]): string =>
  edits.reduce((text, [from, to]) => {
    expect(text).toMatch(from);
    return text.replace(from, to);
  }, BOARD);

const UART = '9000000-9000fff (prio 0, i/o): uart';

describe('one change of the tree is one finding', () => {
  it.each<[string, string, string[]]>([
    ['nothing', BOARD, []],
    [
      'a region is moved',
      edited([UART, '9010000-9010fff (prio 0, i/o): uart']),
      ['moved uart (address) 9000000-9000fff -> 9010000-9010fff in 3'],
    ],
    [
      'a container is moved with what is in it',
      edited(
        ['a000000-affffff', '20000000-20ffffff'],
        ['a000000-a0001ff', '20000000-200001ff'],
        ['a000200-a0003ff', '20000200-200003ff'],
        ['b0000000-b00fffff', 'c0000000-c00fffff'],
      ),
      [
        'moved window (address) vram b0000000-b00fffff -> c0000000-c00fffff in 3',
        'moved bridge (address) virtio-mmio a000000-a0001ff -> 20000000-200001ff in 3, virtio-mmio a000200-a0003ff -> 20000200-200003ff in 3',
      ],
    ],
    [
      'a region grows',
      edited([UART, '9000000-9001fff (prio 0, i/o): uart']),
      ['resized uart (size) -> 9001000-9001fff in 3'],
    ],
    ['a region goes', edited([/.*uart\n/, '']), ['gone uart 9000000-9000fff -> in 3']],
    [
      'a region comes',
      edited([UART, `9100000-91000ff (prio 0, i/o): rtc\n      ${UART}`]),
      ['new rtc -> 9100000-91000ff in 3'],
    ],
    ['one of many of a name goes', edited([/.*a000000-a0001ff.*\n/, '']), ['gone virtio-mmio a000000-a0001ff -> in 3']],
    ['a region is disabled', edited([UART, `${UART} [disabled]`]), ['hidden uart (enabled) 9000000-9000fff -> in 3']],
    [
      'an alias is disabled',
      edited([/(alias window.*)/, '$1 [disabled]']),
      ['hidden window (enabled) vram b0000000-b00fffff -> in 3'],
    ],
    [
      'RAM is turned into ROM',
      edited(['0-7ffffff (prio 0, ram)', '0-7ffffff (prio 0, rom)']),
      ['changed ram (type) 0-7ffffff in 3'],
    ],
    ['a priority that decides nothing', edited([UART, UART.replace('prio 0', 'prio 5')]), ['changed uart (priority)']],
    [
      'something is put over RAM: it, and what it hides',
      edited([UART, `1000000-1000fff (prio 1, i/o): hole\n      ${UART}`]),
      ['hidden ram by hole 1000000-1000fff -> in 3', 'new hole -> 1000000-1000fff in 3'],
    ],
    ['an address space goes', edited([/ {2}address-space: dma\n.*\n.*\n\n/, '']), ['gone AS dma']],
  ])('%s', (_, after, findings) => {
    expect(findingTexts(compareTexts(BOARD, after))).toEqual(findings);
  });

  it('the order of blocks and of address spaces does not count', () => {
    const [cpu = '', dma = '', ...targets] = BOARD.trim().split('\n\n');
    const turned = `\n${[dma, cpu, ...targets.reverse()].map((block) => `  ${block.trim()}`).join('\n\n')}\n`;
    const swapped = turned.replace(/(.*: memory)\n(.*: cpu-memory-0)/, '$2\n$1');
    expect(areAlike(compareTexts(BOARD, swapped))).toBe(true);
  });
});

describe('sharing', () => {
  it('tells which address spaces part', () => {
    const apart = edited([/(alias bus master.*)/, '$1 [disabled]']);
    expect(findingTexts(compareTexts(BOARD, apart))).toContain(
      'unshared memory cpu-memory-0 | dma'.replace('memory cpu-memory-0', 'cpu-memory-0 memory'),
    );
    expect(findingTexts(compareTexts(apart, BOARD))).toContain('shared cpu-memory-0 memory | dma');
  });
});

const MIRROR: Record<Finding['kind'], Finding['kind']> = {
  ...{ hidden: 'visible', visible: 'hidden', gone: 'new', new: 'gone', shared: 'unshared', unshared: 'shared' },
  ...{ moved: 'moved', resized: 'resized', changed: 'changed' },
} as const;

/** What a finding says, with the sides swapped if wanted. */
function said(finding: Finding, swapped: boolean): string {
  const kind = swapped ? MIRROR[finding.kind] : finding.kind;
  if (finding.subject === 'address-spaces') return `${kind} ${finding.spaces.map((space) => space.id)}`;
  const ids = ({ before, after }: { before: { id: number } | undefined; after: { id: number } | undefined }): string =>
    String(swapped ? [after?.id, before?.id] : [before?.id, after?.id]);
  if (finding.subject === 'sharing')
    return `${kind} ${finding.groups
      .map((group) => group.map(ids).sort().join(' '))
      .sort()
      .join('|')}`;
  const effects = finding.effects.map(({ region, lost, gained, altered, spaces }) => {
    const places = (swapped ? [gained, lost, altered] : [lost, gained, altered]).map((spans) =>
      spans.map(({ start, size }) => `${start}+${size}`),
    );
    return `${ids(region)}: ${places.join(' / ')} in ${spaces.map(ids).sort().join(' ')}`;
  });
  return `${kind} ${ids(finding.region)} by ${finding.by.map(ids).sort()} ${effects.sort().join('; ')}`;
}

describe('laws', () => {
  it('a machine equals itself', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const difference = compareMachines(
          sideOfTopology(machineOf(list).topology),
          sideOfTopology(machineOf(list).topology),
        );
        expect(findingTexts(difference)).toEqual([]);
        expect(areAlike(difference)).toBe(true);
      }),
      { seed: 20170921 },
    );
  });

  it('swapping the sides gives the mirror', () => {
    fc.assert(
      fc.property(steps, steps, (a, b) => {
        const [before, after] = [sideOfTopology(machineOf(a).topology), sideOfTopology(machineOf(b).topology)];
        const there = compareMachines(before, after).findings.map((finding) => said(finding, false));
        const back = compareMachines(after, before).findings.map((finding) => said(finding, true));
        expect(back.sort()).toEqual(there.sort());
      }),
      { seed: 20170921, numRuns: 1000 },
    );
  });

  it('what a finding calls lost was there; without a finding every access meets the same', () => {
    fc.assert(
      fc.property(steps, fc.nat(30), fc.nat(), (list, which, addr) => {
        const changed = list.map((step, i) => (i === which % list.length ? { ...step, addr: BigInt(addr) } : step));
        const [before, after] = [sideOfTopology(machineOf(list).topology), sideOfTopology(machineOf(changed).topology)];
        const { findings, spaces, views } = compareMachines(before, after);
        if (findings.length === 0) expect(views.filter((view) => view.rangesChanged)).toEqual([]);
        for (const finding of findings) {
          if (finding.subject !== 'region') continue;
          for (const { region, lost, spaces: seenIn } of finding.effects) {
            for (const { start, offset } of lost) {
              const space = (seenIn[0] ?? spaces[0])?.before;
              const root = space && before.snapshot.viewOf[space.id]?.root;
              const shown = root && explainAddress(root, start).visible;
              expect([shown?.region.id, shown?.offset]).toEqual([region.before?.id, offset]);
            }
          }
        }
      }),
      { seed: 20170921 },
    );
  });
});

describe.skipIf(!hasShared)(`a real dump${WITHOUT}`, () => {
  const text = readShared('corpus/qemu-7.2-mixes/ppc64-pseries-255-255-40.mtree');

  it('with a region that shows in hundreds of address spaces moved is one finding', () => {
    const moved = text.replace(/^( +)0000040000000000-0000040000000fff/gm, '$10000041000000000-0000041000000fff');
    expect(moved).not.toBe(text);
    const { findings } = compareMachines(sideOf(text), sideOf(moved));
    expect(findings.map(({ kind }) => kind)).toEqual(['moved']);
  });
});
