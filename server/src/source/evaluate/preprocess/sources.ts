import { lex } from './lex.ts';
import { fileOfPlace, lineOfPlace, placeOf, type Token } from './token.ts';

/** Gives the text of a file by its path in the tree, undefined where there is none. */
export type ReadFile = (path: string) => string | undefined;

export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly tokens: readonly Token[];
  /** The macro of an include guard around the whole file, if it has one. */
  readonly guard: string | undefined;
}

export interface Place {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
}

export const inOrder = (a: Place, b: Place): number => (a.path === b.path ? a.line - b.line : a.path < b.path ? -1 : 1);

/**
 * Files as tokens, a cache by path and text: two trees that have most files in common share the work. The index of a
 * path, which tokens carry, never changes.
 */
export class Sources {
  private readonly paths: string[] = [];
  private readonly indices = new Map<string, number>();
  private readonly files = new Map<string, SourceFile>();
  private readonly names = new Map<string, string>();

  /** The tokens of a text that stands at a path. */
  file(path: string, text: string): SourceFile {
    const cached = this.files.get(path);
    if (cached?.text === text) return cached;
    const tokens = lex(text, this.indexOf(path), this.names);
    const file = { path, text, tokens, guard: guardOf(tokens) };
    this.files.set(path, file);
    return file;
  }

  /** The number of a line of a file, as tokens carry it. */
  placeOf({ path, line }: Place): number {
    return placeOf(this.indexOf(path), line);
  }

  place(place: number): Place {
    return { path: this.paths[fileOfPlace(place)] ?? '', line: lineOfPlace(place) };
  }

  private indexOf(path: string): number {
    const known = this.indices.get(path);
    if (known !== undefined) return known;
    this.paths.push(path);
    this.indices.set(path, this.paths.length - 1);
    return this.paths.length - 1;
  }
}

/** `#ifndef X` first, its `#endif` last, and no `#else` between (as cpplib's _cpp_read_main_file knows guards). */
function guardOf(tokens: readonly Token[]): string | undefined {
  const name = tokens[2];
  if (tokens[0]?.text !== '#' || tokens[1]?.text !== 'ifndef' || name?.kind !== 'identifier') return undefined;
  let depth = 0;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (!token?.first || token.text !== '#') continue;
    const directive = tokens[i + 1]?.text;
    if (directive === 'if' || directive === 'ifdef' || directive === 'ifndef') depth++;
    else if (directive === 'endif' && --depth === 0) return i + 2 === tokens.length ? name.text : undefined;
    else if (depth === 1 && (directive === 'else' || directive === 'elif')) return undefined;
  }
  return undefined;
}
