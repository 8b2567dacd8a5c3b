import {
  CodeLensRefreshRequest,
  type Connection,
  type InitializeParams,
  type InitializeResult,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Qemu } from '../host/types.ts';
import { Commands, type InitializationOptions, Notifications, SCHEME } from '../protocol.ts';
import { buildsOf } from '../workspace/builds.ts';
import { readSettings } from '../workspace/settings.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { compareBuilds } from './builds.ts';
import { capture } from './capture.ts';
import { CODE_ACTION_KINDS, codeActions } from './code-actions.ts';
import { codeLens } from './code-lens.ts';
import { cores } from './cores.ts';
import { custom } from './custom.ts';
import { Diagnostics } from './diagnostics.ts';
import { Documents, kindOf } from './documents.ts';
import { PatchEvaluations } from './evaluations.ts';
import { files } from './files.ts';
import { follow } from './follow.ts';
import { makeGuard } from './guard.ts';
import { hover } from './hover.ts';
import { inlayHints } from './inlay-hints.ts';
import { languageCapabilities, registerLanguageFeatures } from './language-features.ts';
import { navigation } from './navigation.ts';
import { semanticTokens } from './semantic-tokens.ts';
import { structure } from './structure.ts';

const REFRESH_MS = 120;

/** The language server on a connection; `makeWorkspace` is told where the built-in machines are, if the client says. */
export function serve(
  connection: Connection,
  makeWorkspace: (machinesFolder: string | undefined) => Workspace,
  qemu: Qemu,
  version: string,
): void {
  const guard = makeGuard(connection);
  connection.onInitialize((params): InitializeResult => {
    const options = (params.initializationOptions ?? {}) as InitializationOptions;
    const workspace = makeWorkspace(options.machinesFolder);
    workspace.trusted = options.trusted ?? false;
    workspace.settings = readSettings(options.settings);
    workspace.folders = foldersOf(params);
    const documents = new Documents(new TextDocuments(TextDocument), workspace);
    // a client that runs our commands opens our documents too
    const pages =
      params.capabilities.textDocument?.publishDiagnostics?.codeDescriptionSupport === true &&
      (options.commands ?? []).length > 0;
    const diagnostics = new Diagnostics(connection, documents, pages);
    const changed = refresher(connection, params, diagnostics);
    const evaluations = new PatchEvaluations(connection, workspace, changed);
    wireTexts(documents, diagnostics, changed, evaluations);
    wireSettings(connection, params, workspace, changed);
    const commands = new Set(options.commands ?? []);
    codeLens(connection, documents, guard, commands, evaluations);
    hover(connection, documents, guard);
    codeActions(connection, documents, guard);
    structure(connection, documents, guard);
    const linkSupport = params.capabilities.textDocument?.definition?.linkSupport === true;
    navigation(connection, documents, guard, { linkSupport, canShow: commands.has(Commands.show) });
    inlayHints(connection, documents, guard);
    semanticTokens(connection, documents, guard);
    connection.onInitialized(() => onReady(connection, params, workspace, changed));
    custom(connection, workspace, guard, evaluations);
    files(connection, workspace, guard);
    follow(connection, workspace, guard);
    compareBuilds(connection, workspace, buildsOf(qemu));
    cores(connection, documents, guard);
    capture(connection, workspace, qemu);
    documents.all.listen(connection);
    return {
      serverInfo: { name: 'QEMU Memory Review', version },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
        codeLensProvider: { resolveProvider: true },
        hoverProvider: true,
        codeActionProvider: { codeActionKinds: CODE_ACTION_KINDS },
        documentSymbolProvider: true,
        foldingRangeProvider: true,
        ...languageCapabilities(params.capabilities),
      },
    };
  });
}

const foldersOf = ({ workspaceFolders, rootUri }: InitializeParams): string[] =>
  workspaceFolders?.map((folder) => folder.uri) ?? (rootUri ? [rootUri] : []);

/** Tells the client, a little later and once, that lenses, views and virtual documents are to be asked for again. */
function refresher(connection: Connection, { capabilities }: InitializeParams, diagnostics: Diagnostics): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      void connection.sendNotification(Notifications.changed);
      if (capabilities.workspace?.codeLens?.refreshSupport)
        void connection.sendRequest(CodeLensRefreshRequest.type).catch(() => undefined);
      diagnostics.scheduleAll();
    }, REFRESH_MS);
  };
}

function wireTexts(
  { all, workspace }: Documents,
  diagnostics: Diagnostics,
  changed: () => void,
  evaluations: PatchEvaluations,
): void {
  all.onDidChangeContent(({ document }) => {
    // what we made ourselves is made again from its URI; the editor's copy must not stand for it
    if (!document.uri.startsWith(`${SCHEME}:`)) workspace.setText(document.uri, document.getText());
    diagnostics.schedule(document.uri);
    evaluations.edited(document.uri);
    if (document.version > 1 || kindOf(document, workspace) === 'dump') changed();
  });
  all.onDidClose(({ document }) => {
    workspace.closeText(document.uri);
    evaluations.forget(document.uri);
    diagnostics.clear(document.uri);
    if (kindOf(document, workspace) !== 'none') changed();
  });
}

function wireSettings(
  connection: Connection,
  { capabilities }: InitializeParams,
  workspace: Workspace,
  changed: () => void,
): void {
  connection.onDidChangeConfiguration(async ({ settings }) => {
    const given: unknown = (settings as { qemuMemoryReview?: unknown } | null)?.qemuMemoryReview;
    const pulled =
      given === undefined && capabilities.workspace?.configuration
        ? await connection.workspace.getConfiguration('qemuMemoryReview')
        : given;
    workspace.settings = readSettings(pulled);
    changed();
    refreshAll(connection, capabilities);
  });
  connection.onDidChangeWatchedFiles(changed);
  connection.onNotification(Notifications.hoverMachine, ({ machine }: { machine: string }) => {
    workspace.hoverMachine = machine;
  });
  connection.onNotification(Notifications.trust, ({ trusted }: { trusted: boolean }) => {
    workspace.trusted = trusted;
    changed();
  });
}

/** What waits until the editor takes requests. */
async function onReady(
  connection: Connection,
  { capabilities }: InitializeParams,
  workspace: Workspace,
  changed: () => void,
): Promise<void> {
  if (capabilities.workspace?.workspaceFolders) {
    connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
      const gone = new Set(removed.map((folder) => folder.uri));
      workspace.folders = [...workspace.folders.filter((uri) => !gone.has(uri)), ...added.map((folder) => folder.uri)];
      changed();
    });
  }
  await registerLanguageFeatures(connection, capabilities);
}

/** Settings change what editors have already drawn: they ask again. */
function refreshAll(connection: Connection, { workspace }: InitializeParams['capabilities']): void {
  if (workspace?.inlayHint?.refreshSupport) connection.languages.inlayHint.refresh();
  if (workspace?.semanticTokens?.refreshSupport) connection.languages.semanticTokens.refresh();
}
