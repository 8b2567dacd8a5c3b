import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { afterEach, describe, it } from 'mocha';
import { commands, type MessageItem, window } from 'vscode';
import { answer, asked, restoreDialogs } from './dialogs.ts';
import { api, file } from './kit.ts';

const installed = spawnSync('qemu-system-x86_64', ['--version']).status === 0;

describe('Capture Machine', () => {
  afterEach(restoreDialogs);

  const firstOf = (items: readonly MessageItem[]): MessageItem | undefined => items[0];

  it('runs a command line that the user agreed to, and opens its dump', async function () {
    if (!installed) this.skip();
    await api();
    const target = file('captured.mtree');
    answer({
      showQuickPick: firstOf,
      showInputBox: 'qemu-system-x86_64 -M microvm -accel tcg -nodefaults',
      showWarningMessage: 'Run',
      showSaveDialog: target,
    });
    void commands.executeCommand('qemuMemoryReview.capture');
    const end = Date.now() + 20_000;
    while (window.activeTextEditor?.document.uri.path !== target.path) {
      assert.ok(Date.now() < end, `the dump is open; asked: ${asked.join(' | ')}`);
      await new Promise((done) => setTimeout(done, 100));
    }
    assert.equal(window.activeTextEditor.document.languageId, 'qemu-mtree');
    assert.match(readFileSync(target.fsPath, 'utf8'), /^# Captured with: qemu-system-x86_64 -M microvm /);
    assert.match(asked.join('\n'), /showWarningMessage: Run qemu-system-x86_64\? .* -M microvm -accel tcg -nodefaults/);
    await commands.executeCommand('workbench.action.closeActiveEditor');
    rmSync(target.fsPath);
  });

  it('runs nothing that the user does not agree to', async () => {
    await api();
    answer({ showQuickPick: firstOf, showInputBox: '/nowhere/qemu', showWarningMessage: undefined });
    await commands.executeCommand('qemuMemoryReview.capture');
    assert.match(asked.join('\n'), /showWarningMessage: Run \/nowhere\/qemu\?/);
  });
});
