import { PREDEFINED } from './environment/predefined.ts';
import type { LoadedProgram, RecordRequest, WatchRequest } from './loaded.ts';
import { parseUnit } from './parse/unit.ts';
import { Watches } from './parse/watches.ts';
import type { Checkpoint } from './preprocess/checkpoint.ts';
import { type Preprocessed, preprocess } from './preprocess/preprocess.ts';
import { inOrder, type ReadFile } from './preprocess/sources.ts';
import { remember } from './recent.ts';
import { Program } from './run/program.ts';
import { Room } from './run/room.ts';
import { DEFAULT_LIMITS, type Limits } from './run/runtime.ts';
import { type ReadUnit, Workshop } from './workshop.ts';

/** What stands for all that is not in the tree: generated headers, libraries, the rest of the program. */
export interface Environment {
  /** Headers by the name that `#include` gives; looked for before the tree's. */
  readonly headers: Readonly<Record<string, string>>;
  /** C text that is read first, after the predefined macros: what a build gives by -D. */
  readonly defines: string;
  /** Constants for names that nothing declares. */
  unknownName(name: string): bigint | undefined;
}

export interface ProgramSource {
  /** Files of the tree. */
  readonly read: ReadFile;
  /** Paths of the files that are evaluated, each a translation unit. */
  readonly units: readonly string[];
  readonly searchPaths: readonly string[];
  readonly environment: Environment;
  readonly limits?: Limits;
  /** What was loaded and run before, for speed. */
  readonly workshop?: Workshop;
  readonly watches?: readonly WatchRequest[];
  readonly record?: readonly RecordRequest[];
  /** Runs can be followed line by line (`program.tracing`). */
  readonly trace?: boolean;
}

/** Where the environment's headers stand, so that no path of a tree is theirs. */
const ENVIRONMENT = '<environment>';

/**
 * Reads, expands, parses and links; nothing is run before `program.begin`. Never fails: what is not understood is in
 * `problems`. A workshop that has the program gives it again.
 */
export function loadProgram(source: ProgramSource): LoadedProgram {
  const { environment, units, searchPaths, watches = [], record = [], trace = false, limits = DEFAULT_LIMITS } = source;
  const workshop = source.workshop ?? new Workshop();
  const read: ReadFile = (path) => {
    if (!path.startsWith(`${ENVIRONMENT}/`)) return source.read(path);
    const name = path.slice(ENVIRONMENT.length + 1);
    return Object.hasOwn(environment.headers, name) ? environment.headers[name] : undefined;
  };
  // What a watch is said to be depends on what its run reaches: it has a program and a room of its own.
  if (watches.length > 0) return new Loader(source, workshop, read).load(new Room(limits));
  const key = JSON.stringify([units, searchPaths, environment.defines, record, trace, limits]);
  const known = workshop.programs.find(key, read);
  if (known) return known;
  const lookups = new Map<string, string | undefined>();
  return workshop.programs.add(
    key,
    lookups,
    new Loader(source, workshop, remember(read, lookups)).load(workshop.room(limits)),
  );
}

/** Lines of one request. */
const MAX_RECORDED = 100_000;

class Loader {
  private readonly source: ProgramSource;
  private readonly workshop: Workshop;
  private readonly read: ReadFile;

  constructor(source: ProgramSource, workshop: Workshop, read: ReadFile) {
    this.source = source;
    this.workshop = workshop;
    this.read = read;
  }

  load(room: Room): LoadedProgram {
    const { sources } = this.workshop;
    const { units: paths, watches: requests = [] } = this.source;
    const read = paths.map((path) => this.unit(path));
    const watches: Watches[] = [];
    const units = read.map(({ path, expanded, parsed }) => {
      if (parsed && requests.length === 0) return parsed;
      const own = new Watches(
        requests.map((request, id) => ({
          id,
          place: sources.placeOf(request),
          tokens: expanded.expand(request.expression),
        })),
      );
      watches.push(own);
      return parseUnit(path, expanded, this.source.environment.unknownName, own);
    });
    // Bodies with watches in them are of no use to others.
    if (requests.length === 0) for (const [i, unit] of read.entries()) unit.parsed = units[i];
    const program = new Program({
      sources,
      units,
      room,
      recorded: this.recorded(),
      isTraced: this.source.trace ?? false,
    });
    const all = <T>(of: (expanded: Preprocessed) => Iterable<T>): Set<T> =>
      new Set(read.flatMap(({ expanded }) => [...of(expanded)]));
    const early = [...all(({ problems }) => problems)];
    return {
      program,
      constructors: units.flatMap(({ constructors }) => constructors.map(({ name }) => name)),
      watched: () =>
        requests.map((_, id) => ({
          type: watches.map(({ types }) => types.get(id)).find((type) => type !== undefined),
          failure: watches.map(({ failures }) => failures.get(id)).find((failure) => failure !== undefined),
          distribution: program.recorder.distribution(id),
        })),
      missing: [...all(({ missing }) => missing)].sort(),
      files: [...all(({ files }) => files)].filter((file) => !file.startsWith('<')).sort(),
      problems: () => [
        ...early,
        ...[...units.flatMap(({ problems }) => problems), ...program.counts.problems()]
          .map(({ place, message }) => ({ place: sources.place(place), message }))
          .sort((a, b) => inOrder(a.place, b.place)),
      ],
    };
  }

  private recorded(): ReadonlySet<number> {
    const places = new Set<number>();
    for (const { path, first, last } of this.source.record ?? []) {
      for (let line = first; line <= last && line - first < MAX_RECORDED; line++)
        places.add(this.workshop.sources.placeOf({ path, line }));
    }
    return places;
  }

  private unit(path: string): ReadUnit {
    const { environment, searchPaths: folders } = this.source;
    const { sources, units, checkpoints } = this.workshop;
    const key = JSON.stringify([path, folders, environment.defines]);
    const known = units.find(key, this.read);
    if (known) return known;
    // Behind the headers of a version of the file that had the same.
    const from = checkpoints.find(key, this.read);
    const lookups = new Map(from?.lookups);
    const options = {
      read: remember(this.read, lookups),
      searchPaths: [ENVIRONMENT, ...folders],
      prelude: PREDEFINED + environment.defines,
      from: from?.checkpoint,
      reached: (checkpoint: Checkpoint): void => {
        const headers = new Map(lookups);
        headers.delete(path);
        checkpoints.add(key, headers, { checkpoint, lookups: headers });
      },
    };
    return units.add(key, lookups, { path, expanded: preprocess(sources, path, options), parsed: undefined });
  }
}
