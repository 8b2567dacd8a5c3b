import { commands, Uri, window, workspace } from 'vscode';
import type { Session } from './client.ts';

/** Asks for a machine and one of its address spaces, and shows the lines of the core that it takes, Before and After. */
export async function follow(session: Session, uri: Uri, line: number | undefined): Promise<void> {
  if (!workspace.isTrusted) {
    void window.showWarningMessage('The patched C is evaluated in a trusted workspace only: no repository is read.');
    return;
  }
  const machines = (await session.ask('machines', { uri: uri.toString() })).filter(({ error }) => error === undefined);
  const items = machines.map(({ label, description, id }) => ({ label, description, id }));
  const machine =
    items.length < 2
      ? items[0]
      : await window.showQuickPick(items, { placeHolder: 'Machine', matchOnDescription: true });
  if (!machine) {
    if (items.length === 0) void window.showInformationMessage('There is no machine: add one.');
    return;
  }
  const at = line === undefined ? {} : { line };
  const targets = await session.ask('followTargets', { uri: uri.toString(), machine: machine.id, ...at });
  if (targets.length === 0) {
    void window.showInformationMessage('The patch does not change the memory core.');
    return;
  }
  const spaces = targets.map((target) => ({ label: target.label, description: target.description, target }));
  const options = { placeHolder: 'Address space to follow through the core', matchOnDescription: true };
  const target = (await window.showQuickPick(spaces, options))?.target;
  if (target)
    await commands.executeCommand('vscode.diff', Uri.parse(target.before), Uri.parse(target.after), target.title);
}
