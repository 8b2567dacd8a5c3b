import type { TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Dump } from '../languages/mtree/dump.ts';
import { touchesQemu } from '../languages/patch/lenses.ts';
import { LineIndex } from '../text/line-index.ts';
import type { PatchText, Workspace } from '../workspace/workspace.ts';

/** What we make of a document: told by its language, else by its ending, else by its content. */
export type DocumentKind = 'patch' | 'wrapped' | 'dump' | 'none';

const PATCH_LANGUAGES = new Set(['diff', 'qemu-mail', 'mail', 'gitsendemail', 'git', 'patch']);

export function kindOf(document: TextDocument, workspace: Workspace): DocumentKind {
  if (document.languageId === 'qemu-mtree' || document.uri.split('?')[0]?.endsWith('.mtree')) return 'dump';
  const text = document.getText();
  const isPatch =
    PATCH_LANGUAGES.has(document.languageId) || /\.(patch|diff|mbox|mbx|eml)$/.test(document.uri.split('?')[0] ?? '');
  if (!isPatch && !looksLikeRecord(text)) return 'none';
  const { kind } = workspace.readPatch(text);
  return kind === 'record' || kind === 'encoded' ? 'wrapped' : isPatch ? 'patch' : 'none';
}

/** Quick enough for every JSON file: a record has these keys. */
const looksLikeRecord = (text: string): boolean =>
  text.length < 32 << 20 && text.includes('"msgid"') && ['"diff"', '"mbox"'].some((key) => text.includes(key));

interface Opened {
  readonly document: TextDocument;
  readonly text: string;
  readonly kind: DocumentKind;
  readonly index: LineIndex;
}

/** A patch that touches QEMU, with its text and lines. */
export interface PatchDocument extends Omit<PatchText, 'uri'> {
  readonly index: LineIndex;
}

/** Open documents with what every feature needs of them. */
export class Documents {
  /** By what was read: a text that is kept has one index. */
  private readonly patches = new WeakMap<PatchText['set'], PatchDocument>();
  private readonly known = new WeakMap<TextDocument, Opened & { version: number }>();

  constructor(
    readonly all: TextDocuments<TextDocument>,
    readonly workspace: Workspace,
  ) {}

  get(uri: string): Opened | undefined {
    const document = this.all.get(uri);
    if (!document) return undefined;
    const known = this.known.get(document);
    if (known?.version === document.version) return known;
    const { version } = document;
    const text = document.getText();
    const opened = { version, document, text, kind: kindOf(document, this.workspace), index: new LineIndex(text) };
    this.known.set(document, opened);
    return opened;
  }

  /** The dump at a URI; undefined where the document is none. */
  dump(uri: string): Dump | undefined {
    const opened = this.get(uri);
    return opened?.kind === 'dump' ? this.workspace.dumpDocument(uri, opened.text) : undefined;
  }

  /** The patch at a URI; undefined where the document is none, or another project's. */
  patch(uri: string): PatchDocument | undefined {
    const opened = this.get(uri);
    if (opened?.kind !== 'patch') return undefined;
    const { text, index } = opened;
    const set = this.workspace.readPatch(text);
    const known = this.patches.get(set);
    if (known) return known;
    if (!set.patches.some(touchesQemu)) return undefined;
    const patch = { text, set, index, original: { text, set } };
    this.patches.set(set, patch);
    return patch;
  }
}
