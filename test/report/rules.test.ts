import { expect, test } from 'vitest';
import { checkPatch } from '../../server/src/patch/checks/check-patch.ts';
import { readPatch } from '../../server/src/patch/read-patch.ts';
import { RULES } from '../../server/src/report/rule-table.ts';
import { atLevels, rulesDocument } from '../../server/src/report/rules.ts';

test('docs/rules.md is the table of the checks (npx vitest run test/report -u writes it)', async () => {
  await expect(rulesDocument()).toMatchFileSnapshot('../../docs/rules.md');
});

test.each(Object.entries(RULES).filter(([, { example }]) => example !== ''))(
  '%s shows in its example',
  (code, rule) => {
    const found = checkPatch(rule.example, readPatch(rule.example));
    expect(found.map((problem) => [problem.code, problem.severity, problem.fix !== undefined])).toEqual([
      [code, rule.severity, rule.fix !== undefined],
    ]);
  },
);

test('the setting hides a rule, or makes it more or less severe', () => {
  const problems = [
    { code: 'binary', severity: 'information' },
    { code: 'hunk-counts', severity: 'error' },
    { code: 'combined-diff', severity: 'warning' },
  ] as const;
  expect(atLevels(problems, { binary: 'off', 'hunk-counts': 'hint' })).toEqual([
    { code: 'hunk-counts', severity: 'hint' },
    { code: 'combined-diff', severity: 'warning' },
  ]);
});
