import type { Topology } from '../../../memory/region.ts';
import { Workshop } from '../workshop.ts';
import { type Evaluation, type EvaluationOptions, evaluateMachine } from './evaluate.ts';

/** A run of a core on a machine as plain data, for another thread. */
export interface EvaluationJob {
  /** What the core is made of, by path in its tree. */
  readonly files: ReadonlyMap<string, string>;
  readonly topology: Topology;
  readonly options?: Pick<EvaluationOptions, 'accelerator' | 'limits' | 'watches' | 'record' | 'follow'>;
}

/** Runs jobs one after the other, and keeps what the next may need again. */
export class JobRunner {
  private readonly workshop = new Workshop();

  run({ files, topology, options }: EvaluationJob): Evaluation {
    return evaluateMachine((path) => files.get(path), topology, { ...options, workshop: this.workshop });
  }
}
