// Gives texts made from seeds to the targets, for SECONDS or RUNS; prints the first seed, and each failure, which is
// written small under test/regressions/. usage: npm run fuzz -- [--seconds N] [--runs N] [--seed N]
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { inputOf } from './inputs.ts';
import { shrink } from './shrink.ts';
import { failureOf } from './targets.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    runs: { type: 'string', default: '1000000000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
  },
});
const first = Number(values.seed);
const until = performance.now() + Number(values.seconds) * 1000;
const folder = join(process.cwd(), 'test/regressions');
const known = new Set<string>();
let runs = 0;
for (; runs < Number(values.runs) && performance.now() < until; runs++) {
  const text = inputOf(first + runs);
  const failure = failureOf(text);
  if (failure === undefined) continue;
  const kind = (failure.split('"')[0] ?? '').replace(/\d+/g, 'N');
  if (known.has(kind)) continue;
  known.add(kind);
  const small = failure.startsWith('slow') ? text : shrink(text, (shorter) => failureOf(shorter) !== undefined);
  const file = join(folder, `seed-${first + runs}.txt`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, small);
  console.log(`seed ${first + runs}: ${failure}; ${small.length} characters of it are in ${file}`);
}
console.log(`${runs} texts from seed ${first}, ${known.size} kinds of failure`);
process.exitCode = known.size > 0 ? 1 : 0;
