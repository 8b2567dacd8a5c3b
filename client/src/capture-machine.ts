import { commands, type Memento, ProgressLocation, Uri, window, workspace } from 'vscode';
import type { CaptureParams } from '../../server/src/protocol.ts';
import type { Session } from './client.ts';
import { addMachinePaths } from './settings.ts';

const LAST_COMMAND = 'capture.commandLine';
const LAST_SOCKET = 'capture.socket';

/** Asks for a QEMU to run or to ask, has the user agree, and saves its dump where the user wants it. */
export async function captureMachine(session: Session, memory: Memento): Promise<void> {
  if (!workspace.isTrusted) {
    const manage = 'Manage Workspace Trust';
    const text = 'In a workspace that is not trusted no program is run.';
    if ((await window.showWarningMessage(text, manage)) === manage)
      await commands.executeCommand('workbench.trust.manage');
    return;
  }
  const params = await askWhat(session, memory);
  if (!params) return;
  const dump = await window.withProgress(
    { location: ProgressLocation.Notification, title: 'Capturing a machine', cancellable: true },
    (_, token) =>
      session.ask('capture', params, token).catch((error: unknown) => {
        if (token.isCancellationRequested) return undefined;
        throw error;
      }),
  );
  if (!dump) return;
  if ('error' in dump) {
    await window.showErrorMessage('The machine was not captured.', { modal: true, detail: dump.error });
    return;
  }
  const uri = await window.showSaveDialog({
    title: `Save the Dump (${dump.summary})`,
    defaultUri: Uri.joinPath(workspace.workspaceFolders?.[0]?.uri ?? Uri.file('/'), fileNameOf(params)),
    filters: { 'Output of info mtree': ['mtree'] },
  });
  if (!uri) return;
  await workspace.fs.writeFile(uri, new TextEncoder().encode(dump.text));
  await window.showTextDocument(uri);
  const add = 'Add as Machine';
  if ((await window.showInformationMessage(`Captured: ${dump.summary}.`, add)) === add) await addMachinePaths([uri]);
}

interface Way {
  readonly label: string;
  readonly detail: string;
  readonly ask: (session: Session, memory: Memento) => Promise<CaptureParams | undefined>;
}

const WAYS: readonly Way[] = [
  {
    label: 'Run QEMU',
    detail: 'A command line, started stopped: no guest instruction runs, and QEMU is ended when it has answered.',
    ask: askCommand,
  },
  {
    label: 'Ask a Running QEMU',
    detail: 'By its QMP socket; the guest does not notice.',
    ask: askSocket,
  },
];

const askWhat = async (session: Session, memory: Memento): Promise<CaptureParams | undefined> =>
  (await window.showQuickPick(WAYS, { title: 'Capture Machine', placeHolder: 'Where from?' }))?.ask(session, memory);

async function askCommand(session: Session, memory: Memento): Promise<CaptureParams | undefined> {
  const line = await window.showInputBox({
    title: 'Capture Machine',
    prompt: 'A QEMU command line, as in a shell but without variables and pipes; -S -display none is added',
    value: memory.get(LAST_COMMAND, 'qemu-system-x86_64 -M q35 -m 4G'),
    ignoreFocusOut: true,
    validateInput: async (text) => {
      const read = await session.ask('commandWords', { text });
      if ('error' in read) return read.error;
      return read.words.length === 0 ? 'Begin with the program: qemu-system-x86_64' : undefined;
    },
  });
  const read = line === undefined ? undefined : await session.ask('commandWords', { text: line });
  if (!read || !('words' in read) || read.words.length === 0) return undefined;
  await memory.update(LAST_COMMAND, line);
  const run = 'Run';
  const detail = `${read.words.join(' ')}\n\nIt is started without a shell and stopped (-S), and ended when it has answered. Images that it names are opened.`;
  const agreed = await window.showWarningMessage(`Run ${read.words[0]}?`, { modal: true, detail }, run);
  return agreed === run ? { command: read.words } : undefined;
}

async function askSocket(_: Session, memory: Memento): Promise<CaptureParams | undefined> {
  const socket = await window.showInputBox({
    title: 'Capture Machine',
    prompt: 'The path of a QMP socket (-qmp unix:PATH,server=on,wait=off), or 127.0.0.1:PORT',
    value: memory.get(LAST_SOCKET, ''),
    ignoreFocusOut: true,
  });
  if (!socket) return undefined;
  await memory.update(LAST_SOCKET, socket);
  return { socket };
}

/** `q35.mtree` for `-M q35`, `-machine type=q35,smm=off` and the like. */
function fileNameOf({ command = [] }: CaptureParams): string {
  const option = command.findIndex((word) => /^--?(M|machine)$/.test(word));
  const type = option < 0 ? undefined : /^(?:type=)?([\w.-]+)/.exec(command[option + 1] ?? '')?.[1];
  return `${type ?? 'machine'}.mtree`;
}
