import type { Hunk, HunkLine } from './model.ts';

/** A line that a hunk expects, and what an earlier patch left there; `known` is undefined behind the end of the file. */
export interface Mismatch {
  /** One-based, in the file as the earlier patches leave it. */
  readonly line: number;
  readonly expected: HunkLine;
  readonly known: HunkLine | undefined;
  /** The patch whose hunk shows the known line. */
  readonly patch: number;
}

/** Lines that follow each other, as a patch shows them. */
interface Run {
  /** The first one's number in the file, from 1. */
  readonly start: number;
  readonly lines: readonly HunkLine[];
  readonly patch: number;
}

/** Where a hunk's old lines are, or why they cannot be anywhere. */
type Place = { readonly at: number } | { readonly mismatch: Mismatch } | 'lost';

/** More stretches of one file than this are not kept, nor is more compared for one hunk: the file is unknown then. */
const MOST_RUNS = 1000;
const MOST_COMPARED = 200_000;

/** How many hunks may still be looked for elsewhere than where they say: a look goes over all that is known. */
export interface Looks {
  left: number;
}

/**
 * What is known of a file after some patches, from their hunks alone: the lines that they show. Nothing is known of the
 * others. An immutable value.
 */
export class PartialFile {
  static readonly UNKNOWN = new PartialFile([], false);

  private constructor(
    private readonly runs: readonly Run[],
    /** No line stands outside of the runs. */
    private readonly whole: boolean,
  ) {}

  /** A file that a patch makes. */
  static created(hunks: readonly Hunk[], patch: number): PartialFile {
    if (hunks.some((hunk) => !hunk.whole)) return PartialFile.UNKNOWN;
    return new PartialFile([], true).withHunks(hunks, patch, { left: 0 }).file;
  }

  /** The text of a line (from 1), or undefined where it is not known. */
  line(number: number): string | undefined {
    const run = this.runs.find(({ start, lines }) => number >= start && number < start + lines.length);
    return run?.lines[number - run.start]?.text;
  }

  /**
   * The file after a patch's hunks, and the first line that says that they do not apply, if one does. Hunks are placed
   * as git apply places them: where they say, else nearest to it where all lines agree; but of the lines that are not
   * known only the place that a hunk names is thought of. What disagrees without doubt is taken as the hunk has it.
   */
  withHunks(
    hunks: readonly Hunk[],
    patch: number,
    looks: Looks,
  ): { file: PartialFile; mismatch: Mismatch | undefined } {
    const unknown = { file: PartialFile.UNKNOWN, mismatch: undefined };
    if (hunks.some((hunk) => !hunk.whole)) return unknown;
    const placed: { at: number; hunk: Hunk }[] = [];
    for (const hunk of hunks) {
      const place = this.place(hunk, looks);
      if (place === 'lost') return { file: PartialFile.UNKNOWN.placing(stated(hunks), patch), mismatch: undefined };
      if ('mismatch' in place) {
        return { file: PartialFile.UNKNOWN.placing(stated(hunks), patch), mismatch: place.mismatch };
      }
      placed.push({ at: place.at, hunk });
    }
    return { file: this.placing(placed, patch), mismatch: undefined };
  }

  private place(hunk: Hunk, looks: Looks): Place {
    const old = oldLines(hunk);
    const at = oldAt(hunk);
    const first = this.compare(old, at);
    if (!first.mismatch) return { at };
    const others = looks.left-- > 0 ? this.others(old, at) : undefined;
    if (others === undefined) return 'lost';
    const [fitting] = others.filter(({ mismatch }) => !mismatch);
    if (fitting) return { at: fitting.at };
    // Certain where the whole file is known; else where the hunk's own lines are here, but not all of them.
    const here = this.whole || first.telling > 0 || others.some(({ telling }) => telling > 1);
    return here ? { mismatch: first.mismatch } : 'lost';
  }

