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

const DUMPS = [{ language: 'qemu-mtree' }, { pattern: '**/*.mtree' }];
const DUMPS_AND_PATCHES = [
  ...DUMPS,
  { language: 'diff' },
  { language: 'qemu-mail' },
  { pattern: '**/*.{patch,diff,mbox,mbx,eml}' },
];

/**
 * What not every text that we look at has. Where the editor can, it is registered for its own languages alone, so that
 * the others keep what the editor and other extensions make of them; else for all documents, and the answers for the
 * others are empty. So they are for a patch of another project: `diff` is everybody's language.
 */
const FEATURES: readonly {
  readonly of: readonly object[];
  readonly method: string;
  readonly client: keyof TextDocumentClientCapabilities;
  readonly server: keyof ServerCapabilities;
  readonly options: object;
}[] = [
  {
    of: DUMPS_AND_PATCHES,
    method: DefinitionRequest.method,
    client: 'definition',
    server: 'definitionProvider',
    options: {},
  },
  { of: DUMPS, method: ReferencesRequest.method, client: 'references', server: 'referencesProvider', options: {} },
  {
    of: DUMPS,
    method: DocumentHighlightRequest.method,
    client: 'documentHighlight',
    server: 'documentHighlightProvider',
    options: {},
  },
  {
    of: DUMPS_AND_PATCHES,
    method: DocumentLinkRequest.method,
    client: 'documentLink',
    server: 'documentLinkProvider',
    options: {},
  },
  { of: DUMPS, method: InlayHintRequest.method, client: 'inlayHint', server: 'inlayHintProvider', options: {} },
  {
    of: DUMPS_AND_PATCHES,
    method: SemanticTokensRegistrationType.method,
    client: 'semanticTokens',
    server: 'semanticTokensProvider',
    options: SEMANTIC_TOKENS,
  },
];

const isDynamic = ({ textDocument }: ClientCapabilities, client: keyof TextDocumentClientCapabilities): boolean =>
  (textDocument?.[client] as { dynamicRegistration?: boolean } | undefined)?.dynamicRegistration === true;

/** The capabilities that are announced at once, for editors that cannot be told later. */
export const languageCapabilities = (capabilities: ClientCapabilities): ServerCapabilities =>
  Object.fromEntries(
    FEATURES.filter(({ client }) => !isDynamic(capabilities, client)).map(({ server, options }) => [server, options]),
  );

/** Registers the others, once the editor is ready. */
export async function registerLanguageFeatures(
  connection: Connection,
  capabilities: ClientCapabilities,
): Promise<void> {
  for (const { of, method, client, options } of FEATURES) {
    if (isDynamic(capabilities, client))
      await connection.client.register(new RegistrationType<object>(method), { ...options, documentSelector: of });
  }
}
