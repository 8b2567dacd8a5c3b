import { Uri, window, workspace } from 'vscode';
import type { MachineInfo } from '../../server/src/protocol.ts';
import type { Session } from './client.ts';
import { addMachinePaths, removeMachinePath } from './settings.ts';

/** Adds dumps: those given (the explorer passes the clicked file and the selection), or those picked. */
export async function addMachines(clicked?: unknown, selection?: unknown): Promise<void> {
  const given = (Array.isArray(selection) ? selection : [clicked]).filter((uri) => uri instanceof Uri);
  const uris = given.length ? given : await pickDumps();
  if (!uris?.length) return;
  if (uris.some((uri) => uri.scheme !== 'file')) {
    void window.showWarningMessage('Only dumps that are saved to disk can be added.');
    return;
  }
  const added = await addMachinePaths(uris);
  if (!added)
    void window.showInformationMessage(
      uris.length === 1 ? 'This machine is there already.' : 'These machines are there already.',
    );
}

export async function removeMachine(session: Session, chosen?: MachineInfo): Promise<void> {
  const machine = chosen ?? (await pickRemovable(session));
  if (!machine) return;
  if (!(await removeMachinePath(Uri.parse(machine.uri)))) {
    void window.showWarningMessage(`${machine.label} is not in the setting "qemuMemoryReview.machines".`);
  }
}

async function pickDumps(): Promise<Uri[] | undefined> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  return window.showOpenDialog({
    canSelectMany: true,
    title: 'Add Machines',
    openLabel: 'Add',
    filters: { 'Output of info mtree': ['mtree', 'txt'], 'All files': ['*'] },
    ...(folder ? { defaultUri: folder } : {}),
  });
}

async function pickRemovable(session: Session): Promise<MachineInfo | undefined> {
  const machines = (await session.ask('machines', {})).filter((machine) => machine.removable);
  if (!machines.length) {
    void window.showInformationMessage('There are no added machines to remove.');
    return undefined;
  }
  const items = machines.map((machine) => ({ label: machine.label, description: machine.description, machine }));
  return (await window.showQuickPick(items, { placeHolder: 'Machine to remove' }))?.machine;
}
