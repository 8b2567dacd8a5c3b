import type { LoadedProgram, Watched } from '../loaded.ts';
import type { EvaluatedCore } from './memory-core.ts';
import type { RecordedExpression } from './values.ts';

/**
 * `making`: regions and address spaces are made, and committed. `commit`: one commit, of the machine as it is then, that
 * makes every view anew. What a change of the map costs a guest is seen in the second.
 */
export type Phase = 'making' | 'commit';

/** How often a line ran in each phase. */
export type LineHits = Readonly<Record<Phase, number>>;

/** Takes what a program counted and recorded, phase by phase. */
export class PhaseRecorder {
  /** By path and 1-based line; lines of functions that never ran are absent. */
  readonly hits = new Map<string, Map<number, LineHits>>();
  readonly watched: Record<Phase, readonly Watched[]>;
  readonly recorded: Record<Phase, readonly RecordedExpression[]> = { making: [], commit: [] };
  private readonly core: EvaluatedCore;
  private readonly loaded: LoadedProgram;

  constructor(core: EvaluatedCore) {
    this.core = core;
    this.loaded = core.loaded;
    const nothing = this.loaded.watched();
    this.watched = { making: nothing, commit: nothing };
  }

  /** What ran since the last `end` is the phase's. */
  end(phase: Phase): void {
    for (const [path, lines] of this.loaded.program.counts.hits()) {
      const known = this.hits.get(path) ?? new Map<number, LineHits>();
      this.hits.set(path, known);
      for (const [line, count] of lines) known.set(line, { making: 0, commit: 0, ...known.get(line), [phase]: count });
    }
    this.watched[phase] = this.loaded.watched();
    this.recorded[phase] = this.core.recorded();
    this.loaded.program.forgetCounts();
  }
}
