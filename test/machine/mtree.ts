import { readDump } from '../../server/src/machine/dump/read-dump.ts';
import type { Machine } from '../../server/src/machine/machine.ts';
import type { MemoryRegion } from '../../server/src/memory/region.ts';
import { takeSnapshot } from '../../server/src/memory/snapshot.ts';
import { core, rangeText } from '../memory/sketch.ts';

const pad = (digits: string): string => (digits === '*' ? 'f'.repeat(16) : digits.padStart(16, '0'));

/** Text of `info mtree` from a short form: without margin, addresses padded to 16 digits, `*` the last address. */
export function mtree(text: string): string {
  const lines = text.split('\n').slice(1);
  const margin = Math.min(
    ...lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length),
  );
  return lines
    .map((line) => line.slice(margin))
    .join('\n')
    .replace(/(?<=^|[ @])([0-9a-f]+|\*)(-|\.\.)([0-9a-f]+|\*)(?= |$)/gm, (_, a, sign, b) => pad(a) + sign + pad(b))
    .replace(/(?<= @)([0-9a-f]+)$/gm, (_, offset) => pad(offset))
    .trimEnd()
    .concat('\n');
}

export const read = (text: string): Machine => readDump(mtree(text));

/** `memory -> 0-fff ram, 1000-1fff rom ro`, a line for each address space, as this core renders it. */
export function seen(machine: Machine, version = '7.2'): string[] {
  const { topology, viewOf } = takeSnapshot(machine.topology, core(version));
  return topology.addressSpaces.map(({ id, name }) => `${name} -> ${viewOf[id]?.ranges.map(rangeText).join(', ')}`);
}

/** `error unreadable: "THE TEXT"` for each problem. */
export const problems = (machine: Machine, text: string): string[] =>
  machine.problems.map(
    ({ severity, code, range }) => `${severity} ${code}: ${JSON.stringify(text.slice(range.start, range.end))}`,
  );

export const codes = (machine: Machine): string[] =>
  machine.problems.map(({ severity, code }) => `${severity} ${code}`);

export function regionNamed(machine: Machine, name: string): MemoryRegion {
  const region = machine.topology.regions.find((one) => one.name === name);
  if (!region) throw new Error(`no region "${name}"`);
  return region;
}