  /** Every other place where one of the lines stands, the nearest first; undefined where there are too many. */
  private others(old: readonly HunkLine[], stated: number) {
    const places = new Map<string, number[]>();
    if (this.runs.reduce((sum, { lines }) => sum + lines.length, 0) > MOST_COMPARED) return undefined;
    for (const { start, lines } of this.runs) {
      lines.forEach(({ text }, i) => {
        const known = places.get(text);
        if (known) known.push(start + i);
        else places.set(text, [start + i]);
      });
    }
    const found = new Set<number>();
    for (const [i, { text }] of old.entries()) {
      for (const line of places.get(text) ?? []) {
        if (line - i >= 1 && line - i !== stated) found.add(line - i);
        if (found.size * old.length > MOST_COMPARED) return undefined;
      }
    }
    return [...found]
      .sort((a, b) => Math.abs(a - stated) - Math.abs(b - stated) || a - b)
      .map((at) => ({ at, ...this.compare(old, at) }));
  }

  /**
   * Lines of a hunk at a place: the first that does not agree with a known line, and how many telling ones do in the
   * run of that one. Two runs may be further apart than they seem, where a hunk applied at another line than it says.
   */
  private compare(old: readonly HunkLine[], at: number): { telling: number; mismatch: Mismatch | undefined } {
    let telling = 0;
    let mismatch: Mismatch | undefined;
    let next = at;
    for (const { start, lines, patch } of this.runs) {
      if (start >= at + old.length) break;
      const end = start + lines.length;
      const before = mismatch;
      let agreeing = 0;
      for (let line = Math.max(start, at); line < Math.min(end, at + old.length); line++) {
        const expected = old[line - at];
        const known = lines[line - start];
        if (!expected || !known) continue;
        if (expected.text === known.text) agreeing += isTelling(known.text) ? 1 : 0;
        else mismatch ??= { line, expected, known, patch };
      }
      if (mismatch && !before) telling = agreeing;
      next = Math.max(next, Math.min(end, at + old.length));
    }
    const beyond = old[next - at];
    if (this.whole && beyond && !mismatch) {
      mismatch = { line: next, expected: beyond, known: undefined, patch: this.runs.at(-1)?.patch ?? -1 };
    }
    return { telling, mismatch };
  }

  /** The file with hunks at these places of it; unknown where they overlap. */
  private placing(placed: readonly { at: number; hunk: Hunk }[], patch: number): PartialFile {
    const runs: Run[] = [];
    let shift = 0;
    let from = 1;
    let index = 0;
    const keep = (to: number): void => {
      for (; index < this.runs.length; index++) {
        const run = this.runs[index];
        if (!run || run.start >= to) return;
        const [low, high] = [Math.max(run.start, from), Math.min(run.start + run.lines.length, to)];
        if (low < high) {
          const lines = run.lines.slice(low - run.start, high - run.start);
          runs.push({ start: low + shift, lines, patch: run.patch });
        }
        if (run.start + run.lines.length > to) return;
      }
    };
    for (const { at, hunk } of placed) {
      if (at < from) return PartialFile.UNKNOWN;
      keep(at);
      const lines = hunk.lines.filter(({ kind }) => kind === 'context' || kind === 'added');
      if (lines.length > 0) runs.push({ start: at + shift, lines, patch });
      const removed = oldLines(hunk).length;
      from = at + removed;
      shift += lines.length - removed;
    }
    keep(Number.POSITIVE_INFINITY);
    return runs.length > MOST_RUNS ? PartialFile.UNKNOWN : new PartialFile(runs, this.whole);
  }
}

const oldLines = ({ lines }: Hunk): HunkLine[] => lines.filter(({ kind }) => kind === 'context' || kind === 'removed');

/** The line that a hunk's first old line is; one without old lines stands behind the line that its header names. */
const oldAt = (hunk: Hunk): number => (hunk.oldLines === 0 ? hunk.oldStart + 1 : Math.max(1, hunk.oldStart));

const stated = (hunks: readonly Hunk[]) => hunks.map((hunk) => ({ at: oldAt(hunk), hunk }));

/** A line that hardly stands twice in a file by chance: braces, blanks and single words do. */
const isTelling = (text: string): boolean => /\w\W+\w/.test(text.slice(0, 200)) && text.trim().length >= 10;
