import { append } from '../text/append.ts';
import { pushTo } from '../text/multimap.ts';
import { type FileText, splitFile } from './file-text.ts';
import type { FilePatch, Hunk } from './model.ts';

/** Where a hunk was applied. */
export interface AppliedHunk {
  /** One-based line of its first line, context included, in the result so far. */
  readonly line: number;
  /** How many lines below the place that its header names; above where negative. */
  readonly offset: number;
  /** Lines of context at its ends that did not fit and were not heeded. */
  readonly dropped: number;
  /** By its index in the hunk, before which line how many other lines of the file stand, that the patch does not know. */
  readonly between?: ReadonlyMap<number, number>;
}

/** Why a hunk does not apply, and the place where most of it would. */
export interface FailedHunk {
  readonly hunk: number;
  /** A sentence. */
  readonly reason: string;
  /** The place most like it: its one-based line, how many of the wanted lines are there, and the first that is not. */
  readonly nearest?: {
    readonly line: number;
    readonly equal: number;
    readonly of: number;
    readonly differs: { readonly line: number; readonly wanted: string; readonly found: string | undefined };
  };
}

export type Applied =
  | { readonly text: string; readonly hunks: readonly AppliedHunk[] }
  | { readonly failed: FailedHunk };

export interface ApplyOptions {
  /** Lines of context that must fit before and behind a change, as `git apply -C`; all of them unless told. */
  readonly context?: number;
  /** Hunks without context are not bound to the ends of the file, as `git apply --unidiff-zero`. */
  readonly unidiffZero?: boolean;
  /**
   * So many other lines of the file may stand between the lines of a hunk that fits nowhere else, as where a commit that
   * the patch does not know added some: taken if there is just one such place. New lines stand next to the line that
   * they follow. Git has nothing like it.
   */
  readonly between?: number;
  /** Where a hunk fails, the place most like it is not looked for: that takes long, and many texts may be tried. */
  readonly brief?: boolean;
}

/**
 * Applies a file's hunks to its Before, in memory, as `git apply` does: each at the line that its header names, else at
 * the nearest where it fits, below before above; never over lines that an earlier hunk has put there
 * (apply.c, find_pos and apply_one_fragment). A CR before a line's LF is not compared, as `git am` drops it from mail;
 * lines that are kept keep theirs, and new ones take that of the file.
 */
export function applyFile(before: string, file: FilePatch, options: ApplyOptions = {}): Applied {
  if (file.change === 'binary') return failure(0, 'The file is binary: what changes in it is not read.');
  const image = new Image(splitFile(before));
  const hunks: AppliedHunk[] = [];
  for (const [index, hunk] of file.hunks.entries()) {
    if (!hunk.whole) return failure(index, 'The hunk is truncated or corrupt.');
    const applied = image.apply(hunk, options);
    if (!applied)
      return {
        failed: {
          hunk: index,
          reason: 'Its lines are nowhere in the file.',
          ...(options.brief ? {} : image.nearest(hunk)),
        },
      };
    hunks.push(applied);
  }
  if (file.newPath === '' && image.count > 0) {
    return failure(Math.max(0, file.hunks.length - 1), 'The patch deletes the file, but leaves lines in it.');
  }
  return { text: image.text(), hunks };
}

const failure = (hunk: number, reason: string): Applied => ({ failed: { hunk, reason } });

/** The file while hunks are applied: its lines, and which of them are of a hunk already. */
class Image {
  private readonly lines: string[];
  private readonly endings: string[];
  private readonly patched: boolean[];
  private readonly ending: string;

  constructor({ lines, endings }: FileText) {
    this.lines = [...lines];
    this.endings = [...endings];
    this.patched = lines.map(() => false);
    this.ending = endings[0] === '\r\n' ? '\r\n' : '\n';
  }

  get count(): number {
    return this.lines.length;
  }

  text(): string {
    return this.lines.map((line, i) => line + (this.endings[i] ?? '')).join('');
  }

  apply(hunk: Hunk, options: ApplyOptions): AppliedHunk | undefined {
    const sides = sidesOf(hunk);
    const { context = Number.POSITIVE_INFINITY, unidiffZero = false } = options;
    // a hunk that begins at the first line, or has no context behind its change, stands at that end of the file
    let atStart = hunk.oldStart === 0 || (hunk.oldStart === 1 && !unidiffZero);
    let atEnd = !unidiffZero && sides.trailing === 0;
    const wanted = Math.max(0, hunk.newStart - (hunk.newLines === 0 ? 0 : 1));
    let [head, tail] = [0, 0];
    for (;;) {
      const old = sides.old.slice(head, sides.old.length - tail);
      const place = this.find(old, wanted - head, atStart, atEnd);
      if (place !== undefined) {
        this.put(place - head, place, old.length, sides.now.slice(head, sides.now.length - tail));
        return { line: place - head + 1, offset: place - head - wanted, dropped: head + tail };
      }
      const [leading, trailing] = [sides.leading - head, sides.trailing - tail];
      if (leading <= context && trailing <= context) return this.applyBetween(hunk, options.between ?? 0, wanted);
      if (atStart || atEnd) [atStart, atEnd] = [false, false];
      else {
        if (leading >= trailing) head++;
        if (trailing > sides.leading - head) tail++;
      }
    }
  }

  private find(old: readonly Line[], wanted: number, atStart: boolean, atEnd: boolean): number | undefined {
    const last = this.count - old.length;
    if (last < 0) return undefined;
    if (atStart) return this.fits(old, 0) && (!atEnd || last === 0) ? 0 : undefined;
    if (atEnd) return this.fits(old, last) ? last : undefined;
    // Git searches from above where context was dropped in front, and from the end where that is above the first line
    const from = wanted < 0 ? this.count : Math.min(wanted, this.count);
    for (let away = 0; away <= this.count; away++) {
      if (from + away <= last && this.fits(old, from + away)) return from + away;
      if (away > 0 && from - away >= 0 && this.fits(old, from - away)) return from - away;
    }
    return undefined;
  }

