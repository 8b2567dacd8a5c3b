import { readDump } from '../machine/dump/read-dump.ts';
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

/** A machine that could not be read, with the reason as a sentence. */
export interface FailedMachine {
  readonly id: string;
  readonly label: string;
  readonly origin: MachineOrigin;
  readonly uri: string;
  readonly error: string;
}

/** About what a Machine holds for each character of its text. */
const BYTES_PER_CHARACTER = 24;

/** Reads a machine once for each content; `hash` is the text's. */
export function loadMachine(
  cache: Cache,
  text: string,
  hash: string,
  facts: { id: string; label: string; origin: MachineOrigin; uri: string },
): LoadedMachine {
  const machine = cache.get<Machine>(`machine:${hash}`, text.length * BYTES_PER_CHARACTER, () => readDump(text));
  return { ...facts, hash, machine };
}

/** A machine's Snapshot under a core, taken once for each content and core. */
export function snapshotOf(cache: Cache, { hash, machine }: LoadedMachine, core: CoreVersion): Snapshot {
  const weight = machine.topology.addressSpaces.length * 4096;
  return cache.get<Snapshot>(`snapshot:${hash}:${core.name}`, weight, () =>
    takeSnapshot(machine.topology, core.behaviour),
  );
}
