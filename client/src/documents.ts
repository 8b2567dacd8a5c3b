import {
  Disposable,
  EventEmitter,
  type FileChangeEvent,
  FileChangeType,
  type FileStat,
  FileSystemError,
  type FileSystemProvider,
  FileType,
  type Uri,
  workspace,
} from 'vscode';
import { SCHEME } from '../../server/src/protocol.ts';
import type { Session } from './client.ts';

/**
 * Virtual documents: Before and After of a machine, the patch that a text wraps, a built-in dump. The server writes them.
 * A read-only file system and not a content provider, since VS Code restores only editors of files after a reload.
 */
export class Documents implements FileSystemProvider, Disposable {
  private readonly changes = new EventEmitter<FileChangeEvent[]>();
  readonly onDidChangeFile = this.changes.event;
  private readonly subscription: Disposable;
  private changed = Date.now();

  constructor(private readonly session: Session) {
    this.subscription = session.onDidChange(() => {
      this.changed = Date.now();
      const open = workspace.textDocuments.filter(({ uri }) => uri.scheme === SCHEME);
      if (open.length) this.changes.fire(open.map(({ uri }) => ({ type: FileChangeType.Changed, uri })));
    });
  }

  async stat(uri: Uri): Promise<FileStat> {
    const { length } = await this.readFile(uri);
    return { type: FileType.File, ctime: 0, mtime: this.changed, size: length };
  }

  async readFile(uri: Uri): Promise<Uint8Array> {
    try {
      const { text } = await this.session.ask('content', { uri: uri.toString() });
      return new TextEncoder().encode(text);
    } catch (error) {
      throw FileSystemError.Unavailable(error instanceof Error ? error.message : String(error));
    }
  }

  /** Every open document is told of changes; there is nothing to watch. */
  watch(): Disposable {
    return new Disposable(() => {});
  }

  readDirectory(): never {
    throw FileSystemError.NoPermissions();
  }

  createDirectory(): never {
    throw FileSystemError.NoPermissions();
  }

  writeFile(): never {
    throw FileSystemError.NoPermissions();
  }

  delete(): never {
    throw FileSystemError.NoPermissions();
  }

  rename(): never {
    throw FileSystemError.NoPermissions();
  }

  dispose(): void {
    this.subscription.dispose();
    this.changes.dispose();
  }
}
