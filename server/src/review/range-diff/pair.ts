import type { FilePatch, Patch } from '../../patch/model.ts';
import { assign } from './assign.ts';
import { diffLines, diffSize } from './line-diff.ts';

/** What a patch without a partner costs, in hundredths of its lines: git range-diff's default --creation-factor. */
const CREATION_FACTOR = 60;

/** With more patches than this that are not the same, partners are found by subject alone. */
const MOST_ASSIGNED = 300;

/** Lines of one diff, as many lines of another, beyond which two patches are not compared. */
const MOST_EDITS = 4000;

/** Edits that all comparisons of a call may take: what is not compared by then is not alike. */
const MOST_WORK = 20_000_000;

/** A diff without what does not count, as git range-diff has it: no line numbers and blob ids, a blank line between files. */
export function diffText({ files }: Patch): string[] {
  return files.flatMap((file, i) => [
    ...(i > 0 ? [''] : []),
    fileLine(file),
    ...file.hunks.flatMap(({ section, lines }) => [
      section === '' ? '@@' : `@@ ${file.newPath || file.oldPath}: ${section}`,
      ...lines.map(({ kind, text }) => MARKS[kind] + text),
    ]),
  ]);
}

/** What a diff says of a file before its hunks. */
export const fileLine = ({ oldPath, newPath, change }: FilePatch): string =>
  ` ## ${oldPath === newPath ? newPath : `${oldPath} => ${newPath}`} (${change}) ##`;

const MARKS = { context: ' ', added: '+', removed: '-', 'no-newline': '\\' } as const;

/**
 * For each patch of the old version its partner in the new one, or -1, as git range-diff pairs them: the same diffs
 * first, then those that are most alike, so that the sum of what changes and of what comes and goes is the least
 * (range-diff.c, find_exact_matches and get_correspondences).
 */
export function pairPatches(old: readonly Patch[], now: readonly Patch[]): number[] {
  const texts = { old: old.map(diffText), now: now.map(diffText) };
  const partners = exactPartners(texts.old, texts.now);
  const taken = new Set(partners);
  const left = {
    old: old.flatMap((_, i) => (partners[i] === -1 ? [i] : [])),
    now: now.flatMap((_, j) => (taken.has(j) ? [] : [j])),
  };
  const size = left.old.length + left.now.length;
  if (size > MOST_ASSIGNED) return bySubject(old, now, partners, left.now);
  const costs = new Costs(
    left.old.map((i) => texts.old[i] ?? []),
    left.now.map((j) => texts.now[j] ?? []),
  );
  assign(size, (row, column) => costs.of(row, column)).forEach((column, row) => {
    const [i, j] = [left.old[row], left.now[column]];
    if (i !== undefined && j !== undefined) partners[i] = j;
  });
  return partners;
}

function exactPartners(old: readonly string[][], now: readonly string[][]): number[] {
  const byText = new Map<string, number[]>();
  now.forEach((lines, j) => {
    const key = lines.join('\n');
    byText.set(key, [...(byText.get(key) ?? []), j]);
  });
  return old.map((lines) => byText.get(lines.join('\n'))?.shift() ?? -1);
}

function bySubject(
  old: readonly Patch[],
  now: readonly Patch[],
  exact: readonly number[],
  left: readonly number[],
): number[] {
  const subjects = new Map(left.map((j) => [now[j]?.message.subject, j]));
  return exact.map((partner, i) => {
    if (partner !== -1) return partner;
    const subject = old[i]?.message.subject;
    const found = subjects.get(subject) ?? -1;
    subjects.delete(subject);
    return found;
  });
}

/** Rows are old patches, then places for new ones that come; columns new ones, then places for old ones that go. */
class Costs {
  private readonly alike: readonly (readonly number[])[];
  private work = 0;

  constructor(
    private readonly old: readonly (readonly string[])[],
    private readonly now: readonly (readonly string[])[],
  ) {
    const counts = { old: old.map(countLines), now: now.map(countLines) };
    this.alike = old.map((a, i) => now.map((b, j) => this.difference(a, b, counts.old[i], counts.now[j])));
  }

  of(row: number, column: number): number {
    const [a, b] = [this.old[row], this.now[column]];
    // Twice the cost, and one less for a pair: of two ways that cost the same, the one with more pairs.
    if (a && b) return 2 * (this.alike[row]?.[column] ?? NEVER) - 1;
    return 2 * alone(a ?? b ?? []);
  }

  /** How long the diff of two diffs is; more than both alone cost where it is too long to count. */
  private difference(a: readonly string[], b: readonly string[], ofA: Counts, ofB: Counts): number {
    const limit = alone(a) + alone(b);
    // At least the lines that only one of them has come or go.
    if (apart(ofA, ofB) > limit || this.work > MOST_WORK) return limit + 1;
    const most = Math.min(limit, MOST_EDITS);
    const changes = diffLines(a, b, most);
    this.work += changes ? changes.reduce((sum, c) => sum + c.oldEnd - c.old + c.nowEnd - c.now, 0) ** 2 : most ** 2;
    return changes ? diffSize(changes, a.length) : limit + 1;
  }
}

const NEVER = 1e9;

/** What a diff without a partner costs; the lines between files do not count. */
export const alone = (lines: readonly string[]): number =>
  Math.floor((lines.filter((line) => line !== '').length * CREATION_FACTOR) / 100);

type Counts = ReadonlyMap<string, number> | undefined;

function countLines(lines: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  return counts;
}

function apart(a: Counts, b: Counts): number {
  let sum = 0;
  for (const [line, count] of a ?? []) sum += Math.max(0, count - (b?.get(line) ?? 0));
  for (const [line, count] of b ?? []) sum += Math.max(0, count - (a?.get(line) ?? 0));
  return sum;
}
