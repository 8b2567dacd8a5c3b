import type { TextDocument } from 'vscode';
import type { LanguageClient, Middleware } from 'vscode-languageclient/node';
import { noteWrapped } from './context-keys.ts';
import { looksLikeRecord, mayBeRecord } from './languages.ts';

/**
 * Keeps JSON and plain text away from the server unless it looks like a Patchwork record: they are other people's
 * languages, and their files may be private or huge. A document that becomes a record by an edit is opened then.
 */
export class RecordFilter {
  private readonly withheld = new Set<string>();

  constructor(private readonly client: () => LanguageClient | undefined) {}

  readonly middleware: Middleware = {
    didOpen: async (document, next) => {
      if (this.withhold(document)) return;
      await next(document);
    },
    didChange: async (event, next) => {
      const { document } = event;
      if (!this.withheld.has(document.uri.toString())) return next(event);
      if (looksLikeRecord(document))
        await this.client()?.getFeature('textDocument/didOpen').getProvider(document)?.send(document);
    },
    didSave: async (document, next) => {
      if (!this.withheld.has(document.uri.toString())) await next(document);
    },
    didClose: async (document, next) => {
      noteWrapped(document, false);
      if (!this.withheld.delete(document.uri.toString())) await next(document);
    },
    /** No feature request (hover, lens, outline...) about a document that the server has not seen. */
    sendRequest: async (type, params, token, next) => {
      const method = typeof type === 'string' ? type : type.method;
      // The library types an answer only by its caller; "nothing" is an answer that every caller takes.
      if (method.startsWith('textDocument/') && this.withheld.has(documentOf(params))) return nothing(method) as never;
      return next(type, params, token);
    },
  };

  private withhold(document: TextDocument): boolean {
    if (!mayBeRecord(document)) return false;
    const uri = document.uri.toString();
    const record = looksLikeRecord(document);
    if (record) this.withheld.delete(uri);
    else this.withheld.add(uri);
    noteWrapped(document, record);
    return !record;
  }
}

function documentOf(params: unknown): string {
  const { textDocument } = (params ?? {}) as { textDocument?: { uri?: string } };
  return textDocument?.uri ?? '';
}

/** The empty answer: null, but for diagnostics, whose report the library takes apart. */
function nothing(method: string): unknown {
  return method === 'textDocument/diagnostic' ? { kind: 'full', items: [] } : null;
}
