import { commands, Uri, window } from 'vscode';
import type { FileTarget } from '../../server/src/protocol.ts';
import type { Session } from './client.ts';

/** Opens a patched file, Before and After, in the diff editor: the one at a line, or one that is picked. */
export async function compareFile(session: Session, patch: Uri, line: number | undefined): Promise<void> {
  const at = line === undefined ? {} : { line };
  const targets = await session.ask('fileTargets', { uri: patch.toString(), ...at });
  if (targets.length > 1) {
    const chosen = await pick(targets);
    if (chosen) await compareFile(session, patch, chosen.line);
    return;
  }
  const [chosen] = targets;
  if (!chosen) {
    void window.showInformationMessage('This patch changes no file.');
    return;
  }
  if (chosen.error !== undefined) {
    void window.showWarningMessage(`${chosen.label}: ${chosen.error}`);
    return;
  }
  await commands.executeCommand('vscode.diff', Uri.parse(chosen.before), Uri.parse(chosen.after), chosen.title);
}

async function pick(targets: readonly FileTarget[]): Promise<FileTarget | undefined> {
  const items = targets.map((target) => ({ label: target.label, target }));
  return (await window.showQuickPick(items, { placeHolder: 'File to compare Before and After' }))?.target;
}
