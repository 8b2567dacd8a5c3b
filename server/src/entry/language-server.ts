import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { version } from '../../../package.json';
import { nodeBackground } from '../host/node/background/index.ts';
import { nodeHost } from '../host/node/files.ts';
import { nodeGit } from '../host/node/git/index.ts';
import { nodeQemu } from '../host/node/qemu/index.ts';
import { serve } from '../lsp/server.ts';
import type { Evaluation } from '../source/evaluate/core/evaluate.ts';
import type { EvaluationJob } from '../source/evaluate/core/job.ts';
import { Workspace } from '../workspace/workspace.ts';

// The language server: over IPC under VS Code, over stdio with --stdio elsewhere; vscode-languageserver reads argv.
if (!process.argv.some((argument) => /^--(stdio|node-ipc|socket=|pipe=)/.test(argument))) process.argv.push('--stdio');
const beside = pathToFileURL(join(__dirname, '..', 'machines')).href;
const evaluator = nodeBackground<EvaluationJob, Evaluation>(join(__dirname, 'evaluator.js'));
const connection = createConnection(ProposedFeatures.all);
serve(
  connection,
  (folder) => new Workspace(nodeHost, folder ?? beside, { git: nodeGit, evaluator }),
  nodeQemu,
  version,
);
connection.listen();
