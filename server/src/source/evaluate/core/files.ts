import { CORE_SOURCES } from '../../core-files.ts';
import { C_HEADERS } from '../environment/c-headers.ts';
import { QEMU_HEADERS } from '../environment/qemu-headers.ts';
import { normalise } from '../preprocess/header-names.ts';

/** The files of the core that are translation units, wherever they stand in a release. */
export const UNITS = CORE_SOURCES;

/** Folders of a tree in which headers are looked for, in order; '' is its root. */
export const SEARCH_PATHS: readonly string[] = ['include', '', 'linux-headers', 'tcg', 'accel/tcg', 'tcg/i386'];

/** A dispatch tree has its own pages and sections since 53cb28cbfe (2.0); before, all that are made share theirs. */
const OWN_MAP = /\bPhysPageMap\s+map\s*;/;

/** Whether the core, its files by path, is of a release before 2.0, whose dispatch trees cannot be read here. */
export function isTooOld(files: ReadonlyMap<string, string>): boolean {
  const units = UNITS.flatMap((path) => files.get(path) ?? []);
  return units.some((text) => /\bphys_page_find\b/.test(text)) && !units.some((text) => OWN_MAP.test(text));
}

const INCLUDE = /^[ \t]*#[ \t]*include[ \t]*(["<])([^">\n]+)[">]/gm;

/** What stands for generated headers includes headers of the tree. */
const ENVIRONMENT = [...Object.values(C_HEADERS), ...Object.values(QEMU_HEADERS)].join('\n');

/**
 * The files that the memory core of a tree can be made of: its units and all that they and the environment include, whatever the
 * conditions around an `#include` say. Asks for paths until none is wanted any more: whoever reads them may do so
 * many at a time.
 */
export class CoreFiles {
  private readonly asked = new Map<string, string | undefined>();
  private readonly found = new Map<string, string>();

  /** Paths to read next; each is wanted until `add` tells what became of it. Empty: nothing is missing. */
  wanted(): string[] {
    const wanted = new Set<string>();
    const seen = new Set<string>();
    const visit = (path: string): void => {
      if (seen.has(path)) return;
      seen.add(path);
      if (!this.asked.has(path)) wanted.add(path);
      const text = this.asked.get(path);
      if (text === undefined) return;
      this.found.set(path, text);
      for (const candidates of this.includes(path, text)) this.resolve(candidates, wanted, visit);
    };
    for (const unit of UNITS) visit(unit);
    for (const candidates of this.includes(undefined, ENVIRONMENT)) this.resolve(candidates, wanted, visit);
    return [...wanted];
  }

  /** The text at a path, or undefined where the tree has none. */
  add(path: string, text: string | undefined): void {
    this.asked.set(path, text);
  }

  /** By path, once nothing is wanted. */
  get files(): ReadonlyMap<string, string> {
    return this.found;
  }

  /** The first path that the tree has; all that come before one that is not known yet are wanted with it. */
  private resolve(candidates: readonly string[], wanted: Set<string>, visit: (path: string) => void): void {
    const first = candidates.find((path) => !this.asked.has(path) || this.asked.get(path) !== undefined);
    if (first === undefined) return;
    if (this.asked.has(first)) visit(first);
    else for (const path of candidates) if (!this.asked.has(path)) wanted.add(path);
  }

  private readonly candidates = new Map<string, readonly (readonly string[])[]>();

  /** Of a file of the tree, or of the environment, which has no folder in it. */
  private includes(path: string | undefined, text: string): readonly (readonly string[])[] {
    const known = this.candidates.get(path ?? '');
    if (known) return known;
    const own = path?.slice(0, Math.max(path.lastIndexOf('/'), 0));
    const found = [...text.matchAll(INCLUDE)].flatMap(([, quote, name = '']) => {
      const folders = quote === '"' && own !== undefined ? [own, ...SEARCH_PATHS] : SEARCH_PATHS;
      const paths = folders.map((folder) => normalise(folder === '' ? name : `${folder}/${name}`));
      return [[...new Set(paths.filter(isInside))]];
    });
    this.candidates.set(path ?? '', found);
    return found;
  }
}

/** A path that leads out of the tree is none of its files. */
const isInside = (path: string): boolean => !/^(\.\.)?\//.test(path);
