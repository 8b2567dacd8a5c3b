// Adds up what the steps' test runners counted, and a step that failed without a count as one failure.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder = '.', failedSteps = '0'] = process.argv.slice(2);
const counters = [
  [/^\s*Tests\s+.*?(\d+) passed/gm, /^\s*Tests\s+.*?(\d+) failed/gm], // vitest
  [/^\s*(\d+) passing/gm, /^\s*(\d+) failing/gm], // mocha
  [/^(\d+) passed, \d+ failed/gm, /^\d+ passed, (\d+) failed/gm], // ours
  [/(\.test) run successfu/gm, /(\.test) (?:failed|FAILED)/gm], // grammar files
];
const sum = (text, pattern) =>
  [...text.matchAll(pattern)].reduce((n, m) => n + (/^\d+$/.test(m[1] ?? '') ? Number(m[1]) : 1), 0);
let passed = 0;
let failed = 0;
for (const file of readdirSync(folder)) {
  const text = readFileSync(join(folder, file), 'utf8');
  const own = counters.reduce((n, [, bad]) => n + sum(text, bad), 0);
  passed += counters.reduce((n, [good]) => n + sum(text, good), 0);
  failed += own === 0 && text.includes('step failed:') ? 1 : own;
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || failedSteps !== '0' || passed === 0 ? 1 : 0;
