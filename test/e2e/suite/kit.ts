import assert from 'node:assert/strict';
import {
  type CodeLens,
  commands,
  extensions,
  type Hover,
  Position,
  Range,
  Uri,
  WorkspaceEdit,
  window,
  workspace,
} from 'vscode';
import type { Api } from '../../../client/src/extension.ts';

export async function api(): Promise<Api> {
  const extension = extensions.getExtension<Api>('qemu-memory-review.qemu-memory-review');
  assert.ok(extension, 'the extension is there');
  return extension.activate();
}

/** A file of the workspace copy: samples/ and test/e2e/fixtures/ together. */
export function file(...parts: string[]): Uri {
  const [folder] = workspace.workspaceFolders ?? [];
  assert.ok(folder, 'a folder is open');
  return Uri.joinPath(folder.uri, ...parts);
}

/** The samples: a patch of the memory core, and a dump that is beside it. */
export const samplePatch = (): Uri => file('share-empty-view.patch');
export const sampleDump = (): Uri => file('idle-nics.mtree');

export async function open(uri: Uri): Promise<void> {
  await window.showTextDocument(await workspace.openTextDocument(uri), { preview: false });
}

/** Titles of the resolved lenses, in the order of lines. */
export async function lenses(uri: Uri): Promise<string[]> {
  const found = await commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', uri, 100);
  found.sort((one, other) => one.range.start.line - other.range.start.line);
  return found.map((lens) => lens.command?.title ?? '');
}

export async function hover(uri: Uri, line: number, character: number): Promise<string> {
  const found = await commands.executeCommand<Hover[]>(
    'vscode.executeHoverProvider',
    uri,
    new Position(line, character),
  );
  return found.flatMap((one) => one.contents.map((part) => (typeof part === 'string' ? part : part.value))).join('\n');
}

export async function lineOf(uri: Uri, pattern: RegExp): Promise<number> {
  const document = await workspace.openTextDocument(uri);
  const line = document
    .getText()
    .split('\n')
    .findIndex((text) => pattern.test(text));
  assert.ok(line >= 0, `a line like ${pattern} in ${uri.path}`);
  return line;
}

/** Inserts lines without saving. */
export async function insertLines(uri: Uri, line: number, text: string): Promise<void> {
  const edit = new WorkspaceEdit();
  edit.insert(uri, new Position(line, 0), text);
  assert.ok(await workspace.applyEdit(edit));
}

export async function removeLines(uri: Uri, line: number, count: number): Promise<void> {
  const edit = new WorkspaceEdit();
  edit.delete(uri, new Range(line, 0, line + count, 0));
  assert.ok(await workspace.applyEdit(edit));
}

/** Asks until the answer is accepted, and returns it; else the last failure is the test's. */
export async function eventually<T>(ask: () => Promise<T>, accept: (answer: T) => boolean, what: string): Promise<T> {
  const end = Date.now() + 20_000;
  for (;;) {
    const answer = await ask();
    if (accept(answer)) return answer;
    if (Date.now() > end) assert.fail(`${what}; last: ${JSON.stringify(answer)}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

/** The result lens: "FlatViews 557 -> 261" in whichever arrow the wording uses. */
export const isResult = (title: string): boolean => /FlatViews?\b.*\d+\s*(?:->|→)\s*\d+/.test(title);

export const result = (uri: Uri): Promise<string> =>
  eventually(async () => (await lenses(uri)).find(isResult) ?? '', Boolean, 'a lens with FlatViews before and after');
