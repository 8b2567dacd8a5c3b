import { describe, expect, it } from 'vitest';
import { excerptHover, excerptProblems } from '../../../server/src/languages/patch/excerpts.ts';
import { NEWEST } from '../../../server/src/memory/core-versions.ts';
import { takeSnapshot } from '../../../server/src/memory/snapshot.ts';
import { readPatch } from '../../../server/src/patch/read-patch.ts';
import { type MessageReview, reviewMessages } from '../../../server/src/review/messages.ts';
import { reviewPatches } from '../../../server/src/review/review.ts';
import { mtree, read } from '../../machine/mtree.ts';

const BOARD = `
  address-space: memory
    0-* (prio 0, i/o): system
      1000-1fff (prio 0, i/o): board.uart
      2000-2fff (prio 0, i/o): board.timer
      3000-3fff (prio 0, i/o): board.rng
      80000000-8fffffff (prio 0, ram): board.ram
  `;
const machine = { id: 'board', label: 'board', origin: 'added', machine: read(BOARD) } as const;

const mail = (message: string): string =>
  `From: A <a@example.org>\nSubject: [PATCH] hw/x: Move\n\n${message}\n---\n hw/x.c | 2 +-\n\n` +
  'diff --git a/hw/x.c b/hw/x.c\n--- a/hw/x.c\n+++ b/hw/x.c\n@@ -1 +1 @@\n-a;\n+memory_region_add_subregion(s, 0, m);\n';

function reviewed(text: string, machines = [machine]): MessageReview {
  const review = reviewPatches({ text, set: readPatch(text) }, machines);
  return reviewMessages(text, review, (one) => takeSnapshot(one.machine.topology, NEWEST.behaviour));
}

const check = (message: string, machines = [machine]) => reviewed(mail(message), machines).excerpts.flat();

/** "same uart", "other timer: it is at ..." */
const lines = (message: string): string[] =>
  (check(message)[0]?.on?.lines ?? []).map(
    ({ region, is, how }) => `${is} ${region.line.name}${how.length > 0 ? `: ${how.join(', ')}` : ''}`,
  );

describe('an excerpt against a machine that has its regions', () => {
  it('agrees line by line, and what it leaves out is said', () => {
    const shown = mtree(BOARD).replace(/.*board.timer\n.*board.rng\n/, '      ...\n');
    expect(lines(`Before:\n${shown}`)).toEqual(['same system', 'same board.uart', 'same board.ram']);
    expect(check(`Before:\n${shown}`)[0]?.on?.leftOut).toEqual([{ of: 'system', names: ['board.timer', 'board.rng'] }]);
  });

  it.each([
    [
      'another address',
      /0000000000001000-0000000000001fff/,
      '0000000000005000-0000000000005fff',
      'it is at 0000000000001000-0000000000001fff',
    ],
    ['another size', /0000000000001fff/, '0000000000001ffe', 'it is at 0000000000001000-0000000000001fff'],
    ['another priority', /prio 0(?=.*uart)/, 'prio -1', 'its priority is 0'],
    ['another type', /i\/o(?=.*uart)/, 'rom', 'its type is i/o'],
  ])('disagrees: %s', (_, from, to, how) => {
    expect(lines(`Before:\n${mtree(BOARD).replace(from, to)}`)).toContain(`other board.uart: ${how}`);
  });

  it('of a view is compared with what is rendered', () => {
    const view = mtree(`
      FlatView #0
       Root memory region: system
        1000-1fff (prio 0, i/o): board.uart
        80001000-8fffffff (prio 0, ram): board.ram @1000
      `);
    expect(lines(`Currently the flat view is:\n${view}`)).toEqual([
      'same board.uart',
      'other board.ram: it is at 0000000080000000-000000008fffffff, its offset is 0000000000000000',
    ]);
    expect(check(view)[0]?.on?.leftOut).toEqual([{ of: 'system', names: ['board.timer', 'board.rng'] }]);
  });

  it('as a diff is compared with Before, and After is said not to be known', () => {
    const diff = mtree(BOARD)
      .replace(/^/gm, ' ')
      .replace(/^ (.*board.uart)$/m, '-$1\n+$1.new');
    expect(lines(diff)).toContain('absent board.uart.new');
    expect(check(diff)[0]?.reason).toBe(
      'The model cannot make After of this patch; board, which may have it or not, has 5 of its 6 lines as they are.',
    );
    expect(excerptProblems(reviewed(mail(diff))).map(({ code }) => code)).toEqual(['excerpt-unchecked']);
  });

  it('is marked where it says Before and the machine is otherwise', () => {
    const text = mail(`Before:\n${mtree(BOARD).replace(/prio 0(?=.*uart)/, 'prio 1')}`);
    const [problem] = excerptProblems(reviewed(text));
    expect(problem).toMatchObject({
      code: 'excerpt-disagrees',
      severity: 'information',
      message: 'On board, "board.uart" is otherwise: its priority is 0.',
    });
    expect(text.slice(problem?.range.start, problem?.range.end)).toMatch(/^0000000000001000.*board\.uart$/);
  });
});

describe('an excerpt of a machine that is not here', () => {
  const OTHER = mtree(BOARD).replaceAll('board.', 'other.');

  it('is read by itself, and says so', () => {
    expect(check(OTHER)[0]).toMatchObject({ on: undefined, reason: 'No machine here has its regions.' });
    expect(check(OTHER.replace('other.uart', 'board.uart'))[0]?.reason).toBe(
      'No machine here has its regions. board has 1 of 4.',
    );
  });

  it('has the hover of a dump', () => {
    const text = mail(`Before:\n\n${OTHER.replace(/^/gm, '    ')}`);
    const hover = excerptHover(reviewed(text), text.indexOf('other.timer'));
    expect(text.slice(hover?.range.start, hover?.range.end)).toBe('other.timer');
    expect(hover?.markdown).toContain('at `0x2000` in `system`');
    expect(hover?.markdown).toContain('- `memory`: all of it at `2000-2fff`');
    expect(hover?.markdown).toContain('By this excerpt alone');
    expect(hover?.markdown).toContain('what is not in it is not known');
    expect(excerptHover(reviewed(text), text.indexOf('Before:'))).toBeUndefined();
  });

  it('has the hover of a dump in views, and in lines that a diff takes out', () => {
    const view = mail(
      'FlatView #0\n Root memory region: system\n  0000000000001000-0000000000001fff (prio 0, i/o): x.uart\n',
    );
    expect(excerptHover(reviewed(view), view.indexOf('x.uart'))?.markdown).toContain('`x.uart`');
    const diff = mail(OTHER.replace(/^/gm, ' ').replace(/^ (.*other.uart)$/m, '-$1'));
    expect(excerptHover(reviewed(diff), diff.indexOf('other.uart'))?.markdown).toContain('at `0x1000` in `system`');
  });
});
