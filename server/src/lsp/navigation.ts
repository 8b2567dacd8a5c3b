import {
  type Connection,
  type DocumentHighlight,
  DocumentHighlightKind,
  type DocumentLink,
  type Location,
  type LocationLink,
} from 'vscode-languageserver';
import { dumpDefinition } from '../languages/mtree/definition.ts';
import type { Dump } from '../languages/mtree/dump.ts';
import { dumpLinks } from '../languages/mtree/links.ts';
import { dumpMentions } from '../languages/mtree/mentions.ts';
import { patchLinks } from '../languages/patch/links.ts';
import { toRange } from './convert.ts';
import type { Documents, PatchDocument } from './documents.ts';
import { fileDefinition } from './files.ts';
import type { Guard } from './guard.ts';
import { remember } from './remember.ts';

/**
 * textDocument/definition, references and documentHighlight in dumps; documentLink in dumps and patches; definition also
 * from a line of a hunk, for an editor that opens virtual documents (`canShow`).
 */
export function navigation(
  connection: Connection,
  documents: Documents,
  guard: Guard,
  { linkSupport, canShow }: { readonly linkSupport: boolean; readonly canShow: boolean },
): void {
  connection.onDefinition(
    guard(null, async ({ textDocument: { uri }, position }): Promise<Location[] | LocationLink[] | null> => {
      const patch = canShow ? documents.patch(uri) : undefined;
      if (patch) return fileDefinition(documents.workspace, uri, patch.index.offsetAt(position));
      const dump = documents.dump(uri);
      const found = dump && dumpDefinition(dump, dump.index.offsetAt(position));
      if (!found) return null;
      const targetSelectionRange = toRange(dump.index, found.selection);
      if (!linkSupport) return [{ uri, range: targetSelectionRange }];
      const originSelectionRange = toRange(dump.index, found.origin);
      const targetRange = toRange(dump.index, found.target);
      return [{ originSelectionRange, targetUri: uri, targetRange, targetSelectionRange }];
    }),
  );
  connection.onReferences(
    guard(null, ({ textDocument: { uri }, position, context }): Location[] | null => {
      const dump = documents.dump(uri);
      if (!dump) return null;
      return dumpMentions(dump, dump.index.offsetAt(position))
        .filter(({ declares }) => context.includeDeclaration || !declares)
        .map(({ range }) => ({ uri, range: toRange(dump.index, range) }));
    }),
  );
  connection.onDocumentHighlight(
    guard(null, ({ textDocument: { uri }, position }): DocumentHighlight[] | null => {
      const dump = documents.dump(uri);
      const found = dump ? dumpMentions(dump, dump.index.offsetAt(position)) : [];
      // null, not empty: the editor's own highlight of a word then has its turn
      if (!dump || found.length === 0) return null;
      return found.map(({ range, declares }) => ({
        range: toRange(dump.index, range),
        kind: declares ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
      }));
    }),
  );
  const links = remember((dump: Dump) =>
    dumpLinks(dump).map(({ range, target, tooltip }) => ({
      range: toRange(dump.index, range),
      line: dump.index.lineAt(target) + 1,
      tooltip,
    })),
  );
  const webLinks = remember(({ set, text, index }: PatchDocument): DocumentLink[] =>
    patchLinks(set, text).map(({ range, ...link }) => ({ ...link, range: toRange(index, range) })),
  );
  connection.onDocumentLinks(
    guard(null, ({ textDocument: { uri } }): DocumentLink[] | null => {
      const dump = documents.dump(uri);
      // editors open `URI#Lnumber` at that line
      if (dump) return links(dump).map(({ line, ...link }) => ({ ...link, target: `${uri}#L${line}` }));
      const patch = documents.patch(uri);
      return patch ? webLinks(patch) : null;
    }),
  );
}
