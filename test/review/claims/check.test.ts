import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readDump } from '../../../server/src/machine/dump/read-dump.ts';
import { readPatch } from '../../../server/src/patch/read-patch.ts';
import { claimMarkdown, claimMessage } from '../../../server/src/report/claims.ts';
import { checkClaims } from '../../../server/src/review/claims/check-claims.ts';
import type { CheckedClaim } from '../../../server/src/review/claims/model.ts';
import type { ReviewMachine } from '../../../server/src/review/model.ts';
import { reviewPatches } from '../../../server/src/review/review.ts';
import { hasShared, readShared, WITHOUT } from '../../shared.ts';

const sample = (path: string): string =>
  readFileSync(fileURLToPath(new URL(`../../../${path}`, import.meta.url)), 'utf8');
const machine = (label: string, text: string): ReviewMachine => ({
  id: label,
  label,
  origin: 'added',
  machine: readDump(text),
});

const PATCH = sample('samples/share-empty-view.patch');
const IDLE_NICS = machine('idle-nics', sample('samples/idle-nics.mtree'));
const Q35 = machine('q35', sample('machines/q35.mtree'));

const check = (text: string, machines: readonly ReviewMachine[]): readonly CheckedClaim[] =>
  checkClaims(text, reviewPatches({ text, set: readPatch(text) }, machines)).flat();

/** The sample patch with another message: it takes a pc with 24 e1000 and 8 CPUs from 39 FlatViews to 11. */
const saying = (message: string): string => {
  const start = PATCH.indexOf('A PCI device whose');
  return PATCH.slice(0, start) + message + PATCH.slice(PATCH.indexOf('\nSigned-off-by:'));
};
const verdicts = (message: string, machines: readonly ReviewMachine[] = [IDLE_NICS, Q35]): string[] =>
  check(saying(`${message}\n`), machines).map(
    ({ claim, verdict, machines: [first] }) =>
      `${claim.words}: ${verdict}${verdict === 'agrees' ? ` as ${first?.agreesAs?.name}` : ''}`,
  );

const ALL = 'alive, the empty ones included';
const ON = 'On a pc with 8 CPUs and 24 e1000';

describe('a claim on the machine that it names', () => {
  it.each([
    [`${ON}, FlatViews: 39 -> 11.`, `39 -> 11: agrees as ${ALL}`],
    [`${ON}, FlatViews: 39 -> 10.`, '39 -> 10: agrees as alive, but for the one shared empty view'],
    [`${ON}, FlatViews with ranges: 10 -> 10.`, '10 -> 10: agrees as with ranges'],
    [`${ON}, FlatViews: 39 -> 12.`, '39 -> 12: disagrees'],
    [`${ON}, FlatViews: about 40 -> ~10.`, `40 -> ~10: agrees as ${ALL}`],
    [`${ON} this removes 28 FlatViews.`, `28: agrees as ${ALL}`],
    [`${ON} there are 72 % fewer FlatViews.`, `72 % fewer: agrees as ${ALL}`],
    [`${ON} there are 60 % fewer FlatViews.`, '60 % fewer: disagrees'],
    [`${ON} this more than halves the FlatViews.`, `halves: agrees as ${ALL}`],
    [`${ON} there are 4 times fewer FlatViews.`, `4 times fewer: agrees as ${ALL}`],
    [`${ON} only 11 FlatViews are alive.`, `11: agrees as ${ALL}`],
    [`${ON} only 12 FlatViews are alive.`, '12: disagrees'],
    [`${ON} the number of address spaces stays the same.`, 'stays the same: agrees as address spaces'],
    [`${ON}, address spaces: 47 -> 47.`, '47 -> 47: agrees as address spaces'],
    ['No change in FlatViews.', 'No change: disagrees'],
  ])('%s', (message, ...expected) => {
    expect(verdicts(message)).toEqual(expected);
  });

  it.each([
    ['FlatViews: 39 -> 11.', /It names no machine; on idle-nics it would agree/],
    ['On a pc with 9 CPUs, FlatViews: 39 -> 11.', /No machine here is what it names \(a pc with 9 CPUs\)/],
    ['On POWER9 with 8 CPUs, FlatViews: 39 -> 11.', /idle-nics: its type is pc, not p/],
    [`${ON}, about 2000 FlatViews are created.`, /does not count FlatViews made since the start/],
    [`${ON}, dispatch tables ~8000 -> ~3000.`, /It may be of dispatch trees made since the start/],
    [`${ON}, memory usage with shared FlatViews: 18 GB -> 17 GB.`, /It may be of memory of the whole process/],
  ])('cannot be checked, with the reason: %s', (message, reason) => {
    const [checked] = check(saying(`${message}\n`), [IDLE_NICS, Q35]);
    expect(checked?.verdict).toBe('unchecked');
    expect(checked?.reason).toMatch(reason);
  });

  it('that several machines are is checked where they agree', () => {
    const again = { ...IDLE_NICS, id: 'again', label: 'again' };
    expect(verdicts(`${ON}, FlatViews: 39 -> 11.`, [IDLE_NICS, again])).toEqual([`39 -> 11: agrees as ${ALL}`]);
    const pc = machine('pc', sample('machines/pc.mtree'));
    const [checked] = check(saying('With -M pc, FlatViews: 39 -> 11.\n'), [IDLE_NICS, pc]);
    expect(checked?.reason).toBe('Several machines here are what it names: it agrees on idle-nics, not on pc.');
  });

  it('cannot be checked where the patch is not recognised', () => {
    const text = saying(`${ON}, FlatViews: 39 -> 11.\n`).replace('== 0) {', '== 1) {');
    const [checked] = check(text, [IDLE_NICS]);
    expect(checked).toMatchObject({ verdict: 'unchecked', reason: expect.stringContaining('does not recognise') });
  });
});

