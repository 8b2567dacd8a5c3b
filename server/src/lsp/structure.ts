import type { Connection, DocumentSymbol, FoldingRange } from 'vscode-languageserver';
import { dumpFolds, dumpOutline } from '../languages/mtree/outline.ts';
import { touchesQemu } from '../languages/patch/lenses.ts';
import { patchFolds, patchOutline } from '../languages/patch/outline.ts';
import { toFold, toSymbol } from './convert.ts';
import type { Documents } from './documents.ts';
import type { Guard } from './guard.ts';

/** textDocument/documentSymbol and textDocument/foldingRange. */
export function structure(connection: Connection, documents: Documents, guard: Guard): void {
  connection.onDocumentSymbol(
    guard([], ({ textDocument: { uri } }): DocumentSymbol[] => {
      const opened = documents.get(uri);
      if (opened?.kind === 'dump') return dumpOutline(opened.text).map((outline) => toSymbol(opened.index, outline));
      if (opened?.kind !== 'patch') return [];
      const set = documents.workspace.readPatch(opened.text);
      return set.patches.some(touchesQemu) ? patchOutline(set).map((outline) => toSymbol(opened.index, outline)) : [];
    }),
  );
  connection.onFoldingRanges(
    guard([], ({ textDocument: { uri } }): FoldingRange[] => {
      const opened = documents.get(uri);
      if (opened?.kind === 'dump') return dumpFolds(opened.text).flatMap((fold) => toFold(opened.index, fold) ?? []);
      if (opened?.kind !== 'patch') return [];
      const set = documents.workspace.readPatch(opened.text);
      return set.patches.some(touchesQemu) ? patchFolds(set).flatMap((fold) => toFold(opened.index, fold) ?? []) : [];
    }),
  );
}
