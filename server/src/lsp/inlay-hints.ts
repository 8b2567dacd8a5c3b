import type { Connection, InlayHint } from 'vscode-languageserver';
import { dumpSizes } from '../languages/mtree/inlay-hints.ts';
import { toOffsets } from './convert.ts';
import type { Documents } from './documents.ts';
import type { Guard } from './guard.ts';

/** "1023 KiB" */
const WIDTH = 8;
const NO_BREAK_SPACE = '\u00a0';

/** textDocument/inlayHint in dumps: sizes, where the setting has them. */
export function inlayHints(connection: Connection, documents: Documents, guard: Guard): void {
  connection.languages.inlayHint.on(
    guard(null, ({ textDocument: { uri }, range }): InlayHint[] | null => {
      const dump = documents.workspace.settings.inlayHints.sizes ? documents.dump(uri) : undefined;
      if (!dump) return null;
      return dumpSizes(dump, toOffsets(dump.index, range)).map(({ offset, label }) => ({
        position: dump.index.positionAt(offset),
        // one width for nearly all, so that what is behind them stays in its column
        label: label.padStart(WIDTH, NO_BREAK_SPACE),
        paddingLeft: true,
      }));
    }),
  );
}
