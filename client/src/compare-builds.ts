import path from 'node:path';
import { commands, type Memento, ProgressLocation, type QuickPickItem, Uri, window, workspace } from 'vscode';
import type { CompareBuildsParams, ComparedBuilds } from '../../server/src/protocol.ts';
import type { Session } from './client.ts';
import type { CurrentPatch } from './current-patch.ts';
import { REVIEW_VIEW } from './review-view.ts';

/** Builds and arguments of earlier comparisons, the last first. */
const BUILDS = 'builds';
const ARGUMENTS = 'buildArguments';
const MOST_REMEMBERED = 8;

/** Asks for two builds and what of them to compare, runs them once the user has said so, and shows the result. */
export async function compareBuilds(session: Session, shown: CurrentPatch, memory: Memento): Promise<void> {
  if (!workspace.isTrusted) {
    void window.showWarningMessage('Programs are run in a trusted workspace only.');
    return;
  }
  const before = await pickBuild(memory, 'Before: the build to compare from');
  const after = before && (await pickBuild(memory, 'After: the build to compare it with'));
  if (!before || !after) return;
  const same = before === after;
  const beforeArgs = same ? await askArguments(memory, 'Before') : '';
  const afterArgs = same && beforeArgs !== undefined ? await askArguments(memory, 'After') : '';
  if (beforeArgs === undefined || afterArgs === undefined) return;
  const detail = `${[before, beforeArgs].join(' ').trim()}\n${[after, afterArgs].join(' ').trim()}\n\nEach is asked for its machine types; each machine is stopped before its first instruction, asked for its memory map, and ended.`;
  const run = 'Run';
  if ((await window.showWarningMessage('Run the emulators of these builds?', { modal: true, detail }, run)) !== run)
    return;
  const machines = await chooseMachines(session, after);
  if (!machines) return;
  const result = await runComparison(session, {
    ...{ before, after, beforeArgs, afterArgs },
    ...(machines === 'all' ? {} : { machines }),
  });
  if (!result) return;
  if (result.failed) {
    void window.showErrorMessage(`These builds cannot be compared. ${result.summary}`);
    return;
  }
  shown.set(Uri.parse(result.uri));
  await commands.executeCommand(`${REVIEW_VIEW}.focus`);
}

/** undefined where the user cancels. */
async function runComparison(
  session: Session,
  params: Omit<CompareBuildsParams, 'token'>,
): Promise<ComparedBuilds | undefined> {
  const token = String(Date.now());
  const options = { location: ProgressLocation.Notification, title: 'Comparing two QEMU builds', cancellable: true };
  return window.withProgress(options, async (progress, cancel) => {
    const listener = session.onBuildsProgress(({ token: whose, done, total, label }) => {
      if (whose === token) progress.report({ message: `${done} of ${total}: ${label}`, increment: 100 / total });
    });
    try {
      const result = await session.ask('compareBuilds', { ...params, token }, cancel);
      return cancel.isCancellationRequested ? undefined : result;
    } catch (error) {
      if (cancel.isCancellationRequested) return undefined;
      throw error;
    } finally {
      listener.dispose();
    }
  });
}

interface BuildItem extends QuickPickItem {
  readonly choose: () => Promise<string | undefined>;
}

async function pickBuild(memory: Memento, title: string): Promise<string | undefined> {
  const known = memory.get<readonly string[]>(BUILDS, []);
  const items: BuildItem[] = [
    ...known.map((build) => ({
      label: path.basename(build),
      description: path.dirname(build),
      choose: async () => build,
    })),
    { label: '$(file-binary) Emulator…', description: 'a qemu-system-* file', choose: () => browse(title, 'file') },
    { label: '$(folder) Build Directory…', description: 'every emulator in it', choose: () => browse(title, 'folder') },
  ];
  const build = await (await window.showQuickPick(items, { placeHolder: title, matchOnDescription: true }))?.choose();
  if (build !== undefined) await remember(memory, BUILDS, build);
  return build;
}

async function browse(title: string, what: 'file' | 'folder'): Promise<string | undefined> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const options = { title, openLabel: 'Choose', canSelectFiles: what === 'file', canSelectFolders: what === 'folder' };
  return (await window.showOpenDialog({ ...options, ...(folder ? { defaultUri: folder } : {}) }))?.[0]?.fsPath;
}

/** One build against itself makes sense with two settings only. */
async function askArguments(memory: Memento, side: string): Promise<string | undefined> {
  const [last = ''] = memory.get<readonly string[]>(`${ARGUMENTS}${side}`, []);
  const prompt = `${side}: arguments besides -M, such as -machine hpet=off`;
  const text = await window.showInputBox({ prompt, value: last, ignoreFocusOut: true });
  if (text) await remember(memory, `${ARGUMENTS}${side}`, text);
  return text;
}

async function chooseMachines(session: Session, build: string): Promise<'all' | readonly string[] | undefined> {
  const all = { label: 'Every machine type that both have' };
  const some = { label: 'Choose machine types…' };
  const picked = await window.showQuickPick([all, some], { placeHolder: 'What to compare' });
  if (picked !== some) return picked && 'all';
  const { names, error } = await session.ask('buildTypes', { build });
  if (error) throw new Error(error);
  const chosen = await window.showQuickPick([...names], { canPickMany: true, placeHolder: 'Machine types to compare' });
  return chosen?.length ? chosen : undefined;
}

const remember = (memory: Memento, key: string, value: string): Thenable<void> =>
  memory.update(
    key,
    [value, ...memory.get<readonly string[]>(key, []).filter((one) => one !== value)].slice(0, MOST_REMEMBERED),
  );
