import path from 'node:path';
import { commands, type QuickPickItem, Uri, window, workspace } from 'vscode';
import type { ComparedVersions, TreeItem } from '../../server/src/protocol.ts';
import type { Session } from './client.ts';
import type { CurrentPatch } from './current-patch.ts';
import { isPatch } from './languages.ts';
import { pickPatchFile } from './open-series.ts';
import { REVIEW_VIEW } from './review-view.ts';

interface OldVersion extends QuickPickItem {
  readonly old?: Uri;
}

/**
 * Compares two versions of a series: the two newest of the patch at hand, or it and an older one that is open or on
 * disk. Shows the result in the view and as a document.
 */
export async function compareVersions(session: Session, shown: CurrentPatch, target?: unknown): Promise<void> {
  const active = window.activeTextEditor?.document;
  const given = target instanceof Uri ? target : undefined;
  const now = given ?? (active && isPatch(active) ? active.uri : shown.uri);
  if (!now) {
    void window.showInformationMessage('Open the newer version of the series first.');
    return;
  }
  const own = await session.ask('compareVersions', { old: now.toString(), now: now.toString() });
  // a node of the view is one of several versions in its own text
  const ofNode = (target as TreeItem | undefined)?.contextValue === 'series.versions';
  const result = ofNode && !own.failed ? own : await pickOld(session, now, own);
  if (!result) return;
  if (result.failed) {
    void window.showWarningMessage(`These versions cannot be compared: ${result.summary}`);
    return;
  }
  shown.set(Uri.parse(result.uri));
  await commands.executeCommand(`${REVIEW_VIEW}.focus`);
  await window.showTextDocument(await workspace.openTextDocument(Uri.parse(result.uri)), { preview: true });
}

async function pickOld(session: Session, now: Uri, own: ComparedVersions): Promise<ComparedVersions | undefined> {
  const name = path.posix.basename(now.path);
  const open = workspace.textDocuments
    .filter((document) => isPatch(document) && document.uri.toString() !== now.toString())
    .map(({ uri }): OldVersion => ({ label: path.posix.basename(uri.path), description: 'open', old: uri }));
  const items: OldVersion[] = [
    ...(own.failed ? [] : [{ label: own.title, description: own.summary, old: now }]),
    ...open,
    { label: '$(folder-opened) Browse…' },
  ];
  const placeHolder = `The older version to compare ${name} with`;
  const picked = await window.showQuickPick(items, { placeHolder, matchOnDescription: true });
  if (!picked) return undefined;
  const old = picked.old ?? (await pickPatchFile('Compare'));
  if (!old) return undefined;
  if (old.toString() === now.toString()) return own;
  return session.ask('compareVersions', { old: old.toString(), now: now.toString() });
}
