import type { HunkRuns } from '../../review/evaluated/hunk-runs.ts';
import { misunderstood } from '../../review/evaluated/misunderstood.ts';
import type { EvaluatedMachine, EvaluatedPatch, EvaluatedRuns, NotEvaluated } from '../../review/evaluated/model.ts';
import type { EvaluationStop } from '../../source/evaluate/core/stopped.ts';
import { grouped, humanSize } from '../../text/hex.ts';
import { sayFailedHunk } from '../failed-hunk.ts';
import { machinesLine } from '../lens.ts';
import { visible } from '../markdown.ts';

export const NOT_REACHED = 'Not reached on any machine here';

/** What a hunk that was not reached may belong to. */
export const NOT_RUN =
  'Accesses, listeners, RAM blocks, ioeventfds and the translation of IOMMUs are never run (docs/source-engine.md).';

/** What stands beside every figure of this engine. */
export const EVALUATED = 'evaluated from the source';

/** A patch on every machine in one line: figures, the runs that stopped, how far it is. */
export function evaluatedLine(evaluated: EvaluatedPatch): string {
  if ('reason' in evaluated) return notEvaluated(evaluated);
  const { machines, total } = evaluated;
  const stops = (['after', 'before'] as const).map((side) => stopsLine(machines, side)).filter(Boolean);
  const compared = machines.filter(({ comparison, refused }) => comparison || refused !== undefined);
  const parts = [
    compared.length > 0 ? `${machinesLine(compared)} (${EVALUATED})` : '',
    ...stops,
    leakLine(machines),
    machines.length < total ? `${machines.length} of ${total} machines evaluated` : '',
  ];
  return parts.filter(Boolean).join(' · ') || 'Evaluated on no machine: add one';
}

/** Why a patch was not evaluated; of a hunk that does not apply, where it nearly does. */
export function notEvaluated({ reason, aside, failed }: NotEvaluated): string {
  if (aside) return visible(reason);
  return visible(
    [`Not evaluated from the source: ${reason}`, failed && sayFailedHunk(failed)].filter(Boolean).join(' '),
  );
}

/** "After stops on 2 of 4 machines: flatview_unref: ..."; '' where none stops. */
function stopsLine(machines: readonly EvaluatedMachine[], side: 'before' | 'after'): string {
  const stopped = machines.filter((machine) => machine[side]?.stop);
  const stop = stopped[0]?.[side]?.stop;
  if (!stop) return '';
  const name = side === 'before' ? 'Before' : 'After';
  const of = machines.length === 1 ? '' : ` on ${stopped.length} of ${machines.length} machines`;
  return `${name} stops${of}: ${stopSentence(stop)}`;
}

/** Memory that each commit keeps: "After leaks 557 blocks (13 MiB) a commit on pc"; '' where none does, or Before does as well. */
export function leakLine(machines: readonly EvaluatedMachine[]): string {
  const leaks = leaking(machines);
  const [worst] = leaks;
  if (!worst?.after?.kept) return '';
  const { blocks, bytes } = worst.after.kept;
  const more = leaks.length > 1 ? ` and ${leaks.length - 1} more` : '';
  return `After leaks ${grouped(blocks)} ${blocks === 1 ? 'block' : 'blocks'} (${humanSize(bytes)}) a commit on ${visible(worst.machine.label)}${more}`;
}

/** Machines on which a commit After keeps more than one Before, the worst first. */
export const leaking = (machines: readonly EvaluatedMachine[]): readonly EvaluatedMachine[] =>
  machines
    .filter(({ before, after }) => (after?.kept?.blocks ?? 0) > Math.max(before?.kept?.blocks ?? 0, 0))
    .sort((a, b) => (b.after?.kept?.bytes ?? 0) - (a.after?.kept?.bytes ?? 0));

/** Functions of the tree that did not run since the engine has its own for them; in alphabetical order. */
export const standIns = (machines: readonly EvaluatedMachine[]): readonly string[] =>
  [
    ...new Set(machines.flatMap(({ before, after }) => [...(before?.shadowed ?? []), ...(after?.shadowed ?? [])])),
  ].sort();

/** The sentences that say what was run: where the tree is from, and what of it was not run. */
export function sayRun({ how, machines }: EvaluatedRuns): readonly string[] {
  const names = standIns(machines);
  const own = `The engine has its own ${names.map((name) => `${name}()`).join(', ')}: those of the tree do not run.`;
  return (names.length === 0 ? how : [...how, own]).map(visible);
}

/** So many are said: those behind mostly come of them. */
export const MOST_MISUNDERSTOOD = 5;

/** "Not understood After: system/memory.c:658: ...", the first few. */
export function misunderstoodLines(evaluated: EvaluatedRuns): readonly string[] {
  const all = misunderstood(evaluated);
  const more = all.length - MOST_MISUNDERSTOOD;
  return [
    ...all
      .slice(0, MOST_MISUNDERSTOOD)
      .map(({ place, message }) => visible(`Not understood After: ${place.path}:${place.line}: ${message}`)),
    ...(more > 0 ? [`Not understood After: ${more} more`] : []),
  ];
}

/** What happened, in which function, file and line. */
export function stopSentence({ message, trace }: EvaluationStop): string {
  const [inner] = trace;
  const at = inner ? ` in ${inner.function}() at ${inner.place.path}:${inner.place.line}` : '';
  return visible(`${message}${at}`);
}

/** The frames of a stop, innermost first. */
export const stopTrace = ({ trace }: EvaluationStop): readonly string[] =>
  trace.map((frame) => visible(`${frame.function}() at ${frame.place.path}:${frame.place.line}`));

interface RanHunk {
  readonly code: boolean;
  readonly runs: readonly HunkRuns[] | undefined;
}

/**
 * What a hunk's changed lines did: "Ran 557 times a commit on 3 of 4 machines"; what runs in no commit, but while a
 * machine is made, is said so. Of a hunk that changes no code, nothing is said.
 */
export function hunkRunsLine({ machines }: EvaluatedRuns, { code, runs = [] }: RanHunk): string {
  if (machines.length === 0) return '';
  const phases = [
    ['commit', 'a commit'],
    ['making', 'while the machine is made'],
  ] as const;
  for (const [phase, when] of phases) {
    const ran = runs.filter((one) => one.runs[phase] > 0);
    const most = Math.max(...ran.map((one) => one.runs[phase]));
    if (ran.length === 0) continue;
    const upTo = ran.every((one) => one.runs[phase] === most) ? '' : 'up to ';
    const of = machines.length === 1 ? '' : ` on ${ran.length} of ${machines.length} machines`;
    return `Ran ${upTo}${times(most)} ${when}${of}`;
  }
  return code ? NOT_REACHED : '';
}

const times = (count: number): string => `${grouped(count)} ${count === 1 ? 'time' : 'times'}`;
