import { type Disposable, languages, window } from 'vscode';
import type { Session } from './client.ts';
import { activeDump, DUMP } from './languages.ts';

/** The language status of a dump: under which core it is rendered, and how that was chosen. */
export function coreStatus(session: Session): Disposable[] {
  const item = languages.createLanguageStatusItem('qemuMemoryReview.core', { language: DUMP });
  item.name = 'QEMU memory core';
  item.command = { title: 'Choose…', command: 'qemuMemoryReview.chooseCore' };
  const show = async (): Promise<void> => {
    const document = activeDump();
    if (!document) return;
    const core = await session.ask('coreOf', { uri: document.uri.toString() }).catch(() => null);
    if (document !== activeDump()) return;
    // views alone, such as Before and After, have no core of their own
    item.selector = core ? { language: DUMP } : [];
    if (!core) return;
    item.text = `Core ${core.name}`;
    item.detail = core.why;
    item.accessibilityInformation = { label: `Memory core ${core.name}. ${core.why}` };
  };
  void show();
  return [item, session.onDidChange(show), window.onDidChangeActiveTextEditor(show)];
}
