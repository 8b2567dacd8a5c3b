import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pico from 'picocolors';
import { version } from '../../../package.json';
import { run } from '../cli/program.ts';
import { nodeBackground } from '../host/node/background/index.ts';
import { nodeHost, nodeWriter } from '../host/node/files.ts';
import { nodeGit } from '../host/node/git/index.ts';
import { nodeQemu } from '../host/node/qemu/index.ts';
import { terminal } from '../host/node/terminal.ts';
import type { Evaluation } from '../source/evaluate/core/evaluate.ts';
import type { EvaluationJob } from '../source/evaluate/core/job.ts';
import { Workspace } from '../workspace/workspace.ts';

const evaluator = nodeBackground<EvaluationJob, Evaluation>(join(__dirname, 'evaluator.js'));
const machines = pathToFileURL(join(__dirname, '..', 'machines')).href;
const workspace = new Workspace(nodeHost, machines, { git: nodeGit, evaluator });
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
