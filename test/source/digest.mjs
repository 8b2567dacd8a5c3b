// Prints how parts of the transitions are written down, for C text with metavariables ($name) on stdin, one a line:
//   echo 'view = $fresh;' | node test/source/digest.mjs
// That text itself stays out of this repository where it is QEMU's.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const entry = fileURLToPath(new URL('../../server/src/source/patterns.ts', import.meta.url));
const { outputFiles } = await build({ entryPoints: [entry], bundle: true, write: false, format: 'esm' });
const { printOf } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);

let input = '';
for await (const chunk of process.stdin) input += chunk;
for (const line of input.split('\n')) if (line.trim() !== '') console.log(printOf(line));
