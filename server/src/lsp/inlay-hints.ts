import type { Connection, InlayHint } from 'vscode-languageserver';
import { dumpSizes } from '../languages/mtree/inlay-hints.ts';
import { toOffsets } from './convert.ts';
import type { Documents } from './documents.ts';
import type { Guard } from './guard.ts';

/** textDocument/inlayHint in dumps: sizes, where the setting has them. */
export function inlayHints(connection: Connection, documents: Documents, guard: Guard): void {
  connection.languages.inlayHint.on(
    guard(null, ({ textDocument: { uri }, range }): InlayHint[] | null => {
      const dump = documents.workspace.settings.inlayHints.sizes ? documents.dump(uri) : undefined;
      if (!dump) return null;
      return dumpSizes(dump, toOffsets(dump.index, range)).map(({ offset, label }) => ({
        position: dump.index.positionAt(offset),
        label,
        paddingLeft: true,
      }));
    }),
  );
}
