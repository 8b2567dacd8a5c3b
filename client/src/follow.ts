import { commands, Uri, window, workspace } from 'vscode';
import type { Session } from './client.ts';

/** Asks for a machine and one of its address spaces, and shows the lines of the core that it takes, Before and After. */
export async function follow(session: Session, uri: Uri, line: number | undefined): Promise<void> {
  if (!workspace.isTrusted) {
    void window.showWarningMessage('The patched C is evaluated in a trusted workspace only: no repository is read.');
    return;
  }
  const items = await machineItems(session, uri);
  const machine = items.length < 2 ? items[0] : await pickMachine(items);
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

/** Asks whose values the hovers of a patch show. */
export async function chooseHoverMachine(session: Session, uri: Uri): Promise<void> {
  const most = { label: 'The one that changes most', description: '', id: '' };
  const chosen = await pickMachine([most, ...(await machineItems(session, uri))]);
  if (chosen) await session.chooseHoverMachine(chosen.id);
}

interface MachineItem {
  readonly label: string;
  readonly description: string;
  readonly id: string;
}

async function machineItems(session: Session, uri: Uri): Promise<MachineItem[]> {
  const machines = await session.ask('machines', { uri: uri.toString() });
  return machines.flatMap(({ label, description, id, error }) =>
    error === undefined ? [{ label, description, id }] : [],
  );
}

const pickMachine = (items: readonly MachineItem[]): Thenable<MachineItem | undefined> =>
  window.showQuickPick(items, { placeHolder: 'Machine', matchOnDescription: true });
