import type { TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Dump } from '../languages/mtree/dump.ts';
import { LineIndex } from '../text/line-index.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** What we make of a document: told by its language, else by its ending, else by its content. */
export type DocumentKind = 'patch' | 'record' | 'dump' | 'none';

const PATCH_LANGUAGES = new Set(['diff', 'qemu-mail', 'mail', 'gitsendemail', 'git', 'patch']);

export function kindOf(document: TextDocument, workspace: Workspace): DocumentKind {
  if (document.languageId === 'qemu-mtree' || document.uri.split('?')[0]?.endsWith('.mtree')) return 'dump';
  const text = document.getText();
  const isPatch =
    PATCH_LANGUAGES.has(document.languageId) || /\.(patch|diff|mbox|eml)$/.test(document.uri.split('?')[0] ?? '');
  if (!isPatch && !looksLikeRecord(text)) return 'none';
  return workspace.readPatch(text).kind === 'record' ? 'record' : isPatch ? 'patch' : 'none';
}

/** Quick enough for every JSON file: a record has these keys. */
const looksLikeRecord = (text: string): boolean =>
  text.length < 32 << 20 && text.includes('"diff"') && text.includes('"msgid"');

/** Open documents with what every feature needs of them. */
export class Documents {
  private readonly indexes = new WeakMap<TextDocument, { version: number; index: LineIndex }>();

  constructor(
    readonly all: TextDocuments<TextDocument>,
    readonly workspace: Workspace,
  ) {}

  get(uri: string): { document: TextDocument; text: string; kind: DocumentKind; index: LineIndex } | undefined {
    const document = this.all.get(uri);
    if (!document) return undefined;
    return { document, text: document.getText(), kind: kindOf(document, this.workspace), index: this.index(document) };
  }

  /** The dump at a URI; undefined where the document is none. */
  dump(uri: string): Dump | undefined {
    const opened = this.get(uri);
    return opened?.kind === 'dump' ? this.workspace.dumpDocument(uri, opened.text) : undefined;
  }

  private index(document: TextDocument): LineIndex {
    const known = this.indexes.get(document);
    if (known?.version === document.version) return known.index;
    const index = new LineIndex(document.getText());
    this.indexes.set(document, { version: document.version, index });
    return index;
  }
}
