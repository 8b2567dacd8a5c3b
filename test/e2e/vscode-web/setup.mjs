// Ends what `npm ci` began: the dependencies of the VS Code server inside code-server, without their install scripts
// (nothing is compiled), and a stand-in for the one compiled module that is missed. Does nothing where that is done.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.join(here, 'node_modules/code-server/lib/vscode');
if (!existsSync(path.join(root, 'node_modules/@vscode/spdlog'))) {
  const r = spawnSync(
    'npm',
    ['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' },
  );
  if (r.status !== 0) process.exit(r.status ?? 1);
}
spawnSync(process.execPath, [path.join(here, 'stub-natives.cjs'), root], { stdio: 'inherit' });
