import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterEach, describe, it } from 'mocha';
import { commands, TabInputTextDiff, Uri, window, workspace } from 'vscode';
import { SCHEME } from '../../../server/src/protocol.ts';
import { api, eventually, file, open, sampleDump, samplePatch } from './kit.ts';

/** The sample with its I/O APIC elsewhere, views left out, beside it. */
function movedDump(): Uri {
  const [tree = ''] = readFileSync(sampleDump().fsPath, 'utf8').split('(qemu) info mtree -f');
  const text = tree.replace(/00000000fec00000-00000000fec00fff(?=.*ioapic)/g, '00000000fe000000-00000000fe000fff');
  assert.notEqual(text, tree);
  const uri = file('moved.mtree');
  writeFileSync(uri.fsPath, text);
  return uri;
}

describe('Compare Two Dumps', () => {
  afterEach(async () => {
    rmSync(file('moved.mtree').fsPath, { force: true });
    await commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('shows both in the diff editor, equal but for what moved', async () => {
    const after = movedDump();
    await commands.executeCommand('qemuMemoryReview.compareDumps', sampleDump(), [sampleDump(), after]);
    const input = await eventually(
      async () => window.tabGroups.activeTabGroup.activeTab?.input,
      (active) => active instanceof TabInputTextDiff,
      'a diff editor',
    );
    assert.ok(input instanceof TabInputTextDiff);
    assert.equal(input.original.scheme, SCHEME);
    const [old, now] = await Promise.all(
      [input.original, input.modified].map(async (uri) => {
        const document = await workspace.openTextDocument(uri);
        assert.equal(document.languageId, 'qemu-mtree');
        return document.getText().split('\n');
      }),
    );
    const gone = old?.filter((line) => !now?.includes(line)) ?? [];
    assert.ok(gone.length > 0);
    for (const line of gone) assert.match(line, /00000000fec00000-00000000fec00fff.*ioapic/);
  });

  it('shows the result in the view: one region moved, which opens its place in the dump', async () => {
    const after = movedDump();
    await commands.executeCommand('qemuMemoryReview.compareDumps', sampleDump(), [sampleDump(), after]);
    const { review } = await api();
    const [root] = await eventually(
      () => review.getChildren(),
      (nodes) => nodes.some((node) => /moved/.test(node.label)),
      'the comparison',
    );
    assert.ok(root);
    assert.equal(root.description, '1 difference');
    const [group] = await review.getChildren(root);
    assert.ok(group);
    assert.deepEqual([group.label, group.description], ['Moved', '1']);
    const [finding] = await review.getChildren(group);
    assert.match(finding?.label ?? '', /^ioapic/);
    assert.match(finding?.description ?? '', /0xfec00000-0xfec00fff -> 0xfe000000-0xfe000fff/);
    assert.equal(finding?.open?.uri, after.toString());
    const document = await workspace.openTextDocument(Uri.parse(finding.open.uri));
    assert.match(document.lineAt(finding.open.line ?? 0).text, /00000000fe000000-00000000fe000fff.*ioapic/);
  });

  it('a patch takes the view back', async () => {
    await commands.executeCommand('qemuMemoryReview.compareDumps', sampleDump(), [sampleDump(), movedDump()]);
    await open(samplePatch());
    const { review } = await api();
    await eventually(
      () => review.getChildren(),
      (nodes) => nodes.some((node) => node.contextValue === 'patch'),
      'the patch',
    );
  });
});