  private applyBetween(hunk: Hunk, most: number, wanted: number): AppliedHunk | undefined {
    const { old } = sidesOf(hunk);
    if (most === 0 || old.length < 2) return undefined;
    const places = [...this.lines.keys()].flatMap((at) => this.spread(old, at, most) ?? []);
    const [place] = places;
    if (!place || places.length > 1) return undefined;
    const between = new Map<number, number>();
    const now: Line[] = [];
    let next = place.start;
    let index = 0;
    for (const [i, { kind }] of hunk.lines.entries()) {
      const line = lineOf(hunk, i);
      if (!line) continue;
      if (kind === 'added') {
        now.push(line);
        continue;
      }
      const at = place.at[index++] ?? next;
      if (at > next) between.set(i, at - next);
      for (; next < at; next++) now.push(this.kept(next, place.start));
      if (kind === 'context') now.push(this.kept(next, place.start));
      next++;
    }
    this.put(place.start, place.start, next - place.start, now);
    return { line: place.start + 1, offset: place.start - wanted, dropped: 0, between };
  }

  private kept(at: number, start: number): Line {
    return { text: this.lines[at] ?? '', open: this.endings[at] === '', old: at - start };
  }

  /** Where each of the lines stands from `start` on, with at most so many others between them. */
  private spread(old: readonly Line[], start: number, most: number): { start: number; at: number[] } | undefined {
    const at: number[] = [];
    let next = start;
    for (const line of old) {
      const last = at.length === 0 ? start : start + at.length + most;
      while (next <= last && !this.fits([line], next)) next++;
      if (next > last || next >= this.count) return undefined;
      at.push(next++);
    }
    return { start, at };
  }

  private fits(old: readonly Line[], at: number): boolean {
    for (let i = 0; i < old.length; i++) {
      const line = old[i];
      if (!line || this.patched[at + i] || this.lines[at + i] !== line.text) return false;
      if (line.open !== (this.endings[at + i] === '')) return false;
    }
    return true;
  }

  /** Puts lines in the place of `length` others; `first` is where the hunk's first Before line would be. */
  private put(first: number, at: number, length: number, now: readonly Line[]): void {
    const endings = now.map(({ open, old }) => {
      if (open) return '';
      return (old === undefined ? '' : this.endings[first + old]) || this.ending;
    });
    replace(
      this.lines,
      at,
      length,
      now.map(({ text }) => text),
    );
    replace(this.endings, at, length, endings);
    replace(
      this.patched,
      at,
      length,
      now.map(() => true),
    );
  }

  /** Where most of a hunk's Before lines are, each against the line at its own place. */
  nearest(hunk: Hunk): Pick<FailedHunk, 'nearest'> {
    const { old } = sidesOf(hunk);
    if (old.length === 0 || this.count === 0) return {};
    const places = new Map<string, number[]>();
    old.forEach(({ text }, i) => {
      if (text.trim() !== '') pushTo(places, text, i);
    });
    const votes = new Map<number, number>();
    for (const [at, text] of this.lines.entries())
      for (const i of places.get(text) ?? []) votes.set(at - i, (votes.get(at - i) ?? 0) + 1);
    const [best] = [...votes].sort(
      (a, b) => b[1] - a[1] || Math.abs(a[0] - hunk.oldStart) - Math.abs(b[0] - hunk.oldStart),
    );
    if (!best) return {};
    const [start] = best;
    const equal = old.filter(({ text }, i) => this.lines[start + i] === text).length;
    const i = old.findIndex(({ text }, at) => this.lines[start + at] !== text);
    const differs = { line: start + i + 1, wanted: old[i]?.text ?? '', found: this.lines[start + i] };
    return { nearest: { line: start + 1, equal, of: old.length, differs } };
  }
}

/** Splices items in, however many they are. */
function replace<T>(list: T[], at: number, length: number, items: readonly T[]): void {
  const behind = list.splice(at);
  append(list, items);
  append(list, behind.slice(length));
}

/** A line of a hunk; `open` where no line ending follows it in the file. */
interface Line {
  readonly text: string;
  readonly open: boolean;
  /** Of a line that stays: its index among the Before lines. */
  readonly old?: number;
}

/** A hunk's Before and After lines, and how many lines of context begin and end it. */
function sidesOf({ lines }: Hunk): { old: Line[]; now: Line[]; leading: number; trailing: number } {
  const old: Line[] = [];
  const now: Line[] = [];
  let [leading, trailing, changed] = [0, 0, false];
  for (const [i, { kind }] of lines.entries()) {
    const line = lineOf({ lines }, i);
    if (!line) continue;
    if (kind !== 'removed') now.push(kind === 'context' ? { ...line, old: old.length } : line);
    if (kind !== 'added') old.push(line);
    changed ||= kind !== 'context';
    trailing = kind === 'context' ? trailing + 1 : 0;
    if (!changed) leading++;
  }
  return { old, now, leading, trailing };
}

/** A line of a hunk as one of a file; undefined for the note that the last one has no ending. */
function lineOf({ lines }: Pick<Hunk, 'lines'>, at: number): Line | undefined {
  const line = lines[at];
  if (!line || line.kind === 'no-newline') return undefined;
  const text = line.text.endsWith('\r') ? line.text.slice(0, -1) : line.text;
  return { text, open: lines[at + 1]?.kind === 'no-newline' };
}
