import type { Background } from '../host/types.ts';
import { evaluatedMachine } from '../review/evaluated/evaluated-machine.ts';
import type { EvaluatedFile, EvaluatedMachine, EvaluatedPatch } from '../review/evaluated/model.ts';
import { worstFirst } from '../review/review.ts';
import type { Evaluation } from '../source/evaluate/core/evaluate.ts';
import type { FollowedSpace } from '../source/evaluate/core/follow.ts';
import type { EvaluationJob } from '../source/evaluate/core/job.ts';
import { contentHash } from '../text/hash.ts';
import type { Cache } from './cache.ts';
import type { LoadedMachine } from './machines.ts';
import type { PatchTree } from './patch-tree.ts';

export type Evaluator = Background<EvaluationJob, Evaluation>;

/** What a run tells besides its views. */
export type RunOptions = NonNullable<EvaluationJob['options']>;

export interface EvaluationProgress {
  readonly done: number;
  readonly total: number;
  /** The machine that is run. */
  readonly machine: string;
}

export interface EvaluateOptions {
  readonly signal?: AbortSignal;
  /** What is recorded of each side. */
  readonly record?: Readonly<Record<'before' | 'after', NonNullable<RunOptions['record']>>>;
  /** Called before each machine, with what is known so far. */
  readonly progress?: (progress: EvaluationProgress, soFar: EvaluatedPatch) => void;
}

/** The way of an address space, and the files that its lines are of. */
export interface FollowedRun {
  readonly followed: FollowedSpace | undefined;
  readonly stop: Evaluation['stop'];
  readonly files: ReadonlyMap<string, string>;
}

/** Runs the cores of trees on machines, each pair once, and keeps what they give. */
export class Evaluations {
  private readonly running = new Map<string, Promise<Evaluation>>();
  private readonly keys = new WeakMap<ReadonlyMap<string, string>, string>();

  constructor(
    private readonly evaluator: Evaluator,
    private readonly cache: Cache,
  ) {}

  /** Before and After of a tree on every machine. Rejects only where it is cancelled. */
  async patch(
    tree: PatchTree,
    files: readonly EvaluatedFile[],
    machines: readonly LoadedMachine[],
    { signal, record, progress }: EvaluateOptions,
  ): Promise<EvaluatedPatch> {
    const done: EvaluatedMachine[] = [];
    const result = (): EvaluatedPatch => ({
      how: tree.how,
      files,
      machines: [...done].sort(worstFirst),
      total: machines.length,
    });
    for (const machine of machines) {
      progress?.({ done: done.length, total: machines.length, machine: machine.label }, result());
      done.push(await this.machine(tree, machine, record, signal));
    }
    return result();
  }

  private async machine(
    { before, after }: PatchTree,
    machine: LoadedMachine,
    record: EvaluateOptions['record'],
    signal: AbortSignal | undefined,
  ): Promise<EvaluatedMachine> {
    try {
      const old = await this.run(before, machine, { record: record?.before ?? [] }, signal);
      const now = await this.run(after, machine, { record: record?.after ?? [] }, signal);
      return evaluatedMachine(machine, old, now);
    } catch (error) {
      if (signal?.aborted) throw error;
      return { machine, refused: error instanceof Error ? error.message : String(error) };
    }
  }

  /** The way of one address space through one side of a tree. */
  async follow(tree: PatchTree, machine: LoadedMachine, space: number, side: 'before' | 'after'): Promise<FollowedRun> {
    const files = tree[side];
    const { followed, stop } = await this.run(files, machine, { follow: space }, undefined);
    return { followed, stop, files };
  }

  /** A core on a machine. Rejects with a sentence where the run was ended from outside. */
  async run(
    files: ReadonlyMap<string, string>,
    machine: LoadedMachine,
    options: RunOptions,
    signal: AbortSignal | undefined,
  ): Promise<Evaluation> {
    const key = `run:${this.keyOf(files)}:${machine.hash}:${JSON.stringify(options)}`;
    const known = this.cache.find<Evaluation>(key);
    if (known) return known;
    const running = this.running.get(key);
    // whoever asked first may have cancelled it
    if (running) return running.catch(() => this.run(files, machine, options, signal));
    const { topology, accelerator } = machine.machine;
    const configured = accelerator === 'KVM' ? { ...options, accelerator } : options;
    const job: EvaluationJob = { files, topology, options: configured };
    const made = this.evaluator.run(job, signal);
    this.running.set(key, made);
    try {
      const evaluation = await made;
      return this.cache.get<Evaluation>(key, weighEvaluation, () => evaluation);
    } finally {
      this.running.delete(key);
    }
  }

  private keyOf(files: ReadonlyMap<string, string>): string {
    const known = this.keys.get(files);
    if (known !== undefined) return known;
    const key = contentHash(
      [...files]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .flat()
        .join('\0'),
    );
    this.keys.set(files, key);
    return key;
  }
}

const weighEvaluation = ({ views, hits, recorded }: Evaluation): number => {
  const values = [...recorded.making, ...recorded.commit].reduce(
    (sum, { values: { length } }) => sum + 200 + 60 * length,
    0,
  );
  const lines = [...hits.values()].reduce((sum, { size }) => sum + 80 * size, 0);
  const ofViews = views.reduce(
    (sum, { ranges, dispatch: { sections, nodes } }) =>
      sum + 600 + 200 * ranges.length + 120 * sections.length + 2100 * nodes.length,
    0,
  );
  return 10_000 + values + lines + ofViews;
};
