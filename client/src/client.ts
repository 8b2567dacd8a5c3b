import {
  type CancellationToken,
  type Disposable,
  EventEmitter,
  type ExtensionContext,
  type LogOutputChannel,
  Uri,
  window,
  workspace,
} from 'vscode';
import { LanguageClient, type LanguageClientOptions, State, TransportKind } from 'vscode-languageclient/node';
import {
  type BuildsProgress,
  type BuildTypes,
  type Captured,
  type CaptureParams,
  Commands,
  type CommandWords,
  type CompareBuildsParams,
  type CompareCoresParams,
  type CompareDumpsParams,
  type ComparedBuilds,
  type ComparedDumps,
  type ComparedVersions,
  type CompareTarget,
  type CompareVersionsParams,
  type CoreInfo,
  type CoreOfDump,
  type DecodedDocument,
  type Evaluated,
  type EvaluationProgress,
  type FileTarget,
  type FileTargetsParams,
  type FollowParams,
  type FollowTarget,
  type InitializationOptions,
  type MachineInfo,
  type MachinesParams,
  Notifications,
  Requests,
  type TextKind,
  type TreeItem,
  type TreeParams,
} from '../../server/src/protocol.ts';
import { noteLenses } from './context-keys.ts';
import { documentSelector, isOurs } from './languages.ts';
import { RecordFilter } from './records.ts';
import { readSettings, SECTION } from './settings.ts';

/** What each custom request takes and answers; the names are the keys of `Requests`. */
interface Calls {
  machines: { params: MachinesParams; answer: readonly MachineInfo[] };
  tree: { params: TreeParams; answer: readonly TreeItem[] };
  content: { params: { uri: string }; answer: { text: string } };
  compareTargets: { params: { uri: string; patch?: number; series?: number }; answer: readonly CompareTarget[] };
  cores: { params: object; answer: readonly CoreInfo[] };
  coreOf: { params: { uri: string }; answer: CoreOfDump | null };
  compareCores: { params: CompareCoresParams; answer: CompareTarget | null };
  compareBuilds: { params: CompareBuildsParams; answer: ComparedBuilds };
  buildTypes: { params: { build: string }; answer: BuildTypes };
  compareDumps: { params: CompareDumpsParams; answer: ComparedDumps };
  compareVersions: { params: CompareVersionsParams; answer: ComparedVersions };
  textKind: { params: { text: string }; answer: TextKind };
  fileTargets: { params: FileTargetsParams; answer: readonly FileTarget[] };
  evaluate: { params: { uri: string }; answer: Evaluated };
  followTargets: { params: FollowParams; answer: readonly FollowTarget[] };
  patchOf: { params: { uri: string }; answer: DecodedDocument | null };
  commandWords: { params: { text: string }; answer: CommandWords };
  capture: { params: CaptureParams; answer: Captured };
}

/**
 * The language server as the rest of the client sees it: started when something first needs it (a patch, a dump or a
 * record is open, a view shows, a command runs), so that a window with neither costs no process.
 */
export class Session implements Disposable {
  private readonly changes = new EventEmitter<void>();
  /** Machines or reviews changed, or the server came up (again): ask again. */
  readonly onDidChange = this.changes.event;
  private readonly progress = new EventEmitter<BuildsProgress>();
  /** How far a comparison of builds is. */
  readonly onBuildsProgress = this.progress.event;
  private readonly evaluations = new EventEmitter<EvaluationProgress>();
  /** How far an evaluation is. */
  readonly onEvaluationProgress = this.evaluations.event;
  private readonly subscriptions: Disposable[] = [this.changes, this.progress, this.evaluations];
  private client: LanguageClient | undefined;
  private starting: Promise<LanguageClient> | undefined;

  constructor(
    private readonly context: ExtensionContext,
    private readonly output: LogOutputChannel,
  ) {
    this.subscriptions.push(
      workspace.onDidOpenTextDocument((document) => {
        if (isOurs(document)) this.startQuietly();
      }),
      workspace.onDidChangeTextDocument(({ document }) => {
        if (!this.starting && isOurs(document)) this.startQuietly();
      }),
      workspace.onDidGrantWorkspaceTrust(() => {
        void this.client?.sendNotification(Notifications.trust, { trusted: true });
      }),
    );
    if (workspace.textDocuments.some(isOurs)) this.startQuietly();
  }

  /** Resolves when the server answers; a failed start stays failed until `restart`. */
  start(): Promise<LanguageClient> {
    this.starting ??= this.launch();
    return this.starting;
  }

  async ask<K extends keyof Calls>(
    name: K,
    params: Calls[K]['params'],
    token?: CancellationToken,
  ): Promise<Calls[K]['answer']> {
    const client = await this.start();
    return token ? client.sendRequest(Requests[name], params, token) : client.sendRequest(Requests[name], params);
  }

  /** Values on hover are those of this machine; of the one that changes most where it is ''. */
  async chooseHoverMachine(machine: string): Promise<void> {
    await (await this.start()).sendNotification(Notifications.hoverMachine, { machine });
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  async stop(): Promise<void> {
    const { client } = this;
    this.client = undefined;
    this.starting = undefined;
    // A client that is still starting or has failed refuses to stop; there is nothing to stop then.
    await client?.dispose().catch((error: unknown) => this.output.debug(`stop: ${String(error)}`));
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private startQuietly(): void {
    this.start().catch(() => {});
  }

  private async launch(): Promise<LanguageClient> {
    const module = this.context.asAbsolutePath('dist/server.js');
    const run = { module, transport: TransportKind.ipc };
    const debug = { ...run, options: { execArgv: ['--nolazy', '--inspect=6009'] } };
    const client = new LanguageClient(SECTION, 'QEMU Memory Review', { run, debug }, this.options());
    this.client = client;
    client.onNotification(Notifications.changed, () => this.changes.fire());
    client.onNotification(Notifications.buildsProgress, (progress: BuildsProgress) => this.progress.fire(progress));
    client.onNotification(Notifications.evaluationProgress, (one: EvaluationProgress) => this.evaluations.fire(one));
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Running) this.changes.fire();
    });
    try {
      await client.start();
    } catch (error) {
      void this.reportFailure(error);
      throw error;
    }
    return client;
  }

  private options(): LanguageClientOptions {
    const records = new RecordFilter(() => this.client);
    return {
      documentSelector,
      outputChannel: this.output,
      initializationOptions: () => this.initializationOptions(),
      synchronize: {
        configurationSection: SECTION,
        fileEvents: workspace.createFileSystemWatcher('**/*.mtree'),
      },
      middleware: {
        ...records.middleware,
        provideCodeLenses: async (document, token, next) => {
          const lenses = await next(document, token);
          if (!token.isCancellationRequested) noteLenses(document, lenses ?? []);
          return lenses;
        },
      },
    };
  }

  private initializationOptions(): InitializationOptions {
    return {
      commands: Object.values(Commands),
      trusted: workspace.isTrusted,
      machinesFolder: Uri.file(this.context.asAbsolutePath('machines')).toString(),
      settings: readSettings(),
    };
  }

  private async reportFailure(error: unknown): Promise<void> {
    this.output.error(`The language server did not start: ${String(error)}`);
    const show = 'Show Output';
    const text = 'QEMU Memory Review: the language server did not start.';
    if ((await window.showErrorMessage(text, show)) === show) this.output.show(true);
  }
}
