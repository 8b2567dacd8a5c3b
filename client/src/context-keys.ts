import { commands, type TextDocument } from 'vscode';
import { isPatch } from './languages.ts';

/**
 * Context keys for the `when` clauses of package.json. `patches` and `records` are lists of paths, used as
 * `resourcePath in qemuMemoryReview.patches`, so that a diff that touches no QEMU file gets no button of ours.
 * Paths and not URIs: in a remote window the workbench has another scheme and authority than the extension.
 */
class PathList {
  private readonly paths = new Set<string>();

  constructor(private readonly key: string) {}

  set({ uri }: TextDocument, present: boolean): void {
    if (this.paths.has(uri.fsPath) === present) return;
    if (present) this.paths.add(uri.fsPath);
    else this.paths.delete(uri.fsPath);
    // The workbench may run on Windows, and writes the path in its way.
    const all = [...this.paths].flatMap((path) => [path, path.replaceAll('/', '\\')]);
    setContext(this.key, [...new Set(all)]);
  }
}

const patches = new PathList('patches');
const records = new PathList('records');

export function setContext(key: string, value: unknown): void {
  void commands.executeCommand('setContext', `qemuMemoryReview.${key}`, value);
}

/** A patch with lenses of the server is one that touches QEMU. */
export function noteLenses(document: TextDocument, any: boolean): void {
  if (isPatch(document)) patches.set(document, any);
}

export function noteRecord(document: TextDocument, record: boolean): void {
  records.set(document, record);
}
