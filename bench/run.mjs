// @ts-check
// What DESIGN promises of speed, as ratios in one run: a dump of 812 address spaces to a Snapshot, cold and warm; ten
// times the machine; and the real QEMU asked for the same answer, where it is installed. usage: npm run bench
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { benchEvaluate } from './evaluate.mjs';
import { benchPatches } from './patches.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'qemu-memory-review-bench-'));
const bundle = async (name) => {
  const outfile = join(work, `${name}.cjs`);
  const entryPoints = [join(root, `bench/${name}.ts`)];
  await build({ entryPoints, outfile, bundle: true, platform: 'node', format: 'cjs', target: 'node20', minify: true });
  return outfile;
};
/** @param {readonly number[]} values */
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
/** @param {{ read: number, snapshot: number }} time */
const total = (time) => time.read + time.snapshot;

let failed = 0;
/** @param {string} what @param {string} figure @param {number | undefined} [value] @param {number} [most] @param {string} [budgetText] */
function line(what, figure, value, most = Number.POSITIVE_INFINITY, budgetText = `at most ${most}`) {
  const bad = value !== undefined && value > most;
  if (bad) failed++;
  const budget = Number.isFinite(most) ? `   (${budgetText}${bad ? ': MISSED' : ''})` : '';
  console.log(`${what.padEnd(58)} ${figure.padStart(12)}${budget}`);
}
const ms = (value) => `${value.toFixed(1)} ms`;

try {
  const read = await bundle('read');
  const { pseriesDump, POWER8 } = await import(pathToFileURL(await bundle('pseries')).href).then((m) => m.default ?? m);
  const small = join(work, 'small.mtree');
  const large = join(work, 'large.mtree');
  writeFileSync(small, pseriesDump(POWER8));
  writeFileSync(large, pseriesDump({ cpus: 2550, nics: 2550, bridges: 400 }));
  /** @param {string} file @param {number} runs */
  const times = (file, runs) => JSON.parse(execFileSync(process.execPath, [read, file, String(runs)]).toString());

  const cold = Array.from({ length: 7 }, () => times(small, 1)[0]);
  line(
    `dump of ${cold[0].addressSpaces} address spaces to Snapshot, cold`,
    ms(median(cold.map(total))),
    median(cold.map(total)),
    150,
  );
  const warm = times(small, 40).slice(20);
  line('the same, warm', ms(median(warm.map(total))), median(warm.map(total)), 40);
  line('  of it reading', ms(median(warm.map((t) => t.read))), undefined);
  line('  of it rendering', ms(median(warm.map((t) => t.snapshot))), undefined);
  // in pairs, so that a machine that gets slower meanwhile does not count
  const pairs = Array.from({ length: 5 }, () => {
    const one = median(times(small, 30).slice(15).map(total));
    const ten = times(large, 12).slice(6);
    return { ratio: median(ten.map(total)) / one, addressSpaces: ten[0].addressSpaces };
  });
  const growth = median(pairs.map((pair) => pair.ratio));
  line(
    `ten times the machine (${pairs[0]?.addressSpaces} address spaces): times the time`,
    growth.toFixed(1),
    growth,
    12,
  );

  const { series } = await import(pathToFileURL(await bundle('series')).href).then((m) => m.default ?? m);
  const mails = join(work, 'series.mbox');
  writeFileSync(mails, series(30, 5000, readFileSync(join(root, 'samples/share-empty-view.patch'), 'utf8')));
  const asking = [await bundle('editor'), join(root, 'dist/server.js'), mails];
  const { lines, answers } = JSON.parse(execFileSync(process.execPath, asking).toString());
  for (const [name, time] of Object.entries(answers))
    line(`an editor on 30 patches, ${lines} lines, warm: ${name}, p95`, ms(time), time, 10);

  await benchEvaluate({ bundle, median, line });
  await benchPatches({ work, cli: join(root, 'dist/cli.js'), bundle, median, line });

  const qemu = spawnSync('qemu-system-ppc64', ['--version']).status === 0;
  if (!qemu) console.log('qemu-system-ppc64 is not installed: not compared with starting the real QEMU.');
  else {
    const cli = join(root, 'dist/cli.js');
    const devices = Array.from({ length: 100 }, (_, i) => [
      '-device',
      `virtio-net-pci,bus=b${i % 4},addr=${(1 + (i >> 2)).toString(16)}`,
    ]).flat();
    const bridges = Array.from({ length: 4 }, (_, i) => ['-device', `pci-bridge,id=b${i},chassis_nr=${i + 1}`]).flat();
    const args = ['-M', 'pseries', '-smp', '32', '-display', 'none', '-S', '-nodefaults', ...bridges, ...devices];
    const input = 'info version\ninfo mtree -D\ninfo mtree -f -d\nquit\n';
    const ask = () => {
      const start = performance.now();
      const { stdout } = spawnSync('qemu-system-ppc64', [...args, '-monitor', 'stdio'], { input, maxBuffer: 1 << 28 });
      return { time: performance.now() - start, text: stdout.toString() };
    };
    const asked = [ask(), ask(), ask()];
    const dump = join(work, 'asked.mtree');
    // what readline echoes is no part of the answer
    writeFileSync(
      dump,
      (asked[0]?.text ?? '')
        .replaceAll('\r', '')
        .split('\n')
        .filter((l) => !l.includes('\u001b'))
        .join('\n'),
    );
    const own = Array.from({ length: 3 }, () => {
      const start = performance.now();
      execFileSync(process.execPath, [cli, 'flatview', '-d', dump], { stdio: ['ignore', 'ignore', 'ignore'] });
      return performance.now() - start;
    });
    line('the real QEMU, started and asked (136 address spaces)', ms(median(asked.map((a) => a.time))), undefined);
    line('its dump through `flatview -d`, a whole process', ms(median(own)), undefined);
    line(
      '  ratio',
      (median(own) / median(asked.map((a) => a.time))).toFixed(2),
      median(own) / median(asked.map((a) => a.time)),
      1,
    );
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;
