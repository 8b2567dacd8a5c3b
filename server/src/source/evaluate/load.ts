import { PREDEFINED } from './environment/predefined.ts';
import { Linkage } from './parse/linkage.ts';
import { parseUnit, type Unit } from './parse/unit.ts';
import { Watches } from './parse/watches.ts';
import { preprocess } from './preprocess/preprocess.ts';
import { type Place, type ReadFile, Sources } from './preprocess/sources.ts';
import type { HostTable } from './run/host.ts';
import { DEFAULT_LIMITS, Program } from './run/program.ts';
import type { Distribution } from './run/recorder.ts';
import type { Limits } from './run/runtime.ts';

/** What stands for all that is not in the tree: generated headers, libraries, the rest of the program. */
export interface Environment {
  /** Headers by the name that `#include` gives; looked for before the tree's. */
  readonly headers: Readonly<Record<string, string>>;
  readonly hosts: HostTable;
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
  /** Tokens of files that were read before. */
  readonly sources?: Sources;
  readonly watches?: readonly WatchRequest[];
}

/** An expression of C to be recorded whenever the statement that starts on a line begins. */
export interface WatchRequest {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  readonly expression: string;
}

/** What became of a watch. */
export interface Watched {
  /** The type of the expression; undefined where it was never understood. */
  readonly type: string | undefined;
  /** Why it could not be recorded. */
  readonly failure: string | undefined;
  /** undefined: its statement was never reached. */
  readonly distribution: Distribution | undefined;
}

export interface LoadProblem {
  readonly place: Place;
  readonly message: string;
}

export interface LoadedProgram {
  readonly program: Program;
  /** Functions that a program runs before main: the attribute `constructor`. */
  readonly constructors: readonly string[];
  /** Headers that neither the tree nor the environment has; each is taken as empty. */
  readonly missing: readonly string[];
  /** Every file of the tree that was read. */
  readonly files: readonly string[];
  /** In the order of the requests. */
  watched(): readonly Watched[];
  /** What could not be understood so far; grows while functions are reached for the first time. */
  problems(): readonly LoadProblem[];
}

/** Where the environment's headers stand, so that no path of a tree is theirs. */
const ENVIRONMENT = '<environment>';

/** Reads, expands, parses and links; nothing is run. Never fails: what is not understood is in `problems`. */
export function loadProgram(source: ProgramSource): LoadedProgram {
  const { environment } = source;
  const sources = source.sources ?? new Sources();
  const linkage = new Linkage();
  const read: ReadFile = (path) => {
    if (!path.startsWith(`${ENVIRONMENT}/`)) return source.read(path);
    const name = path.slice(ENVIRONMENT.length + 1);
    return Object.hasOwn(environment.headers, name) ? environment.headers[name] : undefined;
  };
  const missing = new Set<string>();
  const files = new Set<string>();
  const early: LoadProblem[] = [];
  const units: Unit[] = [];
  const watches: Watches[] = [];
  const requests = source.watches ?? [];
  for (const path of source.units) {
    const searchPaths = [ENVIRONMENT, ...source.searchPaths];
    const expanded = preprocess(sources, path, { read, searchPaths, prelude: PREDEFINED + environment.defines });
    for (const name of expanded.missing) missing.add(name);
    for (const file of expanded.files) if (!file.startsWith('<')) files.add(file);
    early.push(...expanded.problems);
    const own = new Watches(
      requests.map((request, id) => ({
        id,
        place: sources.placeOf(request),
        tokens: expanded.expand(request.expression),
      })),
    );
    watches.push(own);
    units.push(parseUnit(expanded.tokens, linkage, environment.unknownName, own));
  }
  const limits = source.limits ?? DEFAULT_LIMITS;
  const program = new Program({ linkage, sources, units, hosts: environment.hosts, limits });
  return {
    program,
    constructors: units.flatMap(({ constructors }) => constructors.map(({ name }) => name)),
    watched: () =>
      requests.map((_, id) => ({
        type: watches.map(({ types }) => types.get(id)).find((type) => type !== undefined),
        failure: watches.map(({ failures }) => failures.get(id)).find((failure) => failure !== undefined),
        distribution: program.recorder.distribution(id),
      })),
    missing: [...missing].sort(),
    files: [...files].sort(),
    problems: () => [
      ...early,
      ...units.flatMap(({ problems }) =>
        problems.map(({ place, message }) => ({ place: sources.place(place), message })),
      ),
    ],
  };
}
