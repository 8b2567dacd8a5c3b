import { describe, expect, it } from 'vitest';
import { readPatch } from '../../../server/src/patch/read-patch.ts';
import { findClaims } from '../../../server/src/review/claims/find-claims.ts';
import type { Claim, Figure } from '../../../server/src/review/claims/model.ts';

const mail = (message: string): string =>
  `From: A <a@example.org>\nSubject: [PATCH] memory: Share more\n\n${message}\n---\n memory.c | 2 +-\n 1 file changed, 1 insertion(+), 1 deletion(-)\n\n` +
  'diff --git a/memory.c b/memory.c\n--- a/memory.c\n+++ b/memory.c\n@@ -1 +1 @@\n-a\n+b\n-- \n2.40\n';

const claimsOf = (message: string): readonly Claim[] => {
  const text = mail(message);
  const [patch] = readPatch(text).patches;
  return patch ? findClaims(text, patch.message) : [];
};

const figure = ({ value, grain }: Figure): string => `${grain > 0 ? '~' : ''}${value}`;

/** "flatViews 557 -> 260" */
function say({ counted, statement }: Claim): string {
  switch (statement.kind) {
    case 'change':
      return `${counted} ${figure(statement.before)} -> ${figure(statement.after)}`;
    case 'count':
      return `${counted} ${figure(statement.value)} ${statement.side}`;
    case 'times':
      return `${counted} ${statement.less ? '/' : '*'} ${figure(statement.times)} ${statement.bound}`;
    case 'percent':
      return `${counted} ${statement.less ? '-' : '+'}${figure(statement.percent)} %`;
    case 'difference':
      return `${counted} ${statement.less ? '-' : '+'}${figure(statement.by)}`;
    case 'same':
      return `${counted} same`;
  }
}

