import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterEach, describe, it } from 'mocha';
import { commands, env, window } from 'vscode';
import { SCHEME } from '../../../server/src/protocol.ts';
import { answer, asked, restoreDialogs } from './dialogs.ts';
import { api, eventually, file, lenses, open, samplePatch } from './kit.ts';

const OPEN = 'qemuMemoryReview.openSeries';
const COMPARE = 'qemuMemoryReview.compareVersions';
const text = (): string => readFileSync(samplePatch().fsPath, 'utf8');

/** What the user picks of a list: the first item with these words. */
const pick = (words: string) => (items: readonly { label: string }[]) =>
  items.find(({ label }) => label.includes(words));

const active = () => window.activeTextEditor?.document;

describe('Open Series from File or Clipboard', () => {
  afterEach(async () => {
    restoreDialogs();
    rmSync(file('series.txt').fsPath, { force: true });
    await commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('opens a mail of the clipboard as an untitled patch with its lenses', async () => {
    await env.clipboard.writeText(text());
    answer({ showQuickPick: pick('Clipboard') });
    await commands.executeCommand(OPEN);
    const document = active();
    assert.deepEqual([document?.uri.scheme, document?.languageId], ['untitled', 'qemu-mail']);
    assert.equal(document?.getText().replaceAll('\r\n', '\n'), text());
    assert.ok(document);
    const found = await eventually(
      () => lenses(document.uri),
      (titles) => titles.some((title) => /FlatViews \d+ -> \d+/.test(title)),
      'the lens of the subject',
    );
    assert.ok(found.length > 1);
  });

  it('opens a file by its content, whatever its name', async () => {
    writeFileSync(file('series.txt').fsPath, text());
    answer({ showQuickPick: pick('File'), showOpenDialog: [file('series.txt')] });
    await commands.executeCommand(OPEN);
    assert.deepEqual([active()?.uri.toString(), active()?.languageId], [file('series.txt').toString(), 'qemu-mail']);
  });

  it('says where the clipboard is no patch', async () => {
    await env.clipboard.writeText('Dear all,\n');
    answer({ showQuickPick: pick('Clipboard'), showWarningMessage: undefined });
    await commands.executeCommand(OPEN);
    assert.ok(
      asked.some((line) => line.includes('The clipboard is no patch')),
      asked.join('\n'),
    );
  });
});

describe('Compare Two Versions of a Series', () => {
  afterEach(async () => {
    restoreDialogs();
    rmSync(file('older.patch').fsPath, { force: true });
    await commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('shows an older file beside the patch at hand as a document and in the view', async () => {
    writeFileSync(file('older.patch').fsPath, text().replace('nr_enabled == 0', 'nr_enabled == 1'));
    await open(samplePatch());
    answer({ showQuickPick: pick('Browse'), showOpenDialog: [file('older.patch')] });
    await commands.executeCommand(COMPARE);
    assert.equal(active()?.uri.scheme, SCHEME);
    assert.match(active()?.getText() ?? '', /\+\+ +if \(nr_enabled == 0\)/);
    const { review } = await api();
    const [root] = await eventually(
      () => review.getChildren(),
      (nodes) => nodes.some(({ description }) => /1 changed/.test(description ?? '')),
      'the comparison',
    );
    const [pair] = await review.getChildren(root);
    assert.match(pair?.description ?? '', /memory\.c: hunks 2 the same, 1 changed/);
  });
});
