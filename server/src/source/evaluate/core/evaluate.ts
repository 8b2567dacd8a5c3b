import type { Topology } from '../../../memory/region.ts';
import type { LoadProblem, Watched } from '../loaded.ts';
import type { ReadFile } from '../preprocess/sources.ts';
import type { HeapUse } from '../run/heap.ts';
import type { FollowedSpace } from './follow.ts';
import { type CoreOptions, EvaluatedCore } from './memory-core.ts';
import { type LineHits, type Phase, PhaseRecorder } from './phases.ts';
import { type EvaluationStop, stopOf } from './stopped.ts';
import type { RecordedExpression } from './values.ts';
import type { EvaluatedView } from './views.ts';

/** What the memory core of a tree makes of a machine: plain data. */
export interface Evaluation {
  /** The FlatViews that are alive once everything is committed; none where the run stopped. */
  readonly views: readonly EvaluatedView[];
  readonly addressSpaces: number;
  /** Why the run ended before its end: a finding about the C. */
  readonly stop: EvaluationStop | undefined;
  /**
   * What a commit that changes nothing leaves allocated beyond what it frees, once RCU has freed all it was given: a leak,
   * where it is more than nothing. undefined where the run stopped.
   */
  readonly kept: HeapUse | undefined;
  /** By path and 1-based line: how often what stands there ran; lines of functions that never ran are absent. */
  readonly hits: ReadonlyMap<string, ReadonlyMap<number, LineHits>>;
  /** In the order of `watches`, while the machine was made and in a commit of the whole. */
  readonly watched: Readonly<Record<Phase, readonly Watched[]>>;
  /** Of the lines of `record`: every expression that had a value. */
  readonly recorded: Readonly<Record<Phase, readonly RecordedExpression[]>>;
  /** Of the address space that `follow` names. */
  readonly followed: FollowedSpace | undefined;
  /** What could not be understood in what was read; what is not reached does no harm. */
  readonly problems: readonly LoadProblem[];
  /** Headers that were taken as empty. */
  readonly missing: readonly string[];
  /** Files of the tree that were read. */
  readonly files: readonly string[];
  /** Functions that a host function stood for though the files define them. */
  readonly shadowed: readonly string[];
}

/** Commits the whole anew; gives what it left allocated beyond what it freed. */
function recommitted(core: EvaluatedCore): HeapUse {
  const before = core.used();
  core.recommit();
  const after = core.used();
  return { blocks: after.blocks - before.blocks, bytes: after.bytes - before.bytes };
}

export interface EvaluationOptions extends Omit<CoreOptions, 'pageBits' | 'trace'> {
  /** An address space, by its id in the Topology. */
  readonly follow?: number;
}

/** Evaluates the memory core of a tree on a machine. Whatever is in the tree, it ends, and throws nothing. */
export function evaluateMachine(
  read: ReadFile,
  topology: Topology,
  { follow, ...options }: EvaluationOptions = {},
): Evaluation {
  const trace = follow !== undefined;
  const core = new EvaluatedCore(read, { ...options, trace, pageBits: topology.pageBits });
  const { loaded, program } = core;
  const recorder = new PhaseRecorder(core);
  let phase: Phase | undefined = 'making';
  let views: readonly EvaluatedView[] = [];
  let stop: EvaluationStop | undefined;
  let kept: Evaluation['kept'];
  try {
    core.start();
    core.build(topology);
    recorder.end('making');
    phase = 'commit';
    kept = recommitted(core);
    recorder.end('commit');
    phase = undefined;
    views = core.views();
    // the first may have left what no later one does: only what another leaves, too, is a leak
    if (kept.blocks !== 0 || kept.bytes !== 0) kept = recommitted(core);
  } catch (error) {
    stop = stopOf(error);
    views = [];
    kept = undefined;
  }
  if (phase) recorder.end(phase);
  const addressSpaces = core.addressSpaces();
  return {
    views,
    addressSpaces,
    stop,
    kept,
    hits: recorder.hits,
    watched: recorder.watched,
    recorded: recorder.recorded,
    followed: follow === undefined || stop ? undefined : core.follow(follow),
    problems: loaded.problems(),
    missing: loaded.missing,
    files: loaded.files,
    shadowed: [...program.shadowed].sort(),
  };
}
