import type { Connection, DocumentSymbol, FoldingRange } from 'vscode-languageserver';
import type { Dump } from '../languages/mtree/dump.ts';
import { dumpFolds } from '../languages/mtree/folds.ts';
import { dumpOutline } from '../languages/mtree/outline.ts';
import { patchFolds } from '../languages/patch/folds.ts';
import { patchOutline } from '../languages/patch/outline.ts';
import { toFold, toSymbol } from './convert.ts';
import type { Documents, PatchDocument } from './documents.ts';
import type { Guard } from './guard.ts';
import { remember } from './remember.ts';

/** textDocument/documentSymbol and textDocument/foldingRange. */
export function structure(connection: Connection, documents: Documents, guard: Guard): void {
  const dumpSymbols = remember(({ sections, index }: Dump) =>
    dumpOutline(sections).map((outline) => toSymbol(index, outline)),
  );
  const dumpRanges = remember((dump: Dump) => dumpFolds(dump).flatMap((fold) => toFold(dump.index, fold) ?? []));
  const patchSymbols = remember((patch: PatchDocument) =>
    patchOutline(patch.set, documents.workspace.series(patch).series).map((outline) => toSymbol(patch.index, outline)),
  );
  const patchRanges = remember(({ set, text, index }: PatchDocument) =>
    patchFolds(set, text).flatMap((fold) => toFold(index, fold) ?? []),
  );
  connection.onDocumentSymbol(
    guard([], ({ textDocument: { uri } }): DocumentSymbol[] => {
      const dump = documents.dump(uri);
      if (dump) return dumpSymbols(dump);
      const patch = documents.patch(uri);
      return patch ? patchSymbols(patch) : [];
    }),
  );
  connection.onFoldingRanges(
    guard([], ({ textDocument: { uri } }): FoldingRange[] => {
      const dump = documents.dump(uri);
      if (dump) return dumpRanges(dump);
      const patch = documents.patch(uri);
      return patch ? patchRanges(patch) : [];
    }),
  );
}
