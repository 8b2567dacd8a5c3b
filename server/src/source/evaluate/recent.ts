import type { ReadFile } from './preprocess/sources.ts';

/** Every path that was asked for, and what came of it. */
export type Lookups = ReadonlyMap<string, string | undefined>;

interface Kept<T> {
  readonly key: string;
  readonly lookups: Lookups;
  readonly value: T;
}

/** The last few things that were made of files; each is found again while all that it asked for is as it was. */
export class Recent<T> {
  private readonly max: number;
  private readonly kept: Kept<T>[] = [];

  constructor(max: number) {
    this.max = max;
  }

  find(key: string, read: ReadFile): T | undefined {
    const at = this.kept.findIndex((kept) => kept.key === key && isSame(kept.lookups, read));
    const [found] = at < 0 ? [] : this.kept.splice(at, 1);
    if (found) this.kept.unshift(found);
    return found?.value;
  }

  add(key: string, lookups: Lookups, value: T): T {
    this.kept.unshift({ key, lookups, value });
    this.kept.length = Math.min(this.kept.length, this.max);
    return value;
  }
}

function isSame(lookups: Lookups, read: ReadFile): boolean {
  for (const [path, text] of lookups) if (read(path) !== text) return false;
  return true;
}

/** Remembers what is read. */
export function remember(read: ReadFile, into: Map<string, string | undefined>): ReadFile {
  return (path) => {
    if (into.has(path)) return into.get(path);
    const text = read(path);
    into.set(path, text);
    return text;
  };
}
