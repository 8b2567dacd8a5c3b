import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { commands, TabInputTextDiff, TreeItemCollapsibleState, Uri, window, workspace } from 'vscode';
import { SCHEME } from '../../../server/src/protocol.ts';
import { api, eventually, file, open, result, samplePatch } from './kit.ts';

describe('the view Memory Review', () => {
  it('shows the patch, its machines and their views', async () => {
    const uri = samplePatch();
    await open(uri);
    await result(uri);
    const { review } = await api();
    const roots = await eventually(
      () => review.getChildren(),
      (nodes) => nodes.length > 0,
      'roots',
    );
    const labels: string[] = [];
    for (let level = roots, depth = 0; level.length && depth < 5; depth++) {
      labels.push(...level.map((node) => node.label));
      for (const node of level) {
        const item = review.getTreeItem(node);
        assert.equal(item.collapsibleState === TreeItemCollapsibleState.None, node.children === 'none');
      }
      const inner = level.find((node) => node.children !== 'none');
      level = inner ? await review.getChildren(inner) : [];
      if (inner) assert.ok(level.length, `${inner.label} opens to something`);
    }
    assert.ok(labels.length > 3, labels.join(' / '));
  });

  it('is empty for a patch of another project', async () => {
    await open(file('elsewhere', 'other-project.patch'));
    const { review } = await api();
    await eventually(
      () => review.getChildren(),
      (nodes) => nodes.length === 0,
      'no nodes',
    );
  });
});

describe('Compare Before and After', () => {
  it('opens both sides in the diff editor', async () => {
    const uri = samplePatch();
    await open(uri);
    await result(uri);
    const { session } = await api();
    const [target] = await session.ask('compareTargets', { uri: uri.toString() });
    assert.ok(target, 'a machine to compare on');
    await commands.executeCommand('qemuMemoryReview.compare', uri.toString(), target.machine);
    const input = await eventually(
      async () => window.tabGroups.activeTabGroup.activeTab?.input,
      (active) => active instanceof TabInputTextDiff,
      'a diff editor',
    );
    assert.ok(input instanceof TabInputTextDiff);
    for (const side of [input.original, input.modified]) {
      assert.equal(side.scheme, SCHEME);
      const document = await workspace.openTextDocument(side);
      assert.equal(document.languageId, 'qemu-mtree');
      assert.match(document.getText(), /^FlatView #\d+/m);
    }
    assert.equal(input.original.toString(), Uri.parse(target.before).toString());
  });
});

describe('the view Machines', () => {
  it('lists machines with where they came from', async () => {
    const { machines } = await api();
    await open(samplePatch());
    const [one] = await eventually(
      () => machines.getChildren(),
      (all) => all.length > 0,
      'machines',
    );
    assert.ok(one);
    const item = machines.getTreeItem(one);
    assert.ok(item.description);
    assert.match(String(item.tooltip), new RegExp(one.origin));
  });

  it('has the built-in machines where no other is', async () => {
    const { session } = await api();
    const all = await session.ask('machines', {});
    assert.ok(all.length >= 4 && all.every((one) => one.origin === 'built-in'), JSON.stringify(all));
    for (const one of all) assert.ok(one.release && one.accelerator, one.label);
  });

  it('opens every machine it lists', async () => {
    const { machines } = await api();
    const { session } = await api();
    for (const { uri, label } of [...(await machines.getChildren()), ...(await session.ask('machines', {}))]) {
      const document = await workspace.openTextDocument(Uri.parse(uri));
      assert.match(document.getText(), /address-space|FlatView/, label);
    }
  });
});
