import { describe, expect, test } from 'vitest';
import { readDump } from '../../server/src/machine/dump/read-dump.ts';
import type { Machine } from '../../server/src/machine/machine.ts';
import { coreVersion, NEWEST } from '../../server/src/memory/core-versions.ts';
import { takeSnapshot } from '../../server/src/memory/snapshot.ts';
import { rangeText } from '../memory/sketch.ts';
import { hasShared, readShared, WITHOUT } from '../shared.ts';
import { commandsOf } from './commands.ts';

/** The ranges that address space `name` shows, as QEMU 7.2 renders the machine. */
function shows(machine: Machine, name: string): readonly string[] {
  const { topology, viewOf } = takeSnapshot(machine.topology, (coreVersion('7.2') ?? NEWEST).behaviour);
  const space = topology.addressSpaces.find((one) => one.name === name);
  return viewOf[space?.id ?? -1]?.ranges.map(rangeText) ?? [];
}

const regions = (machine: Machine, name: string) => machine.topology.regions.filter((region) => region.name === name);
const dump = (file: string): Machine => readDump(readShared(`corpus/qemu-7.2/${file}.mtree`));
/** What `info mtree` printed without any option. */
const plain = (file: string): Machine => {
  const answers = commandsOf(readShared(`corpus/qemu-7.2/${file}.mtree`));
  return readDump(answers.find(({ command }) => command === 'info mtree')?.text ?? '');
};

test.skipIf(hasShared)(`what decides, in real dumps of QEMU 7.2${WITHOUT}`, () => {});

/** The cases in which the text hides what decides; that every view is right, corpus.test.ts says. */
describe.runIf(hasShared)('what decides, in real dumps of QEMU 7.2', () => {
  test('siblings of equal priority: the one that the view shows', () => {
    const ranges = shows(dump('arm-mcimx6ul-evk'), 'memory');
    expect(ranges).toContain('20e4000-20f3fff imx7.gpr');
    expect(ranges.join()).not.toContain('20e8000-20e8fff imx25.gpt');
  });

  test('two regions of one name, of which one terminates', () => {
    const found = regions(dump('ppc64-powernv9'), 'xscom-0').map(({ terminates, subregions }) => ({
      terminates,
      children: subregions.length > 0,
    }));
    expect(found).toEqual(
      expect.arrayContaining([
        { terminates: true, children: false },
        { terminates: false, children: true },
      ]),
    );
  });

  test('a region that is i/o with regions in it: it shows where they leave room', () => {
    const ranges = shows(dump('x86_64-pc-i440fx-7.2'), 'I/O');
    expect(ranges).toEqual(expect.arrayContaining(['70-70 rtc-index', '71-71 rtc @1']));
    expect(regions(dump('x86_64-pc-i440fx-7.2'), 'io')[0]?.terminates).toBe(true);
  });

  test('a size of 0 and of 1: both print END = START', () => {
    const machine = dump('x86_64-pc-i440fx-7.2');
    expect(regions(machine, 'port92')[0]?.size).toBe(1n);
    const bridges = readDump(readShared('corpus/qemu-7.2-mixes/ppc64-pseries-10-10-4.mtree'));
    expect(new Set(regions(bridges, 'pci_bridge_mem').map(({ size }) => size))).toEqual(new Set([0n]));
  });

  test('hidden disabled parents: what is below them is not live', () => {
    for (const machine of [dump('x86_64-pc-i440fx-7.2'), plain('x86_64-pc-i440fx-7.2')]) {
      expect(regions(machine, 'acpi-evt')[0]?.container?.enabled).toBe(false);
      expect(shows(machine, 'I/O').join()).not.toContain('acpi-evt');
    }
  });

  test('a read-only alias of RAM', () => {
    const running = readDump(readShared('corpus/qemu-7.2-mixes/x86_64-pc-running.mtree'));
    expect(shows(running, 'memory').some((range) => / pc\.ram @[0-9a-f]+ ro$/.test(range))).toBe(true);
    expect(regions(running, 'pc.ram')[0]?.readonly).toBe(false);
    expect(regions(running, 'pam-rom').some(({ readonly }) => readonly)).toBe(true);
  });

  test('a ROM device that reads direct', () => {
    const [flash] = dump('arm-vexpress-a9').topology.regions.filter(({ kind }) => kind === 'romd');
    expect(flash).toMatchObject({ romdMode: true, readonly: false, terminates: true });
  });

  /** TARGET_PAGE_BITS of the targets' cpu-param.h; ARM's least is 10 where no CPU needs more. */
  test.each([
    ['avr-arduino-mega', 8],
    ['arm-versatilepb', 10],
    ['x86_64-pc-q35-7.2', 12],
    ['or1k-virt', 13],
  ])('the page size of %s: 2^%i', (file, bits) => {
    expect(dump(file).topology.pageBits).toBe(bits);
  });

  test('a page that several regions share', () => {
    const { topology } = dump('arm-microbit');
    const { views } = takeSnapshot(topology, (coreVersion('7.2') ?? NEWEST).behaviour);
    const kinds = views.flatMap(({ dispatch }) => dispatch.sections.map(({ kind }) => kind));
    expect(kinds).toContain('subpage');
  });
});
