import { commands, type QuickPickItem, Uri, window } from 'vscode';
import type { Session } from './client.ts';
import { activeDump } from './languages.ts';
import { writeCore } from './settings.ts';

interface CoreItem extends QuickPickItem {
  readonly core: string;
}

/** Shows the views of a dump under two cores, side by side. */
export async function compareCores(session: Session): Promise<void> {
  const uri = activeDump()?.uri.toString();
  if (!uri) {
    void window.showInformationMessage('Open a dump of `info mtree` (.mtree) first.');
    return;
  }
  const own = await session.ask('coreOf', { uri });
  if (!own) {
    void window.showInformationMessage('No machine can be read from this dump.');
    return;
  }
  const cores = await session.ask('cores', {});
  const items = cores.map((core): CoreItem => ({ label: core.name, detail: describe(core), core: core.name }));
  const before = await pick(items, own.name, 'Before: the core to compare from');
  const after = before && (await pick(items, own.name, `After: the core to compare ${before} with`));
  if (!before || !after) return;
  const target = await session.ask('compareCores', { uri, before, after });
  if (target)
    await commands.executeCommand('vscode.diff', Uri.parse(target.before), Uri.parse(target.after), target.title);
}

/** Chooses the core under which dumps are rendered: the setting `core`. */
export async function chooseCore(session: Session): Promise<void> {
  const cores = await session.ask('cores', {});
  const uri = activeDump()?.uri.toString();
  const own = uri ? await session.ask('coreOf', { uri }) : null;
  const items: CoreItem[] = [
    { label: "The dump's own", detail: 'The core of the release that the text is of', core: '' },
    ...cores.map((core) => ({ label: core.name, detail: describe(core), core: core.name })),
  ];
  const chosen = await pick(items, own?.name ?? '', 'The memory core under which dumps are rendered');
  if (chosen !== undefined) await writeCore(chosen);
}

const describe = ({ title, description }: { title: string; description: string }): string =>
  description ? `${title}: ${description}` : title;

async function pick(items: readonly CoreItem[], current: string, placeHolder: string): Promise<string | undefined> {
  const marked = items.map((item) => (item.core === current ? { ...item, description: 'now' } : item));
  return (await window.showQuickPick(marked, { placeHolder, matchOnDetail: true }))?.core;
}
