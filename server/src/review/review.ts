import type { CoreVersion } from '../memory/behaviour.ts';
import type { Snapshot } from '../memory/flat-view.ts';
import { takeSnapshot } from '../memory/snapshot.ts';
import type { Patch, PatchSet } from '../patch/model.ts';
import { type SeriesReading, seriesReading } from '../patch/series-problems.ts';
import { memoryApiCalls, regionNamesIn } from '../source/memory-api.ts';
import type { Recognition } from '../source/model.ts';
import { recognise } from '../source/recognise.ts';
import { compareSnapshots } from './compare.ts';
import { isQemuPath, isTopologyPath } from './files.ts';
import type { MachineReview, PatchReview, Review, ReviewMachine } from './model.ts';
import { reviewSeries } from './series.ts';

/** Where Snapshots come from: a cache may stand before the model engine. */
export type Engine = (machine: ReviewMachine, core: CoreVersion) => Snapshot;

export const modelEngine: Engine = ({ machine }, core) => takeSnapshot(machine.topology, core.behaviour);

/** A text as it was read. */
export interface PatchTextRead {
  readonly text: string;
  readonly set: PatchSet;
  /** Read here unless it is given. */
  readonly reading?: SeriesReading;
}

/** What the patches and series of a text do on each machine, as far as the text shows. */
export function reviewPatches(
  { text, set, reading = seriesReading(text, set) }: PatchTextRead,
  machines: readonly ReviewMachine[],
  engine: Engine = modelEngine,
): Review {
  const { series: all, problems } = reading;
  const inSeries = all.flatMap(({ patches }) => patches);
  const first = new Set(inSeries);
  const others = [...set.patches.keys()].filter((index) => !first.has(index) && isPatch(set.patches[index]));
  const found = new Map<number, PatchReview>();
  for (const index of [...inSeries, ...others]) {
    const patch = set.patches[index];
    if (patch) found.set(index, reviewPatch(patch, index, machines, engine));
  }
  const compare = (before: CoreVersion, after: CoreVersion): MachineReview[] =>
    machines.map((machine) => reviewMachine(machine, before, after, engine)).sort(worstFirst);
  const series = all.map((one) => reviewSeries(one, found, compare));
  return { set, machines, series, patches: [...found.values()], problems };
}

const isPatch = (patch: Patch | undefined): boolean => patch?.message.kind === 'patch';

function reviewPatch(patch: Patch, index: number, machines: readonly ReviewMachine[], engine: Engine): PatchReview {
  const recognition = recognise({ date: patch.message.date, files: patch.files });
  const topology = topologyOf(patch);
  const kind = kindOf(patch, recognition, topology.calls.length > 0);
  const common = { patch, index, kind, recognition, memoryApiCalls: topology.calls, regionNames: topology.names };
  const named = new Set(topology.names);
  const machinesWithRegions = machines
    .filter(({ machine }) => machine.topology.regions.some((region) => named.has(region.name)))
    .map(({ label }) => label);
  const { before, after } = recognition;
  const reviewed =
    kind === 'core' && before && after ? machines.map((machine) => reviewMachine(machine, before, after, engine)) : [];
  return { ...common, machinesWithRegions, machines: reviewed.sort(worstFirst) };
}

function kindOf(patch: Patch, recognition: Recognition, callsMemoryApi: boolean): PatchReview['kind'] {
  const paths = patch.files.flatMap((file) => [file.oldPath, file.newPath]);
  if (recognition.status !== 'not-core') return 'core';
  if (callsMemoryApi) return 'topology';
  return paths.some(isQemuPath) ? 'other' : 'foreign';
}

/** Calls of the memory API, and the regions they name, in the changed lines of boards and devices. */
function topologyOf(patch: Patch): { calls: string[]; names: string[] } {
  const calls = new Set<string>();
  const names = new Set<string>();
  for (const file of patch.files) {
    if (!isTopologyPath(file.newPath) && !isTopologyPath(file.oldPath)) continue;
    for (const hunk of file.hunks) {
      const lines = hunk.lines.filter((line) => line.kind !== 'no-newline');
      for (const call of memoryApiCalls(lines)) calls.add(call);
      for (const name of regionNamesIn(lines)) names.add(name);
    }
  }
  return { calls: [...calls], names: [...names] };
}

function reviewMachine(machine: ReviewMachine, before: CoreVersion, after: CoreVersion, engine: Engine): MachineReview {
  const [error] = machine.machine.problems.filter(
    (problem) => problem.severity === 'error' && problem.code !== 'unreadable',
  );
  if (machine.machine.topology.addressSpaces.length === 0) {
    return { machine, refused: error?.message ?? 'No address space could be read.' };
  }
  const comparison = compareSnapshots(engine(machine, before), engine(machine, after));
  const [endless] = [...comparison.before.truncated, ...comparison.after.truncated];
  if (endless) {
    return {
      machine,
      refused: `The aliases below address space "${endless.name}" lead back into themselves or nest too deep, or more overlaps there than is rendered.`,
    };
  }
  return { machine, comparison };
}

/** How much moves: views first, then views whose content changes, then bytes. */
function weight({ comparison }: MachineReview): readonly number[] {
  if (!comparison) return [0, 0, 0];
  const { before, after, views } = comparison;
  return [
    Math.abs(after.totals.flatViews - before.totals.flatViews),
    views.filter((view) => view.rangesChanged).length,
    Math.abs(after.totals.bytes - before.totals.bytes),
  ];
}

/** An order of machines: what moves most first. */
export function worstFirst(a: MachineReview, b: MachineReview): number {
  const [x, y] = [weight(a), weight(b)];
  for (let i = 0; i < x.length; i++) {
    const difference = (y[i] ?? 0) - (x[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.machine.label.localeCompare(b.machine.label, 'en');
}
