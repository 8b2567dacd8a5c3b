import { type CodeLens, commands, type TextDocument } from 'vscode';
import { isPatch } from './languages.ts';

/**
 * Context keys for the `when` clauses of package.json. `patches` and `wrapped` are lists of paths, used as
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
const wrapped = new PathList('wrapped');

export function setContext(key: string, value: unknown): void {
  void commands.executeCommand('setContext', `qemuMemoryReview.${key}`, value);
}

/** A patch with lenses of the server is one that touches QEMU; one of them may open the patch that it wraps. */
export function noteLenses(document: TextDocument, lenses: readonly CodeLens[]): void {
  if (!isPatch(document)) return;
  patches.set(document, lenses.length > 0);
  noteWrapped(document, lenses.some(opensPatch));
}

/** The text holds a patch as another text: a record of Patchwork, or an encoded mail. */
export function noteWrapped(document: TextDocument, present: boolean): void {
  wrapped.set(document, present);
}

/** The language client keeps the server's data on a lens until it is resolved. */
function opensPatch(lens: CodeLens): boolean {
  const { data } = lens as { data?: { lens?: { kind?: unknown } } };
  return data?.lens?.kind === 'wrapped';
}
