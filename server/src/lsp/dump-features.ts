import {
  type ClientCapabilities,
  type Connection,
  DefinitionRequest,
  DocumentHighlightRequest,
  DocumentLinkRequest,
  InlayHintRequest,
  ReferencesRequest,
  RegistrationType,
  SemanticTokensRegistrationType,
  type ServerCapabilities,
  type TextDocumentClientCapabilities,
} from 'vscode-languageserver';
import { SEMANTIC_TOKENS } from './semantic-tokens.ts';

/**
 * What only dumps have. Where the editor can, it is registered for dumps alone, so that patches and JSON keep what the
 * editor and other extensions make of them; else for all documents, and the answers for the others are empty.
 */
const FEATURES: readonly {
  readonly method: string;
  readonly client: keyof TextDocumentClientCapabilities;
  readonly server: keyof ServerCapabilities;
  readonly options: object;
}[] = [
  { method: DefinitionRequest.method, client: 'definition', server: 'definitionProvider', options: {} },
  { method: ReferencesRequest.method, client: 'references', server: 'referencesProvider', options: {} },
  {
    method: DocumentHighlightRequest.method,
    client: 'documentHighlight',
    server: 'documentHighlightProvider',
    options: {},
  },
  { method: DocumentLinkRequest.method, client: 'documentLink', server: 'documentLinkProvider', options: {} },
  { method: InlayHintRequest.method, client: 'inlayHint', server: 'inlayHintProvider', options: {} },
  {
    method: SemanticTokensRegistrationType.method,
    client: 'semanticTokens',
    server: 'semanticTokensProvider',
    options: SEMANTIC_TOKENS,
  },
];

const DUMPS = [{ language: 'qemu-mtree' }, { pattern: '**/*.mtree' }];

const isDynamic = ({ textDocument }: ClientCapabilities, client: keyof TextDocumentClientCapabilities): boolean =>
  (textDocument?.[client] as { dynamicRegistration?: boolean } | undefined)?.dynamicRegistration === true;

/** The capabilities that are announced at once, for editors that cannot be told later. */
export const dumpCapabilities = (capabilities: ClientCapabilities): ServerCapabilities =>
  Object.fromEntries(
    FEATURES.filter(({ client }) => !isDynamic(capabilities, client)).map(({ server, options }) => [server, options]),
  );

/** Registers the others, once the editor is ready. */
export async function registerDumpFeatures(connection: Connection, capabilities: ClientCapabilities): Promise<void> {
  for (const { method, client, options } of FEATURES) {
    if (isDynamic(capabilities, client))
      await connection.client.register(new RegistrationType<object>(method), { ...options, documentSelector: DUMPS });
  }
}
