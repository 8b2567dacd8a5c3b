import type { Hunk, Patch } from '../../patch/model.ts';
import { pushTo } from '../../text/multimap.ts';
import type { HunkIndex, HunkPair } from './model.ts';

interface Placed extends HunkIndex {
  readonly hunk: number;
  readonly lines: readonly string[];
  /** Without context. */
  readonly changed: string;
}

/** Hunks of one file beyond which only the same ones are paired. */
const MOST_COMPARED = 200;

/** A pair shares at least this part of the lines of the longer hunk. */
const ALIKE = 0.4;

/** The hunks of two versions of a patch, file by file: the same ones first, then those most alike, in the new order. */
export function pairHunks(old: Patch, now: Patch): HunkPair[] {
  const [before, after] = [byPath(old), byPath(now)];
  return [...new Set([...after.keys(), ...before.keys()])].flatMap((path) =>
    pairFile(path, before.get(path) ?? [], after.get(path) ?? []),
  );
}

function byPath(patch: Patch): Map<string, Placed[]> {
  const placed = new Map<string, Placed[]>();
  patch.files.forEach(({ oldPath, newPath, hunks }, file) => {
    hunks.forEach((one, hunk) => {
      const lines = one.lines.map(({ kind, text }) => `${kind} ${text}`);
      pushTo(placed, newPath || oldPath, { file, hunk, lines, changed: changedLines(one) });
    });
  });
  return placed;
}

const changedLines = ({ lines }: Hunk): string =>
  lines.flatMap(({ kind, text }) => (kind === 'context' ? [] : [`${kind} ${text}`])).join('\n');

function pairFile(path: string, old: readonly Placed[], now: readonly Placed[]): HunkPair[] {
  const partners = new Map<Placed, Placed>();
  const free = new Set(old);
  const pair = (a: Placed, b: Placed): void => {
    partners.set(b, a);
    free.delete(a);
  };
  const same = new Map<string, Placed[]>();
  for (const a of old) pushTo(same, a.lines.join('\n'), a);
  for (const b of now) {
    const a = same.get(b.lines.join('\n'))?.shift();
    if (a) pair(a, b);
  }
  const left = now.filter((b) => !partners.has(b));
  if (free.size <= MOST_COMPARED && left.length <= MOST_COMPARED) {
    const likely = [...free].flatMap((a) => left.map((b) => ({ a, b, alike: likeness(a, b) })));
    for (const { a, b, alike } of likely.sort((x, y) => y.alike - x.alike)) {
      if (alike >= ALIKE && free.has(a) && !partners.has(b)) pair(a, b);
    }
  }
  const index = ({ file, hunk }: Placed): HunkIndex => ({ file, hunk });
  return [
    ...now.map((b): HunkPair => {
      const a = partners.get(b);
      if (!a) return { change: 'new', path, old: undefined, now: index(b) };
      const same = a.lines.join('\n') === b.lines.join('\n');
      const change = same ? 'same' : a.changed === b.changed ? 'context' : 'changed';
      return { change, path, old: index(a), now: index(b) };
    }),
    ...[...free].map((a): HunkPair => ({ change: 'gone', path, old: index(a), now: undefined })),
  ];
}

/** The part of the longer hunk's lines that both have. */
function likeness(a: Placed, b: Placed): number {
  const counts = new Map<string, number>();
  for (const line of a.lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  let shared = 0;
  for (const line of b.lines) {
    const count = counts.get(line) ?? 0;
    if (count > 0) shared++;
    counts.set(line, count - 1);
  }
  return shared / Math.max(a.lines.length, b.lines.length, 1);
}
