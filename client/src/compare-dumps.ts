import path from 'node:path';
import { commands, type QuickPickItem, QuickPickItemKind, Uri, window, workspace } from 'vscode';
import type { Session } from './client.ts';
import type { CurrentPatch } from './current-patch.ts';
import { activeDump, DUMP, isOurs } from './languages.ts';
import { REVIEW_VIEW } from './review-view.ts';

/**
 * Compares two dumps by meaning: the two that the explorer has selected, or the one at hand and another that is picked.
 * Shows the result in the view, and both dumps in the diff editor.
 */
export async function compareDumps(
  session: Session,
  shown: CurrentPatch,
  clicked?: unknown,
  selection?: unknown,
): Promise<void> {
  const chosen = (Array.isArray(selection) ? selection : [clicked]).filter((uri) => uri instanceof Uri);
  if (chosen.length > 2) {
    void window.showInformationMessage('Select two dumps to compare, no more.');
    return;
  }
  const before = chosen[0] ?? activeDump()?.uri ?? (await pickDump(session, 'Before: the dump to compare from'));
  if (!before) return;
  const name = path.posix.basename(before.path);
  const after = chosen[1] ?? (await pickDump(session, `After: the dump to compare ${name} with`, before));
  if (after) await showComparison(session, shown, before.toString(), after.toString());
}

export async function showComparison(
  session: Session,
  shown: CurrentPatch,
  before: string,
  after: string,
): Promise<void> {
  const result = await session.ask('compareDumps', { before, after });
  if (result.failed) {
    void window.showWarningMessage(`These dumps cannot be compared. ${result.summary}`);
    return;
  }
  shown.set(Uri.parse(result.difference));
  await commands.executeCommand(`${REVIEW_VIEW}.focus`);
  await commands.executeCommand('vscode.diff', Uri.parse(result.before), Uri.parse(result.after), result.title);
}

interface DumpItem extends QuickPickItem {
  readonly uri?: Uri;
  readonly browse?: true;
}

/** One of the open dumps, of the machines, or of the files of the disk. */
async function pickDump(session: Session, placeHolder: string, without?: Uri): Promise<Uri | undefined> {
  const open = workspace.textDocuments
    .filter((document) => document.languageId === DUMP && isOurs(document))
    .map(
      ({ uri }): DumpItem => ({
        label: path.posix.basename(uri.path),
        description: workspace.asRelativePath(uri),
        uri,
      }),
    );
  const machines = (await session.ask('machines', {}))
    .filter(({ uri, error }) => uri && !error)
    .map((machine): DumpItem => {
      const description = [machine.origin, machine.release, machine.accelerator].filter(Boolean).join(' · ');
      return { label: machine.label, description, uri: Uri.parse(machine.uri) };
    });
  const seen = new Set([without?.toString()]);
  const fresh = (items: readonly DumpItem[]): DumpItem[] =>
    items.filter(({ uri }) => !seen.has(uri?.toString()) && seen.add(uri?.toString()));
  const items: DumpItem[] = [
    ...section('open', fresh(open)),
    ...section('machines', fresh(machines)),
    ...section('disk', [{ label: '$(folder-opened) Browse…', browse: true }]),
  ];
  const picked = await window.showQuickPick(items, { placeHolder, matchOnDescription: true });
  return picked?.browse ? browse(placeHolder) : picked?.uri;
}

const section = (label: string, items: readonly DumpItem[]): DumpItem[] =>
  items.length === 0 ? [] : [{ label, kind: QuickPickItemKind.Separator }, ...items];

async function browse(title: string): Promise<Uri | undefined> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const picked = await window.showOpenDialog({
    title,
    openLabel: 'Compare',
    filters: { 'Output of info mtree': ['mtree', 'txt'], 'All files': ['*'] },
    ...(folder ? { defaultUri: folder } : {}),
  });
  return picked?.[0];
}