describe('a cover letter', () => {
  const cover = (message: string, total: number): string =>
    `From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001\nFrom: Sample Author <sample@example.org>\nMessage-Id: <0@example.org>\nSubject: [PATCH 0/${total}] Less\n\n${message}\n\n`;
  const patch = PATCH.replace(
    'Subject: [PATCH]',
    'Message-Id: <1@example.org>\nIn-Reply-To: <0@example.org>\nSubject: [PATCH 1/1]',
  );

  it('is checked against the whole series', () => {
    const text = cover(`${ON}, FlatViews: 39 -> 11, not 39 -> 12 FlatViews.`, 1) + patch;
    expect(check(text, [IDLE_NICS]).map(({ claim, verdict }) => `${claim.words}: ${verdict}`)).toEqual([
      '39 -> 11: agrees',
      '39 -> 12: disagrees',
      'halves: unchecked',
      '39 -> 11: agrees',
    ]);
  });

  it('of which patches are missing cannot be checked', () => {
    const text = cover(`${ON}, FlatViews: 39 -> 11.`, 2) + patch.replace('1/1', '1/2');
    expect(check(text, [IDLE_NICS])[0]?.reason).toContain('not all of its patches are here');
  });
});

it('is told with our figure and how it was counted', () => {
  const [checked] = check(saying(`${ON}, FlatViews: 39 -> 10.\n`), [IDLE_NICS]);
  if (!checked) throw new Error('no claim');
  expect(claimMessage(checked)).toBe(
    '"39 -> 10" (FlatViews) agrees: on idle-nics it is 39 -> 10 (alive, but for the one shared empty view).',
  );
  expect(claimMarkdown(checked)).toContain('| `39 -> 10` | 39 -> 11 | alive, the empty ones included | `idle-nics` |');
});

describe.skipIf(!hasShared)(`the message that this began with${WITHOUT}`, () => {
  const dump = (name: string) => machine(name, readShared(`corpus/qemu-2.10-dev-e673ba9af9/${name}.mtree`));

  it('agrees in what the model counts, on the machines that it names', () => {
    const record = readPatch(readShared('seed/patchwork-816829.json')).decoded;
    const machines = ['pseries-10-10-4', 'pseries-defaults-255-255-40', 'pc-112-e1000'].map(dump);
    const found = check(record?.text ?? '', [...machines, IDLE_NICS]).map(
      ({ claim, verdict, machines: [first] }) =>
        `${claim.counted} ${claim.words}: ${verdict}, ${first?.machine}, ${first?.agreesAs?.before} -> ${first?.agreesAs?.after}`,
    );
    expect(found).toEqual([
      'flatViews halves: agrees, pseries-defaults-255-255-40, 557 -> 261',
      'flatViews 557 -> 260: agrees, pseries-defaults-255-255-40, 557 -> 260',
      'dispatchTrees ~800000 -> ~370000: unchecked, pseries-defaults-255-255-40, undefined -> undefined',
      'flatViews 4: agrees, pc-112-e1000, 123 -> 4',
    ]);
  });
});
