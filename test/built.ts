import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Tests start the built server and command line; without them they would wait for answers that never come. */
export default function setup(): void {
  for (const file of ['server.js', 'cli.js']) {
    const path = fileURLToPath(new URL(`../dist/${file}`, import.meta.url));
    if (!existsSync(path)) throw new Error(`dist/${file} is not there: run "npm run build" before the tests.`);
  }
}
