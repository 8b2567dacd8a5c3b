import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readDump } from '../../server/src/machine/dump/read-dump.ts';
import { formatOf, type Release } from '../../server/src/machine/formats.ts';
import type { Machine } from '../../server/src/machine/machine.ts';
import { printFlatViews } from '../../server/src/machine/print/print-flatviews.ts';
import { printTree } from '../../server/src/machine/print/print-tree.ts';
import { coreVersion, NEWEST } from '../../server/src/memory/core-versions.ts';
import { takeSnapshot } from '../../server/src/memory/snapshot.ts';
import { seen } from './mtree.ts';

const builtIn = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../../machines/${name}.mtree`, import.meta.url)), 'utf8');

/** Changes every line of the trees that matches; the views below stay as they are. */
function editTree(text: string, line: RegExp, change: (line: string) => string): string {
  const views = text.indexOf('(qemu) info mtree -f');
  expect(views).toBeGreaterThan(0);
  let hits = 0;
  const tree = text.slice(0, views).replace(new RegExp(line, 'gm'), (found) => {
    hits++;
    return change(found);
  });
  expect(hits).toBeGreaterThan(0);
  return tree + text.slice(views);
}

const disable = (line: string): string => line.replace(/(?= owner:| parent:|$)/, ' [disabled]');
const memory = (machine: Machine): string => seen(machine).find((line) => line.startsWith('memory -> ')) ?? '';

/** The lines of the views that are said to disagree, or the views. */
const disagreements = (machine: Machine, text: string): string[] =>
  machine.problems
    // the names of regions and address spaces here may be of another release than the text is printed as
    .filter((problem) => problem.code === 'inconsistent' && !problem.message.includes('as up to'))
    .map(({ range }) => text.slice(range.start, range.end));

test.each(['pc', 'q35', 'pseries', 'virt'])('%s as captured: tree and views agree', (name) => {
  const machine = readDump(builtIn(name));
  expect(machine.problems.filter((problem) => problem.severity !== 'information')).toEqual([]);
});

describe('an edit of the tree counts, though the views say otherwise; that they disagree is said', () => {
  test('q35: hpet disabled', () => {
    const text = editTree(builtIn('q35'), /^.*: hpet .*$/, disable);
    const machine = readDump(text);
    expect(memory(readDump(builtIn('q35')))).toContain('fed00000-fed003ff hpet');
    expect(memory(machine)).not.toContain('hpet');
    const said = disagreements(machine, text);
    expect(said.length).toBeGreaterThan(0);
    expect(said[0]).toContain('hpet');
  });

  test('q35: ioapic moved', () => {
    const text = editTree(builtIn('q35'), /^.*: ioapic .*$/, (line) =>
      line.replace('00000000fec00000-00000000fec00fff', '00000000fec08000-00000000fec08fff'),
    );
    const machine = readDump(text);
    expect(memory(machine)).toContain('fec08000-fec08fff ioapic');
    expect(memory(machine)).not.toContain('fec00000-');
    expect(disagreements(machine, text)[0]).toContain('ioapic');
  });

  test('virt: the UART moved over others, at a higher priority', () => {
    const text = editTree(builtIn('virt'), /^.*: pl011 .*$/, (line) =>
      line.replace('0000000009000000-0000000009000fff (prio 0', '0000000040000000-0000000040000fff (prio 5'),
    );
    const machine = readDump(text);
    expect(memory(machine)).toContain('40000000-40000fff pl011, 40001000-');
    expect(disagreements(machine, text).length).toBeGreaterThan(0);
  });

  test('pc: PCI space behind RAM by priority', () => {
    const text = editTree(builtIn('pc'), /^.*alias smram-region .*$/, disable);
    const machine = readDump(text);
    expect(memory(machine)).toContain('0-bffff pc.ram');
    expect(disagreements(machine, text)[0]).toContain('pc.ram');
  });

  test('pseries: a device may master the bus: it shares the view of its PHB', () => {
    const text = editTree(builtIn('pseries'), /^.*alias bus master .*\[disabled\].*id=br1.*$/, (line) =>
      line.replace(' [disabled]', ''),
    );
    const machine = readDump(text);
    const lines = seen(machine);
    const of = (name: string) => lines.find((line) => line.startsWith(`${name} -> `))?.replace(/^.* -> /, '');
    expect(of('pci-bridge')).toBe(of('pci@800000020000000'));
    expect(of('pci-bridge')).not.toBe('');
    expect(disagreements(machine, text)).toHaveLength(1);
  });

  test('q35: a RAM region that is new', () => {
    const text = editTree(builtIn('q35'), /^.*: hpet .*$/, (line) => `${line}\n${NEW_REGION.replace('TYPE', 'ram')}`);
    const machine = readDump(text);
    expect(memory(machine)).toContain('fd000000-fd000fff new-device');
    expect(disagreements(machine, text).length).toBeGreaterThan(0);
  });

  // hideInGaps takes it for an empty container, which prints the same; no problem is reported
  test('q35: an i/o region that is new shows, or is said to be ambiguous', () => {
    const text = editTree(builtIn('q35'), /^.*: hpet .*$/, (line) => `${line}\n${NEW_REGION.replace('TYPE', 'i/o')}`);
    const machine = readDump(text);
    const told = machine.problems.some(({ range }) => text.slice(range.start, range.end).includes('new-device'));
    expect(told || memory(machine).includes('new-device')).toBe(true);
  });
});

const NEW_REGION = '    00000000fd000000-00000000fd000fff (prio 1, TYPE): new-device owner:{dev id=new}';

/** What a release prints of the built-in q35, with the views that its core makes of it: all text of QEMU's form. */
function printedBy(release: Release): string {
  const { topology } = readDump(builtIn('q35'));
  const format = formatOf(release);
  const { views } = takeSnapshot(topology, (coreVersion(release) ?? NEWEST).behaviour);
  const used = views.filter((view) => view.addressSpaces.length > 0);
  const tree = printTree(topology, { format, disabled: true });
  return `(qemu) info mtree\n${tree}(qemu) info mtree -f\n${printFlatViews(used, { format, dispatch: true })}`;
}

describe.each<Release>(['2.9', '2.11', '3.1', '5.0', '5.1', '7.0', '11.1'])('so in text as %s prints it', (release) => {
  const text = printedBy(release);
  const hpet = /^.*: hpet$/;

  test('the tree and the views agree', () => {
    expect(disagreements(readDump(text), text)).toEqual([]);
    expect(memory(readDump(text))).toBe(memory(readDump(builtIn('q35'))));
  });

  test('a region that is disabled is gone, though the views have it', () => {
    const edited = editTree(text, hpet, (line) => `${line} [disabled]`);
    const machine = readDump(edited);
    expect(memory(machine)).not.toContain('hpet');
    expect(disagreements(machine, edited).some((line) => line.includes('hpet'))).toBe(true);
  });

  test('a region that is moved is where the tree has it', () => {
    const edited = editTree(text, hpet, (line) => line.replaceAll('fed00', 'fec10'));
    const machine = readDump(edited);
    expect(memory(machine)).toContain('fec10000-fec103ff hpet');
    expect(memory(machine)).not.toContain('fed00000-');
  });

  test('the views of another machine change nothing', () => {
    const views = text.indexOf('(qemu) info mtree -f');
    const other = text.slice(0, views) + text.slice(views).replaceAll(': pc.ram', ': other.ram');
    expect(memory(readDump(other))).toBe(memory(readDump(text)));
    expect(disagreements(readDump(other), other).length).toBeGreaterThan(0);
  });
});