describe('the numbers that a message claims', () => {
  it.each([
    ['FlatViews: 557 -> 260.', 'flatViews 557 -> 260'],
    ['We go 1,557 -> 1,260 FVs here.', 'flatViews 1557 -> 1260'],
    ['The number of FlatViews goes from 557 to 260.', 'flatViews 557 -> 260'],
    ['It takes us from 557 FlatViews to 260.', 'flatViews 557 -> 260'],
    ['There are 557 FlatViews before, 260 after.', 'flatViews 557 -> 260'],
    ['Before this patch there are 557 FlatViews, after it 260.', 'flatViews 557 -> 260'],
    ['We end up with 260 FlatViews instead of 557.', 'flatViews 557 -> 260'],
    ['Only 260 FlatViews are left, down from 557.', 'flatViews 557 -> 260'],
    ['before: 557 FlatViews\nafter: 260', 'flatViews 557 -> 260'],
    ['FlatViews on that board:\n  before: 557\n  after:  260', 'flatViews 557 -> 260'],
    ['             before   after\nFlatViews       557     260', 'flatViews 557 -> 260'],
    ['address spaces 47 => 47\nFlatViews 39 => 11', 'addressSpaces 47 -> 47', 'flatViews 39 -> 11'],
    ['This halves the FlatViews.', 'flatViews / 2 exactly'],
    ['This more than halves the number of FlatViews.', 'flatViews / 2 more'],
    ['It needs half as many FlatViews.', 'flatViews / 2 exactly'],
    ['We get 3 times fewer dispatch nodes.', 'dispatchNodes / 3 exactly'],
    ['This reduces the number of FlatViews by 53 %.', 'flatViews -53 %'],
    ['That is 53% fewer FlatViews.', 'flatViews -53 %'],
    ['It removes 296 FlatViews.', 'flatViews -296'],
    ['There are 12 fewer address spaces.', 'addressSpaces -12'],
    ['No change in FlatViews.', 'flatViews same'],
    ['The number of FlatViews stays the same.', 'flatViews same'],
    ['This does not change the FlatViews.', 'flatViews same'],
    ['Only 4 FlatViews are alive.', 'flatViews 4 unsaid'],
    ['Only 4 FlatViews are alive, and about 2000 are created.', 'flatViews 4 unsaid', 'flatViewsCreated ~2000 unsaid'],
    ['Sharing FlatViews saves 120 MB of memory.', `memory -~${120 * 1024 * 1024}`],
    ['FlatViews are shared, so memory use goes from 18 G to 17 G.', `memory ~${18 * 1024 ** 3} -> ~${17 * 1024 ** 3}`],
    [
      'This cuts FlatViews in use (557 -> 260) and dispatch\ntables (~800k -> ~370k).',
      'flatViews 557 -> 260',
      'dispatchTrees ~800000 -> ~370000',
    ],
  ])('%j', (message, ...expected) => {
    expect(claimsOf(message).map(say)).toEqual(expected);
  });

  it.each([
    'The PCI window of the board is 64 MiB at 0x10000000.',
    'CPUs with 48-bit address spaces need 4 levels.',
    'Each CPU has 2 address spaces: secure and not.',
    'We support up to 16 address spaces.',
    'Fail where there are more than two address spaces.',
    'Since 2.11 FlatViews are shared; see bug 1557260.',
    'flatview_read() in exec.c:3165 returns 4.',
    'No functional change.',
    'This saves 120 MB of memory.',
    'Boot time goes down from 25s to 20s for 112 FlatViews with each device.',
    'Bump the table from 16 to 32 entries.',
    '> FlatViews: 557 -> 260 (quoted)',
    'FlatView #0\n  0000000000000000-0000000000000fff (prio 0, ram): ram',
    'Reported-by: 260 FlatViews <a@example.org>',
  ])('%j claims nothing', (message) => {
    expect(claimsOf(message).map(say)).toEqual([]);
  });

  it('stand at their numbers, over the ends of lines', () => {
    const text = mail('On this board the FlatViews that are in use go down from 557 to\n260 and this is good.');
    const [claim] = claimsOf('On this board the FlatViews that are in use go down from 557 to\n260 and this is good.');
    expect(text.slice(claim?.range.start, claim?.range.end)).toBe('557 to\n260');
    expect(text.slice(claim?.noun.start, claim?.noun.end)).toBe('FlatViews');
  });

  it('are read in linear time', () => {
    const start = performance.now();
    for (const word of ['FlatViews 557 -> ', '557 ', 'FlatViews ', '1,111,', '( before 1 after ', 'no change in '])
      claimsOf(`FlatViews ${word.repeat(100_000)}\n${`${word}\n`.repeat(10_000)}`);
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

describe('the machine that is named', () => {
  it.each([
    ['With "-M pc" and 24 e1000 there are only 4 FlatViews.', 'pc', 'device e1000 24'],
    ['On a pc with 8 CPUs there are only 4 FlatViews.', 'pc', 'cpu  8'],
    ['Only 4 FlatViews exist on q35 with 40 PCI bridges.', 'q35', 'bridge  40'],
    ['On POWER9 with 10 virtio-net we get only 4 FlatViews.', 'pseries,powernv', 'virtio virtio-net 10'],
    ['Run with -machine pc-q35-7.2,accel=kvm -smp 8. There are only 4 FlatViews then.', 'q35', 'cpu  8'],
    ['A pseries guest has 3 CPUs:\n\nFlatViews: 9 -> 4', 'pseries', 'cpu  3'],
  ])('%j', (message, types, ...devices) => {
    const [claim] = claimsOf(message);
    expect(claim?.machine?.types.join()).toBe(types);
    expect(claim?.machine?.devices.map(({ kind, name, count }) => `${kind} ${name} ${count}`)).toEqual(devices);
  });

  it('is not the one of a paragraph further up, unless the sentence points back', () => {
    const far = 'We tried q35.\n\nIt worked well.\n\n';
    expect(claimsOf(`${far}Only 4 FlatViews are alive.`)[0]?.machine).toBeUndefined();
    expect(claimsOf(`${far}Only 4 FlatViews are alive in the example above.`)[0]?.machine?.types).toEqual(['q35']);
  });
});
