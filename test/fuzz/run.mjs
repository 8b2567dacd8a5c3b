// @ts-check
// Bundles fuzz.ts and runs it here, with the arguments given. usage: npm run fuzz -- [--seconds N] [--runs N] [--seed N]
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const work = mkdtempSync(join(tmpdir(), 'qemu-memory-review-fuzz-'));
const outfile = join(work, 'fuzz.cjs');
const entryPoints = [fileURLToPath(new URL('fuzz.ts', import.meta.url))];
try {
  await build({ entryPoints, outfile, bundle: true, platform: 'node', format: 'cjs', target: 'node20' });
  const { status } = spawnSync(process.execPath, [outfile, ...process.argv.slice(2)], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}
