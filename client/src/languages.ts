import { type TextDocument, window } from 'vscode';
import type { DocumentSelector } from 'vscode-languageclient/node';
import { SCHEME } from '../../server/src/protocol.ts';

/** VS Code's own id for .patch and .diff, and ours for mail. */
const PATCHES: readonly string[] = ['diff', 'qemu-mail'];
export const DUMP = 'qemu-mtree';
/** Languages that a Patchwork record is opened as: the API's JSON, or the text of its page. */
const RECORDS: readonly string[] = ['json', 'jsonc', 'plaintext'];
const SCHEMES: readonly string[] = ['file', 'untitled', SCHEME];

/** A record names both within its first keys; the page's text puts some lines before. */
const RECORD_HEAD = 65536;

export const documentSelector: DocumentSelector = [...PATCHES, DUMP, ...RECORDS].flatMap((language) =>
  (RECORDS.includes(language) ? ['file', 'untitled'] : SCHEMES).map((scheme) => ({ scheme, language })),
);

export function isPatch(document: TextDocument): boolean {
  return PATCHES.includes(document.languageId) && SCHEMES.includes(document.uri.scheme);
}

/** Whether the document's language is one in which a record may come, among a thousand other things. */
export function mayBeRecord(document: TextDocument): boolean {
  return RECORDS.includes(document.languageId) && document.uri.scheme !== SCHEME;
}

/** Whether the text looks like a Patchwork record; the server decides. Looks at the beginning only. */
export function looksLikeRecord(document: TextDocument): boolean {
  const head = document.getText().slice(0, RECORD_HEAD);
  return head.includes('"msgid"') && ['"diff"', '"mbox"'].some((key) => head.includes(key));
}

/** The dump in the active editor. */
export function activeDump(): TextDocument | undefined {
  const document = window.activeTextEditor?.document;
  return document?.languageId === DUMP && isOurs(document) ? document : undefined;
}

/** Whether the server has anything to do with the document. */
export function isOurs(document: TextDocument): boolean {
  if (isPatch(document)) return true;
  if (document.languageId === DUMP) return SCHEMES.includes(document.uri.scheme);
  return mayBeRecord(document) && looksLikeRecord(document);
}
