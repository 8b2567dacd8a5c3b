import type { Connection, DocumentSymbol, FoldingRange } from 'vscode-languageserver';
import { dumpFolds } from '../languages/mtree/folds.ts';
import { dumpOutline } from '../languages/mtree/outline.ts';
import { touchesQemu } from '../languages/patch/lenses.ts';
import { patchFolds, patchOutline } from '../languages/patch/outline.ts';
import { toFold, toSymbol } from './convert.ts';
import type { Documents } from './documents.ts';
import type { Guard } from './guard.ts';
import { perDump } from './per-dump.ts';

/** textDocument/documentSymbol and textDocument/foldingRange. */
export function structure(connection: Connection, documents: Documents, guard: Guard): void {
  const dumpSymbols = perDump(({ sections, index }) =>
    dumpOutline(sections).map((outline) => toSymbol(index, outline)),
  );
  const dumpRanges = perDump((dump) => dumpFolds(dump).flatMap((fold) => toFold(dump.index, fold) ?? []));
  connection.onDocumentSymbol(
    guard([], ({ textDocument: { uri } }): DocumentSymbol[] => {
      const opened = documents.get(uri);
      if (opened?.kind === 'dump') return dumpSymbols(documents.workspace.dumpDocument(uri, opened.text));
      if (opened?.kind !== 'patch') return [];
      const set = documents.workspace.readPatch(opened.text);
      return set.patches.some(touchesQemu) ? patchOutline(set).map((outline) => toSymbol(opened.index, outline)) : [];
    }),
  );
  connection.onFoldingRanges(
    guard([], ({ textDocument: { uri } }): FoldingRange[] => {
      const opened = documents.get(uri);
      if (opened?.kind === 'dump') return dumpRanges(documents.workspace.dumpDocument(uri, opened.text));
      if (opened?.kind !== 'patch') return [];
      const set = documents.workspace.readPatch(opened.text);
      return set.patches.some(touchesQemu) ? patchFolds(set).flatMap((fold) => toFold(opened.index, fold) ?? []) : [];
    }),
  );
}
