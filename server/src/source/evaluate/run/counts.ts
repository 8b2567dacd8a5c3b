import type { ParseProblem } from '../parse/ast.ts';
import type { Sources } from '../preprocess/sources.ts';

/** A function that has been translated: counters by place, the first at its start. */
interface Counted {
  readonly places: readonly number[];
  readonly counts: Uint32Array;
  readonly problems: readonly ParseProblem[];
  /** In this run, before the counters were last set to zero. */
  hasRun: boolean;
}

/** How often what stands where began to run. */
export class Counts {
  private readonly sources: Sources;
  private readonly counted: Counted[] = [];

  constructor(sources: Sources) {
    this.sources = sources;
  }

  /** Takes the counters of a function that has been translated. */
  add(places: readonly number[], counts: Uint32Array, problems: readonly ParseProblem[]): void {
    this.counted.push({ places, counts, problems, hasRun: false });
  }

  /** A run begins. */
  begin(): void {
    for (const counted of this.counted) {
      counted.counts.fill(0);
      counted.hasRun = false;
    }
  }

  /** Counts from here on. */
  forget(): void {
    for (const counted of this.counted) {
      counted.hasRun ||= counted.counts[0] !== 0;
      counted.counts.fill(0);
    }
  }

  /** What could not be understood in the functions that ran. */
  problems(): ParseProblem[] {
    return this.counted.flatMap(({ counts, problems, hasRun }) => (hasRun || counts[0] !== 0 ? problems : []));
  }

  /** By path and line; lines that never ran are there where their function was called. */
  hits(): Map<string, Map<number, number>> {
    const byFile = new Map<string, Map<number, number>>();
    for (const { places, counts } of this.counted) {
      if (counts[0] === 0) continue;
      places.forEach((place, i) => {
        const { path, line } = this.sources.place(place);
        const lines = byFile.get(path) ?? new Map<number, number>();
        byFile.set(path, lines);
        lines.set(line, Math.max(lines.get(line) ?? 0, counts[i] ?? 0));
      });
    }
    return byFile;
  }
}
