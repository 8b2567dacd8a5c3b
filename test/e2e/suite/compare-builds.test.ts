import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { afterEach, describe, it } from 'mocha';
import { commands, Uri } from 'vscode';
import { answer, asked, restoreDialogs } from './dialogs.ts';
import { api, eventually } from './kit.ts';

const EMULATOR = spawnSync('which', ['qemu-system-x86_64'], { encoding: 'utf8' }).stdout.trim();

/** The emulator for both sides, a setting for After, and one machine type of those that are offered. */
function chooses(agreed: string | undefined): void {
  const words = ['', '-machine hpet=off'];
  answer({
    showOpenDialog: [Uri.file(EMULATOR || '/nowhere/qemu')],
    showInputBox: () => words.shift(),
    showQuickPick: (items: readonly (string | { label: string })[]) => {
      const labels = items.map((item) => (typeof item === 'string' ? item : item.label));
      if (labels.includes('q35')) return ['q35'];
      return items[labels.findIndex((label) => /Emulator…|Choose machine types/.test(label))];
    },
    showWarningMessage: agreed,
  });
}

describe('Compare Two QEMU Builds', () => {
  afterEach(restoreDialogs);

  it('runs them once the user agreed, and shows what differs down to the region', async function () {
    if (!EMULATOR) this.skip();
    const { review } = await api();
    chooses('Run');
    await commands.executeCommand('qemuMemoryReview.compareBuilds');
    const agreement = asked.find((line) => line.startsWith('showWarningMessage')) ?? '';
    assert.match(agreement, /hpet=off/);
    const [root] = await eventually(
      () => review.getChildren(),
      (nodes) => nodes.some((node) => node.contextValue === 'builds'),
      'the two builds',
    );
    assert.equal(root?.description, '1 of 1 machine types differ.');
    const [q35] = await review.getChildren(root);
    const [gone] = await review.getChildren(q35);
    const [hpet] = await review.getChildren(gone);
    assert.deepEqual([q35?.label, gone?.label], ['q35', 'Gone']);
    assert.match(hpet?.description ?? '', /0xfed00000-0xfed003ff/);
  });

  it('runs nothing without the agreement', async function () {
    if (!EMULATOR) this.skip();
    const { review } = await api();
    const before = JSON.stringify(await review.getChildren());
    chooses(undefined);
    await commands.executeCommand('qemuMemoryReview.compareBuilds');
    assert.match(asked.join('\n'), /showWarningMessage: Run the emulators/);
    // the two builds were picked; their machine types were not even asked for
    assert.equal(asked.filter((line) => line.startsWith('showQuickPick')).length, 2);
    assert.equal(JSON.stringify(await review.getChildren()), before);
  });
});
