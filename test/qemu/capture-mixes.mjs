// @ts-check
/**
 * Captures every machine of mixes.json into OUTDIR/NAME.mtree, two at a time, a line each.
 * Exits with 1 if one of them fails.
 *
 *   node test/qemu/capture-mixes.mjs OUTDIR [NAME...]
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { argv } from 'node:process';
import { ALL_COMMANDS, capture, summary } from './capture.mjs';
import { abortedByUser } from './qmp.mjs';

const WORKERS = 2;

/**
 * @typedef {object} Mix
 * @property {string} name
 * @property {string} binary
 * @property {string[]} args
 */

const [directory, ...names] = argv.slice(2);
if (!directory) {
  console.error('usage: capture-mixes.mjs OUTDIR [NAME...]');
  process.exit(2);
}
/** @type {Mix[]} */
const mixes = JSON.parse(await readFile(new URL('mixes.json', import.meta.url), 'utf8'));
const unknown = names.filter((name) => !mixes.some((mix) => mix.name === name));
if (unknown.length > 0) {
  console.error(`no such machine in mixes.json: ${unknown.join(', ')}`);
  process.exit(2);
}
const queue = names.length > 0 ? mixes.filter((mix) => names.includes(mix.name)) : mixes;
const signal = abortedByUser();
let failed = 0;

await mkdir(directory, { recursive: true });
const remaining = queue.values();
await Promise.all(
  Array.from({ length: WORKERS }, async () => {
    // The workers share one iterator: each takes the next machine.
    for (const { name, binary, args } of remaining) {
      if (signal.aborted) {
        return;
      }
      try {
        const result = await capture(binary, args, ALL_COMMANDS, { signal });
        await writeFile(join(directory, `${name}.mtree`), result.text);
        console.log(`ok ${name}: ${summary(result)}`);
      } catch (error) {
        failed += 1;
        const message = error instanceof Error ? error.message : String(error);
        console.log(`FAILED ${name}: ${message.replaceAll('\n', ' | ')}`);
      }
    }
  }),
);
console.log(`${queue.length - failed} of ${queue.length} captured`);
process.exitCode = failed > 0 || signal.aborted ? 1 : 0;
