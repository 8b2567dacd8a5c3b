import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'mocha';
import { commands, Uri, workspace } from 'vscode';
import {
  api,
  eventually,
  file,
  insertLines,
  lenses,
  lineOf,
  open,
  removeLines,
  result,
  sampleDump,
  samplePatch,
} from './kit.ts';

const EXTRA = [
  'address-space: e2e',
  '  0000000000000000-ffffffffffffffff (prio 0, i/o): e2e-root',
  '    0000000000001000-0000000000001fff (prio 0, ram): e2e-ram',
  '',
  '',
].join('\n');

/** Copies of a sample patch and dump in a folder of their own. */
function copies(folder: string): { patch: Uri; dump: Uri } {
  const target = file(folder).fsPath;
  const dumps = path.join(target, 'dumps');
  mkdirSync(dumps, { recursive: true });
  const patch = path.join(target, 'change.patch');
  const dump = path.join(dumps, 'machine.mtree');
  copyFileSync(samplePatch().fsPath, patch);
  copyFileSync(sampleDump().fsPath, dump);
  return { patch: Uri.file(patch), dump: Uri.file(dump) };
}

describe('machines', () => {
  it('an added machine joins the review, a removed one leaves it', async () => {
    const { patch, dump } = copies('added');
    await open(patch);
    const { session } = await api();
    const before = await eventually(
      () => lenses(patch),
      (titles) => titles.every(Boolean) && titles.length > 0,
      'lenses',
    );
    await commands.executeCommand('qemuMemoryReview.addMachines', dump);
    assert.deepEqual(workspace.getConfiguration('qemuMemoryReview').get('machines'), ['added/dumps/machine.mtree']);
    const machines = await eventually(
      () => session.ask('machines', {}),
      (all) => all.some((one) => Uri.parse(one.uri).path === dump.path),
      'the added machine',
    );
    const added = machines.find((one) => Uri.parse(one.uri).path === dump.path);
    assert.equal(added?.removable, true);
    assert.equal(added?.origin, 'added');
    await eventually(
      () => lenses(patch),
      (titles) => titles.join() !== before.join(),
      'the lens changes',
    );
    await commands.executeCommand('qemuMemoryReview.removeMachine', added);
    await eventually(
      () => lenses(patch),
      (titles) => titles.join() === before.join(),
      'the lens changes back',
    );
    assert.deepEqual(workspace.getConfiguration('qemuMemoryReview').get('machines'), []);
  });

  it('an edit of a dump, unsaved, changes the lens', async () => {
    const { patch, dump } = copies('edited');
    await workspace.getConfiguration('qemuMemoryReview').update('machines', ['edited/dumps/machine.mtree']);
    try {
      await open(patch);
      const before = await result(patch);
      await open(dump);
      const line = await lineOf(dump, /^address-space: /);
      await insertLines(dump, line, EXTRA);
      await open(patch);
      const after = await eventually(
        () => result(patch),
        (title) => title !== before,
        'the lens changes',
      );
      const views = (title: string) => Number(/(\d+)\s*(?:->|→)/.exec(title)?.[1]);
      assert.equal(views(after), views(before) + 1, `${before} became ${after}`);
      await removeLines(dump, line, EXTRA.split('\n').length - 1);
      await eventually(
        () => result(patch),
        (title) => title === before,
        'the lens changes back',
      );
    } finally {
      await workspace.getConfiguration('qemuMemoryReview').update('machines', undefined);
    }
  });
});
