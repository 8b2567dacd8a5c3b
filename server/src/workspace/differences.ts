import type { CoreVersion } from '../memory/behaviour.ts';
import type { Snapshot } from '../memory/flat-view.ts';
import { compareMachines } from '../review/machines/compare-machines.ts';
import type { MachineDifference } from '../review/machines/model.ts';
import type { Cache } from './cache.ts';
import { type LoadedMachine, snapshotOf, weighSnapshot } from './machines.ts';
import { virtualUri } from './uris.ts';

export { areAlike, type MachineDifference } from '../review/machines/model.ts';

/** Two dumps, and how they differ. */
export interface ComparedDumps {
  readonly before: LoadedMachine;
  readonly after: LoadedMachine;
  readonly difference: MachineDifference;
}

/** A machine and the core under which it is rendered. */
export interface RenderedMachine {
  readonly machine: LoadedMachine;
  readonly core: CoreVersion;
}

/** How two machines differ, once for each content and core. Throws a sentence where one cannot be rendered. */
export function differenceOf(cache: Cache, before: RenderedMachine, after: RenderedMachine): MachineDifference {
  const sides = [before, after].map(({ machine, core }) => {
    const snapshot = snapshotOf(cache, machine, core);
    refuseUnusable(machine, snapshot);
    return { snapshot, facts: machine.machine };
  });
  const [old, now] = sides;
  if (!old || !now) throw new Error('two machines are compared');
  const key = `difference:${before.machine.hash}:${before.core.name}:${after.machine.hash}:${after.core.name}`;
  return cache.get<MachineDifference>(key, weighDifference, () => compareMachines(old, now));
}

function refuseUnusable({ label, machine }: LoadedMachine, snapshot: Snapshot): void {
  if (machine.topology.addressSpaces.length === 0)
    throw new Error(`${label}: ${machine.problems[0]?.message ?? 'no address space could be read.'}`);
  const [endless] = snapshot.truncated;
  if (endless)
    throw new Error(
      `${label}: address space "${endless.name}" cannot be rendered: its aliases lead back into themselves, or it is too large.`,
    );
}

const weighDifference = ({ before, after, findings }: MachineDifference): number =>
  weighSnapshot(before.snapshot) + weighSnapshot(after.snapshot) + 2000 * findings.length;

export interface NamedDump {
  readonly uri: string;
  readonly label: string;
}

/** The documents of a comparison: its result, and both dumps for a diff. */
export function differenceUris(before: NamedDump, after: NamedDump) {
  const uris = { before: before.uri, after: after.uri };
  const name = (machine: NamedDump, side: string): string =>
    before.label === after.label ? `${machine.label} ${side}` : machine.label;
  return {
    difference: virtualUri(`${before.label} - ${after.label}.md`, { kind: 'difference', ...uris }),
    before: virtualUri(`${name(before, 'before')}.mtree`, { kind: 'dump', side: 'before', ...uris }),
    after: virtualUri(`${name(after, 'after')}.mtree`, { kind: 'dump', side: 'after', ...uris }),
  };
}
