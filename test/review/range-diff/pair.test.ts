import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { Patch } from '../../../server/src/patch/model.ts';
import { readPatch } from '../../../server/src/patch/read-patch.ts';
import { assign } from '../../../server/src/review/range-diff/assign.ts';
import { diffLines, diffSize } from '../../../server/src/review/range-diff/line-diff.ts';
import { alone, diffText, pairPatches } from '../../../server/src/review/range-diff/pair.ts';
import { Repository, type Tree, trees } from '../../patch/git-series.ts';

const repository = new Repository();
afterAll(() => repository.remove());

describe('the shortest script of changed lines', () => {
  const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 });

  it('makes one text of the other, with as few lines as the longest common part leaves', () => {
    fc.assert(
      fc.property(lines, lines, (old, now) => {
        const changes = diffLines(old, now, 100) ?? expect.fail();
        const made: string[] = [];
        let at = 0;
        for (const { old: from, oldEnd, now: start, nowEnd } of changes) {
          made.push(...old.slice(at, from), ...now.slice(start, nowEnd));
          at = oldEnd;
        }
        expect([...made, ...old.slice(at)]).toEqual(now);
        const count = changes.reduce((sum, c) => sum + c.oldEnd - c.old + c.nowEnd - c.now, 0);
        expect(count).toBe(old.length + now.length - 2 * commonLength(old, now));
      }),
    );
  });

  it('is given up where it is longer than asked for', () => {
    expect(diffLines(['a', 'b'], ['c', 'd'], 3)).toBeUndefined();
  });

  it('is as long as the diff that Git prints', () => {
    const size = (old: string, now: string): number => diffSize(diffLines([...old], [...now], 100) ?? [], old.length);
    expect(size('abcdefgh', 'abcdefgh')).toBe(0);
    expect(size('abcdefgh', 'abcdXfgh')).toBe(9); // header, bcd, -e, +X, fgh
    expect(size('a', 'b')).toBe(3);
    expect(size('1abcdefgh2', 'Xabcdefg1h2Y')).toBe(14); // header, -1, +X, abc; header, efg, +1, h2, +Y
  });
});

function commonLength(a: readonly string[], b: readonly string[]): number {
  const rows = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const [up = 0, left = 0, both = 0] = [rows[i - 1]?.[j], rows[i]?.[j - 1], rows[i - 1]?.[j - 1]];
      (rows[i] ?? [])[j] = a[i - 1] === b[j - 1] ? both + 1 : Math.max(up, left);
    }
  }
  return rows[a.length]?.[b.length] ?? 0;
}

it('assigns rows to columns at the least sum', () => {
  const matrix = fc
    .integer({ min: 1, max: 5 })
    .chain((n) => fc.array(fc.array(fc.nat(20), { minLength: n, maxLength: n }), { minLength: n, maxLength: n }));
  fc.assert(
    fc.property(matrix, (costs) => {
      const sum = (columns: readonly number[]): number =>
        columns.reduce((total, column, row) => total + (costs[row]?.[column] ?? 0), 0);
      const found = assign(costs.length, (row, column) => costs[row]?.[column] ?? 0);
      expect([...found].sort()).toEqual([...costs.keys()]);
      expect(sum(found)).toBe(Math.min(...permutations([...costs.keys()]).map(sum)));
    }),
  );
});

function permutations(of: readonly number[]): number[][] {
  if (of.length === 0) return [[]];
  return of.flatMap((first) => permutations(of.filter((one) => one !== first)).map((rest) => [first, ...rest]));
}

describe('pairs of two versions', { timeout: 120_000 }, () => {
  /** A second version: commits are left out, and a line comes in a file from some commit on. */
  const versions = fc.record({
    made: trees,
    leave: fc.nat(5),
    from: fc.nat(5),
    word: fc.constantFrom('', 'one', 'two'),
  });

  /** What pairs cost by Git's reckoning: the size of their diffs, and of each patch alone 60 % of its lines. */
  const costOf = (old: readonly Patch[], now: readonly Patch[]) => (pairs: readonly number[]) => {
    const paired = pairs.map((j, i) => {
      const [a, b] = [old[i] ?? expect.fail(), now[j]];
      if (!b) return alone(diffText(a));
      return diffSize(diffLines(diffText(a), diffText(b), 10_000) ?? [], diffText(a).length);
    });
    const left = now.filter((_, j) => !pairs.includes(j)).map((patch) => alone(diffText(patch)));
    return [...paired, ...left].reduce((sum, one) => sum + one, 0);
  };

  it('are those of git range-diff', () => {
    fc.assert(
      fc.property(versions, ({ made, leave, from, word }) => {
        const again = made.flatMap((tree, i): Tree[] => {
          if (i > 0 && i === leave && made.length > 3) return [];
          return [
            i > 0 && i >= from && word
              ? { ...tree, 'memory.c': `${tree['memory.c'] ?? ''}    added_${word}();\n` }
              : tree,
          ];
        });
        const [old, now] = [repository.history(made), repository.history(again)];
        const base = old[0] ?? '';
        const words = ['range-diff', '--no-color', '--no-patch', `${base}..${old.at(-1)}`, `${now[0]}..${now.at(-1)}`];
        const told = repository.git(words).trim().split('\n').filter(Boolean);
        const expected = new Map<number, number>();
        for (const line of told) {
          const [, a, b] = /^ *(\d+|-): .{7,40} [=!<>] +(\d+|-):/.exec(line) ?? expect.fail(line);
          if (a !== '-') expected.set(Number(a) - 1, b === '-' ? -1 : Number(b) - 1);
        }
        const patches = (commits: readonly string[]) =>
          readPatch(repository.mails(commits[0] ?? '', commits.at(-1) ?? '').join('')).patches;
        const pairs = pairPatches(patches(old), patches(now));
        // of several ways that cost the same, Git takes one
        const cost = costOf(patches(old), patches(now));
        expect(cost(pairs), told.join('\n')).toBe(cost(pairs.map((_, i) => expected.get(i) ?? expect.fail())));
      }),
      { numRuns: 20, seed: 4 },
    );
  });
});
