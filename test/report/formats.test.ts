import { expect, test } from 'vitest';
import { formatsTable } from '../../server/src/report/formats.ts';

test('docs/mtree-formats.md is the table that readers and printers run on (npx vitest run test/report -u writes it)', async () => {
  await expect(formatsTable()).toMatchFileSnapshot('../../docs/mtree-formats.md');
});

test('every value of every trait has words', () => {
  expect(formatsTable()).not.toContain('undefined');
});
