// Bundles the extension client, the language server, its evaluating thread and the command line, each to one CommonJS file under dist/.
// Sources are ESM; VS Code and npm load CommonJS everywhere (package.json has no "type").
import { rm } from 'node:fs/promises';
import { build, context } from 'esbuild';

const watch = process.argv.includes('--watch');
const common = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  sourcemap: watch,
  minify: !watch,
  keepNames: true,
  legalComments: 'none',
  logLevel: watch ? 'info' : 'warning',
};
const targets = [
  { entryPoints: { client: 'client/src/extension.ts' }, external: ['vscode'] },
  { entryPoints: { server: 'server/src/entry/language-server.ts' } },
  { entryPoints: { evaluator: 'server/src/entry/evaluator.ts' } },
  { entryPoints: { cli: 'server/src/entry/command-line.ts' }, banner: { js: '#!/usr/bin/env node' } },
];

if (!watch) await rm('dist', { recursive: true, force: true });
for (const target of targets) {
  const options = { ...common, ...target, outdir: 'dist' };
  if (watch) await (await context(options)).watch();
  else await build(options);
}
