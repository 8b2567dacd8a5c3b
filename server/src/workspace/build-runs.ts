import { LRUCache } from 'lru-cache';
import type { BuildsReport, TypeName } from '../report/builds/model.ts';
import type { Side } from './builds.ts';
import { virtualUri } from './uris.ts';

/** A comparison of two builds that was made, with the dumps of the machine types that differ. */
export interface BuildRun {
  readonly id: string;
  readonly report: BuildsReport;
}

export const FORGOTTEN = 'This comparison is no longer in memory: compare the two builds again.';

const MOST_BYTES = 128 << 20;

/** The last comparisons of builds: there is nothing to make them again from but QEMU itself. */
export class BuildRuns {
  private readonly runs = new LRUCache<string, BuildRun>({ max: 4 });
  /** By URI; two bytes a character. */
  private readonly dumps = new LRUCache<string, string>({
    maxSize: MOST_BYTES,
    sizeCalculation: (text) => 2 * text.length + 1,
  });

  /** Keeps a report and what of the dumps belongs to its changed machine types; `dumps` by `dumpKey`. */
  keep(id: string, report: BuildsReport, dumps: ReadonlyMap<string, { before: string; after: string }>): BuildRun {
    const run = { id, report };
    this.runs.set(id, run);
    for (const type of report.changed) {
      const texts = dumps.get(dumpKey(type));
      if (!texts) continue;
      this.dumps.set(dumpUri(id, 'before', type), texts.before);
      this.dumps.set(dumpUri(id, 'after', type), texts.after);
    }
    return run;
  }

  /** undefined where the run is no longer kept. */
  find(id: string): BuildRun | undefined {
    return this.runs.get(id);
  }

  /** The text of a dump that a run kept; throws a sentence where it is no longer kept. */
  dump(id: string, side: Side, type: TypeName): string {
    const text = this.dumps.get(dumpUri(id, side, type));
    if (text === undefined) throw new Error(FORGOTTEN);
    return text;
  }
}

export const dumpKey = ({ target, machine }: TypeName): string => `${target} ${machine}`;

export const dumpUri = (run: string, side: Side, { target, machine }: TypeName): string =>
  virtualUri(`${machine} ${side}.mtree`, { kind: 'captured', run, side, target, machine });

export const runUri = ({ id, report }: BuildRun): string =>
  virtualUri(`${nameOf(report.before.build)} - ${nameOf(report.after.build)}.md`, { kind: 'builds', run: id });

const nameOf = (build: string): string => build.split(/[\\/]/).filter(Boolean).at(-1) ?? build;
