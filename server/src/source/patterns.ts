import { type CToken, isIdentifier, tokenise } from './c-tokens.ts';
import { CORE_GLOBALS, makesViews } from './core-files.ts';
import { digestAt, freeNames, isFixedWord } from './digest.ts';

/**
 * A run of tokens of the core, by its digest: QEMU's code itself is not in here. Free names count by their order of
 * appearance; `names` says what each is: `$name` stands for any identifier that is a variable, others for themselves.
 */
export interface Part {
  readonly length: number;
  readonly digest: number;
  readonly names: readonly string[];
}

/** Runs of tokens that follow each other without anything between. */
export type Pattern = readonly Part[];

/** What the metavariables of a function stand for. */
export type Bindings = ReadonlyMap<string, string>;

export const NO_BINDINGS: Bindings = new Map();

/** A part from how it is written down: `9:1k2v3…` for length and digest, then the names. */
export function part(print: string): Part {
  const [head = '', ...names] = print.split(' ');
  const [length = '', digest = ''] = head.split(':');
  return { length: Number(length), digest: Number.parseInt(digest, 36), names };
}

/** How a part is written down, from C text with metavariables; test/source/digest.mjs prints it. */
export function printOf(code: string): string {
  const tokens = tokenise([{ text: code, line: 0, changed: false }]);
  const { length } = tokens;
  return [`${length}:${digestAt(tokens, 0, length).toString(36)}`, ...freeNames(tokens, 0, length)].join(' ');
}

export function lengthOf(code: Pattern): number {
  return code.reduce((sum, { length }) => sum + length, 0);
}

/** A name that may be a parameter, a local or a static: no keyword, type, macro, function or global of the core. */
export function isVariable(name: string): boolean {
  return isIdentifier(name) && !isFixedWord(name) && !CORE_GLOBALS.has(name) && !isOfLibraryOrCore(name);
}

function isOfLibraryOrCore(name: string): boolean {
  return /^(g|qemu|int128)_/.test(name) || makesViews(name);
}

/** Keywords and what looks like the name of a type: `MemoryRegion`, `uint64_t`, `bool`. */
export function isTypeName(name: string): boolean {
  return /^(bool|char|const|double|float|hwaddr|int|long|ram_addr_t|short|signed|unsigned|void|\w+_t|[A-Z]\w*[a-z]\w*)$/.test(
    name,
  );
}

/**
 * The bindings with which a pattern's parts are the tokens from `at` on; undefined where they are not.
 * A metavariable stands for one name throughout, and two metavariables of a function never for the same one.
 */
export function matchAt(tokens: readonly CToken[], at: number, code: Pattern, known: Bindings): Bindings | undefined {
  let bindings: Bindings | undefined = known;
  let start = at;
  for (const one of code) {
    if (start + one.length > tokens.length || digestAt(tokens, start, one.length) !== one.digest) return undefined;
    bindings = bind(one.names, freeNames(tokens, start, one.length), bindings);
    if (!bindings) return undefined;
    start += one.length;
  }
  return bindings;
}

function bind(wanted: readonly string[], names: readonly string[], known: Bindings): Bindings | undefined {
  let bindings: Map<string, string> | undefined;
  for (let i = 0; i < names.length; i++) {
    const want = wanted[i] ?? '';
    const name = names[i] ?? '';
    const bound = want.startsWith('$') ? (bindings ?? known).get(want) : want;
    if (bound === name) continue;
    if (bound !== undefined || !isVariable(name)) return undefined;
    bindings ??= new Map(known);
    if (isTaken(bindings, want, name)) return undefined;
    bindings.set(want, name);
  }
  return bindings ?? known;
}

/** `$2as` is of the second function that a pattern covers: names of different functions do not clash. */
function isTaken(bindings: Bindings, variable: string, name: string): boolean {
  const group = functionOf(variable);
  for (const [other, bound] of bindings) if (bound === name && functionOf(other) === group) return true;
  return false;
}

function functionOf(variable: string): string {
  return /^\$(\d*)/.exec(variable)?.[1] ?? '';
}
