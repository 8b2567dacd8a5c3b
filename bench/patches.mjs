// @ts-check
// A series of 4 MB, as one 8-bit mbox and as its diffs alone, read by our parser and by npm's: speed, and correctness
// against git apply --numstat.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const OURS = 'ours';
const ALL = [
  OURS,
  'ours, with every line as an object',
  'parse-diff',
  'gitdiff-parser',
  'parse-git-diff',
  'what-the-diff',
  'diff',
];
const ROUNDS = 3;
const RUNS = 12;
const PATIENCE = 20_000;

/**
 * @param {{ work: string, cli: string, bundle: (name: string) => Promise<string>, median: (values: readonly number[]) => number,
 *   line: (what: string, figure: string, value?: number, most?: number, budgetText?: string) => void }} bench
 */
export async function benchPatches({ work, cli, bundle, median, line }) {
  const { seriesTexts } = await import(pathToFileURL(await bundle('mbox')).href).then((m) => m.default ?? m);
  const parsers = await bundle('parsers');
  const texts = seriesTexts(4_000_000);
  for (const [form, text] of Object.entries(texts)) {
    const file = join(work, `large.${form}`);
    writeFileSync(file, text);
    const { stdout, stderr } = spawnSync('git', ['apply', '--numstat'], { cwd: work, input: text, maxBuffer: 1 << 28 });
    const truth = stdout.toString().trimEnd().split('\n');
    if (truth.length < 100) throw new Error(`git apply refuses the bench's own patch: ${stderr}`);
    const megabytes = Buffer.byteLength(text) / 1e6;
    console.log(`a series as ${form}, ${megabytes.toFixed(1)} MB, ${truth.length} files, each parser warm:`);

    /** @param {string} parser */
    const run = (parser) => {
      const args = [parsers, file, parser, String(RUNS)];
      const { status, stdout, stderr } = spawnSync(process.execPath, args, { maxBuffer: 1 << 28, timeout: PATIENCE });
      if (status !== 0) return /^\w*Error: .*/m.exec(stderr.toString())?.[0] ?? `no answer in ${PATIENCE / 1000} s`;
      /** @type {{ times: number[], files: [string, number, number][] }} */
      const { times, files } = JSON.parse(stdout.toString());
      return { first: times[0] ?? 0, warm: median(times.slice(RUNS >> 1)), files };
    };
    // in rounds, so that a machine that gets slower meanwhile does not count
    /** @type {Map<string, Exclude<ReturnType<typeof run>, string>[]>} */
    const runs = new Map(ALL.map((name) => [name, []]));
    for (let round = 0; round < ROUNDS; round++) {
      for (const [name, list] of runs) {
        const result = run(name);
        if (typeof result === 'object') list.push(result);
        else {
          console.log(`  ${name}: fails (${result})`);
          runs.delete(name);
        }
      }
    }
    const own = median((runs.get(OURS) ?? []).map((r) => r.warm));
    const wanted = new Set(truth);
    for (const [name, list] of runs) {
      const time = median(list.map((r) => r.warm));
      const found = new Set(list[0]?.files.map(([path, added, deleted]) => `${added}\t${deleted}\t${path}`));
      const right = [...wanted].filter((row) => found.has(row)).length;
      const said = `  ${name}: ${list[0]?.files.length} files, ${right} of ${wanted.size} as Git`;
      if (name.startsWith(OURS)) line(said, ms(time));
      else
        line(said, ms(time), own / time, right === wanted.size ? 1 : Number.POSITIVE_INFINITY, 'ours at most as long');
    }
    const speed = megabytes / (own / 1000);
    line('  ours, MB/s', speed.toFixed(0), 100 / speed, 1, 'at least 100');
    line('  ours, the first time in a process', ms(median((runs.get(OURS) ?? []).map((r) => r.first))));
    const whole = Array.from({ length: 3 }, () => {
      const start = performance.now();
      spawnSync(process.execPath, [cli, 'parse', file], { stdio: 'ignore' });
      return performance.now() - start;
    });
    line('  `parse`, a whole process', ms(median(whole)));
  }
}

const ms = (/** @type {number} */ value) => `${value.toFixed(1)} ms`;
