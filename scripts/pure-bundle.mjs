// Bundles the pure folders for a browser: fails if one of them reaches for Node, an editor or a connection.
import { build } from 'esbuild';

await build({
  stdin: {
    contents: [
      "export * from './server/src/review/review.ts';",
      "export * from './server/src/machine/dump/read-dump.ts';",
      "export * from './server/src/patch/read-patch.ts';",
      "export * from './server/src/patch/read-patch.ts';",
      "export * from './server/src/report/json.ts';",
      "export * from './server/src/report/side-text.ts';",
      "export * from './server/src/languages/patch/hover.ts';",
      "export * from './server/src/languages/patch/lenses.ts';",
      "export * from './server/src/languages/mtree/hover.ts';",
      "export * from './server/src/languages/mtree/outline.ts';",
    ].join('\n'),
    resolveDir: '.',
  },
  bundle: true,
  platform: 'browser',
  format: 'esm',
  write: false,
  logLevel: 'warning',
});
