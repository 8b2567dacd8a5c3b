import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import {
  type CodeLens,
  CodeLensRefreshRequest,
  createProtocolConnection,
  type Diagnostic,
  type InitializeResult,
  type Position,
  type ProtocolConnection,
  type Registration,
  RegistrationRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';

import { Commands } from '../../server/src/protocol.ts';

const SERVER = fileURLToPath(new URL('../../dist/server.js', import.meta.url));

export const COMMANDS: string[] = Object.values(Commands);

/** The built server in a process of its own, driven over stdio as any editor does. */
export class TestClient {
  private readonly versions = new Map<string, number>();
  readonly diagnostics = new Map<string, Diagnostic[]>();
  /** How often the server asked for new lenses. */
  refreshes = 0;

  private constructor(
    private readonly process: ChildProcess,
    readonly connection: ProtocolConnection,
    readonly capabilities: InitializeResult,
    /** What the server registered later. */
    readonly registered: readonly Registration[],
  ) {}

  static async start(
    options: {
      folder?: string;
      settings?: object;
      trusted?: boolean;
      commands?: string[];
      /** What the editor says of `textDocument`, beside lenses and hovers. */
      textDocument?: object;
    } = {},
  ): Promise<TestClient> {
    const child = spawn(process.execPath, [SERVER, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const connection = createProtocolConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    connection.listen();
    const waiting: { client?: TestClient } = {};
    const registered: Registration[] = [];
    connection.onNotification(
      'textDocument/publishDiagnostics',
      ({ uri, diagnostics }: { uri: string; diagnostics: Diagnostic[] }) => {
        waiting.client?.diagnostics.set(uri, diagnostics);
      },
    );
    connection.onRequest(RegistrationRequest.type, ({ registrations }) => {
      registered.push(...registrations);
    });
    connection.onRequest(CodeLensRefreshRequest.type, () => {
      if (waiting.client) waiting.client.refreshes++;
    });
    const folders = options.folder ? [{ uri: options.folder, name: 'test' }] : null;
    const result = await connection.sendRequest<InitializeResult>('initialize', {
      processId: process.pid,
      rootUri: options.folder ?? null,
      workspaceFolders: folders,
      capabilities: {
        workspace: { codeLens: { refreshSupport: true } },
        textDocument: { codeLens: {}, hover: { contentFormat: ['markdown'] }, ...options.textDocument },
      },
      initializationOptions: {
        trusted: options.trusted ?? true,
        commands: options.commands ?? COMMANDS,
        settings: options.settings,
      },
    });
    await connection.sendNotification('initialized', {});
    waiting.client = new TestClient(child, connection, result, registered);
    return waiting.client;
  }

  async open(uri: string, languageId: string, text: string): Promise<void> {
    this.versions.set(uri, 1);
    await this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId, version: 1, text },
    });
  }

  /** Replaces the whole text, unsaved. */
  async edit(uri: string, text: string): Promise<void> {
    const version = (this.versions.get(uri) ?? 0) + 1;
    this.versions.set(uri, version);
    await this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [{ text }],
    });
  }

  ask<T>(method: string, params: object): Promise<T> {
    return this.connection.sendRequest<T>(method, params);
  }

  /** Every lens with its words: "line: title". */
  async lenses(uri: string): Promise<string[]> {
    const places = await this.ask<CodeLens[]>('textDocument/codeLens', { textDocument: { uri } });
    const resolved = await Promise.all(places.map((lens) => this.ask<CodeLens>('codeLens/resolve', lens)));
    return resolved.map((lens) => `${lens.range.start.line + 1}: ${lens.command?.title}`);
  }

  /** The hover at the first place of `word` in `text`. */
  async hover(uri: string, text: string, word: string): Promise<string> {
    const position = positionIn(text, word);
    const hover = await this.ask<{ contents: { value: string } } | null>('textDocument/hover', {
      textDocument: { uri },
      position,
    });
    return hover?.contents.value ?? '';
  }

  async stop(): Promise<number | null> {
    await this.connection.sendRequest('shutdown');
    await this.connection.sendNotification('exit');
    return new Promise((done) => this.process.once('exit', done));
  }
}

/** Behind the first character of the first place of `word` in `text`. */
export function positionIn(text: string, word: string): Position {
  const before = text.slice(0, text.indexOf(word)).split('\n');
  return { line: before.length - 1, character: (before[before.length - 1]?.length ?? 0) + 1 };
}

/** Waits until `check` gives something; fails with what it waited for. */
export async function until<T>(
  what: string,
  check: () => T | undefined | Promise<T | undefined>,
  ms = 10_000,
): Promise<T> {
  for (const end = Date.now() + ms; Date.now() < end; ) {
    const value = await check();
    if (value !== undefined && value !== false) return value;
    await new Promise((done) => setTimeout(done, 25));
  }
  throw new Error(`waited ${ms} ms for ${what}`);
}
