import { commands, ProgressLocation, type Uri, window, workspace } from 'vscode';
import type { Session } from './client.ts';
import { REVIEW_VIEW } from './review-view.ts';
import { setSource } from './settings.ts';

/** Has the patched C evaluated on every machine, with progress, and tells what came of it. */
export async function evaluate(session: Session, uri: Uri): Promise<void> {
  if (!workspace.isTrusted) {
    void window.showWarningMessage('The patched C is evaluated in a trusted workspace only: no repository is read.');
    return;
  }
  const options = { location: ProgressLocation.Notification, title: 'Evaluating the patched C', cancellable: true };
  const found = await window.withProgress(options, async (progress, token) => {
    let shown = 0;
    const listening = session.onEvaluationProgress(({ uri: of, done, total, machine }) => {
      if (of !== uri.toString() || total === 0) return;
      const percent = (100 * done) / total;
      progress.report({ message: `${machine} (${done + 1} of ${total})`, increment: Math.max(0, percent - shown) });
      shown = Math.max(shown, percent);
    });
    try {
      return await session.ask('evaluate', { uri: uri.toString() }, token);
    } catch (error) {
      if (token.isCancellationRequested) return undefined;
      throw error;
    } finally {
      listening.dispose();
    }
  });
  if (!found) return;
  if (!found.failed) {
    await commands.executeCommand(`${REVIEW_VIEW}.focus`);
    return;
  }
  const choose = 'Choose a Tree…';
  const chosen = await window.showWarningMessage(found.summary, ...(found.needsTree ? [choose] : []));
  if (chosen === choose) await chooseTree(session, uri);
}

/** Asks for a tree of QEMU, remembers it in the setting `source`, and evaluates. */
async function chooseTree(session: Session, uri: Uri): Promise<void> {
  const [folder] =
    (await window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      openLabel: 'Use This Tree',
      title: 'A clone of QEMU, or a folder with its sources',
    })) ?? [];
  if (!folder) return;
  await setSource(folder.fsPath);
  await evaluate(session, uri);
}
