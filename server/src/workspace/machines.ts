import { readDump } from '../machine/dump/read-dump.ts';
import type { DumpText } from '../machine/dump/sections.ts';
import type { Machine } from '../machine/machine.ts';
import type { CoreVersion } from '../memory/behaviour.ts';
import type { Snapshot } from '../memory/flat-view.ts';
import { takeSnapshot } from '../memory/snapshot.ts';
import type { MachineOrigin, ReviewMachine } from '../review/model.ts';
import type { Cache } from './cache.ts';

/** A machine with the text that it was read from. */
export interface LoadedMachine extends ReviewMachine {
  readonly uri: string;
  /** Names the text's content. */
  readonly hash: string;
}

/** What is known of a machine before it is read. */
export interface MachineFacts {
  readonly id: string;
  readonly label: string;
  readonly origin: MachineOrigin;
  readonly uri: string;
}

/** A machine that could not be read, with the reason as a sentence. */
export interface FailedMachine extends MachineFacts {
  readonly error: string;
}

/** About what they hold, in bytes, measured on a machine of 812 address spaces. */
const weighMachine = ({ topology, problems }: Machine): number =>
  900 * topology.regions.length + 300 * problems.length + 10_000;
export const weighSnapshot = ({ totals }: Snapshot): number =>
  250 * totals.flatRanges + 2100 * totals.dispatchNodes + 120 * totals.dispatchSections + 600 * totals.flatViews;

/** Reads a machine once for each content; `hash` is the text's. `read` gives the lines of the text. */
export function loadMachine(
  cache: Cache,
  text: string,
  hash: string,
  facts: MachineFacts,
  read?: (text: string) => DumpText,
): LoadedMachine {
  const machine = cache.get<Machine>(`machine:${hash}`, weighMachine, () => readDump(text, read));
  return { ...facts, hash, machine };
}

/** A machine's Snapshot under a core, taken once for each content and core. */
export function snapshotOf(cache: Cache, { hash, machine }: LoadedMachine, core: CoreVersion): Snapshot {
  return cache.get<Snapshot>(`snapshot:${hash}:${core.name}`, weighSnapshot, () =>
    takeSnapshot(machine.topology, core.behaviour),
  );
}

/** Names machines by their ids and contents. */
export const machinesKey = (machines: readonly ReviewMachine[]): string =>
  machines.map((m) => `${m.id}=${(m as LoadedMachine).hash}`).join('|');
