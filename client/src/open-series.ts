import { env, languages, Uri, window, workspace } from 'vscode';
import type { TextKind } from '../../server/src/protocol.ts';
import type { Session } from './client.ts';
import { isPatch } from './languages.ts';

/** What each kind of text is opened as. */
const LANGUAGES: Readonly<Record<Exclude<TextKind['kind'], 'none'>, string>> = {
  mail: 'qemu-mail',
  encoded: 'qemu-mail',
  diff: 'diff',
  record: 'json',
};

const NOTHING = 'no mail, no diff and no Patchwork record was found in it.';

/**
 * Opens a file that is picked, or the text of the clipboard as an untitled document, as a patch. Nothing is fetched,
 * and nothing is written: an untitled document is kept by VS Code until it is saved or closed.
 */
export async function openSeries(session: Session): Promise<void> {
  const clipboard = { label: '$(clippy) Clipboard', description: 'an mbox, a mail, a diff or a Patchwork record' };
  const file = { label: '$(folder-opened) File…', description: '.mbox, .eml, .patch, .diff, .json, or any other' };
  const picked = await window.showQuickPick([clipboard, file], { placeHolder: 'Where the series is' });
  if (picked === clipboard) await openText(session, await env.clipboard.readText());
  if (picked === file) {
    const uri = await pickPatchFile('Open');
    if (uri) await openFile(session, uri);
  }
}

/** A patch of the disk. */
export async function pickPatchFile(openLabel: string): Promise<Uri | undefined> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const picked = await window.showOpenDialog({
    title: 'Series, patch or Patchwork record',
    openLabel,
    filters: { 'Mails, diffs and records': ['mbox', 'eml', 'patch', 'diff', 'json', 'txt'], 'All files': ['*'] },
    ...(folder ? { defaultUri: folder } : {}),
  });
  return picked?.[0];
}

async function openText(session: Session, text: string): Promise<void> {
  const { kind } = await session.ask('textKind', { text });
  if (kind === 'none') {
    void window.showWarningMessage(`The clipboard is no patch: ${NOTHING}`);
    return;
  }
  const document = await workspace.openTextDocument({ language: LANGUAGES[kind], content: text });
  await window.showTextDocument(document, { preview: false });
}

/** A file under a name of any kind is told by its content. */
async function openFile(session: Session, uri: Uri): Promise<void> {
  const document = await workspace.openTextDocument(uri);
  const { kind } = await session.ask('textKind', { text: document.getText() });
  if (kind === 'none') {
    void window.showWarningMessage(`${workspace.asRelativePath(uri)} is no patch: ${NOTHING}`);
    return;
  }
  const wrapped = kind === 'record' || kind === 'encoded';
  const found = wrapped ? await session.ask('patchOf', { uri: uri.toString() }) : null;
  if (found) {
    await window.showTextDocument(await workspace.openTextDocument(Uri.parse(found.uri)), { preview: false });
    return;
  }
  const named = isPatch(document) || kind === 'record';
  const shown = named ? document : await languages.setTextDocumentLanguage(document, LANGUAGES[kind]);
  await window.showTextDocument(shown, { preview: false });
}
