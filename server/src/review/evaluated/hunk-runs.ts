import type { LinePlaces } from '../../patch/hunk-places.ts';
import type { FilePatch, HunkLine } from '../../patch/model.ts';
import type { Evaluation } from '../../source/evaluate/core/evaluate.ts';
import type { LineHits, Phase } from '../../source/evaluate/core/phases.ts';
import type { EvaluatedMachine, EvaluatedRuns } from './model.ts';

/** How often a line ran on a machine; undefined where no code that was run stands on it, or the side does not have it. */
export interface LineRuns {
  readonly machine: EvaluatedMachine;
  readonly before: LineHits | undefined;
  readonly after: LineHits | undefined;
}

/** How often a line ran on each machine, in the order of `machines`. */
export function lineRuns(
  { machines }: EvaluatedRuns,
  { oldPath, newPath }: FilePatch,
  places: LinePlaces,
): readonly LineRuns[] {
  return machines.map((machine) => ({
    machine,
    before: hits(machine.before, oldPath, places.before),
    after: hits(machine.after, newPath, places.after),
  }));
}

const hits = (run: Evaluation | undefined, path: string, line: number | undefined): LineHits | undefined =>
  line === undefined ? undefined : (run?.hits.get(path)?.get(line) ?? evaluatedOn(run, path, line));

/** On a line where no statement begins: how often an expression that begins there was evaluated; the most of them. */
function evaluatedOn(run: Evaluation | undefined, path: string, line: number): LineHits | undefined {
  const most = (phase: Phase): number =>
    Math.max(
      0,
      ...(run?.recorded[phase] ?? [])
        .filter((one) => one.once && one.line === line && one.path === path)
        .map(({ values, others }) => values.reduce((sum, { count }) => sum + count, others)),
    );
  const counts = { making: most('making'), commit: most('commit') };
  return counts.making + counts.commit > 0 ? counts : undefined;
}

/** How often the changed lines of a hunk ran on a machine: the most that one of them did, in each phase. */
export interface HunkRuns {
  readonly machine: EvaluatedMachine;
  readonly runs: LineHits;
}

/** Per machine, the most in a commit first; undefined where no changed line of the hunk is code of a function that ran. */
export function hunkRuns(
  evaluated: EvaluatedRuns,
  file: FilePatch,
  lines: readonly HunkLine[],
  places: readonly LinePlaces[],
): readonly HunkRuns[] | undefined {
  const most = new Map<EvaluatedMachine, LineHits>();
  for (const [index, { kind }] of lines.entries()) {
    const place = places[index];
    if ((kind !== 'added' && kind !== 'removed') || !place) continue;
    for (const { machine, before, after } of lineRuns(evaluated, file, place)) {
      const counts = kind === 'added' ? after : before;
      const { making = 0, commit = 0 } = most.get(machine) ?? {};
      if (counts)
        most.set(machine, { making: Math.max(making, counts.making), commit: Math.max(commit, counts.commit) });
    }
  }
  if (most.size === 0) return undefined;
  return [...most]
    .map(([machine, runs]) => ({ machine, runs }))
    .sort((a, b) => b.runs.commit - a.runs.commit || b.runs.making - a.runs.making);
}
