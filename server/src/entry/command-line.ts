import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pico from 'picocolors';
import { version } from '../../../package.json';
import { run } from '../cli/program.ts';
import { nodeHost, nodeWriter } from '../host/node/files.ts';
import { nodeQemu } from '../host/node/qemu/index.ts';
import { terminal } from '../host/node/terminal.ts';
import { Workspace } from '../workspace/workspace.ts';

const workspace = new Workspace(nodeHost, pathToFileURL(join(__dirname, '..', 'machines')).href);
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // the reader of a pipe went away (`| head`): nothing is left to do
  process.exit(error.code === 'EPIPE' ? 0 : 2);
});
const own = terminal(pico.isColorSupported && process.stdout.isTTY);
void run(process.argv.slice(2), { workspace, terminal: own, qemu: nodeQemu, files: nodeWriter }, version).then(
  (code) => {
    process.exitCode = code;
  },
);
