import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { commands, extensions, languages } from 'vscode';
import { api } from './kit.ts';

const COMMANDS = [
  ...['review', 'compare', 'openAsPatch', 'addMachines', 'removeMachine', 'capture', 'compareDumps', 'compareBuilds'],
  ...['compareCores', 'compareFile', 'compareVersions', 'openSeries', 'chooseCore', 'showOutput', 'restartServer'],
  ...['evaluate', 'follow', 'chooseHoverMachine'],
];

describe('activation', () => {
  it('starts, and its server answers', async () => {
    const { session } = await api();
    assert.ok(Array.isArray(await session.ask('machines', {})));
  });

  it('registers every command of its manifest', async () => {
    await api();
    const known = new Set(await commands.getCommands(true));
    const extension = extensions.getExtension('qemu-memory-review.qemu-memory-review');
    const declared = extension?.packageJSON.contributes.commands.map((one: { command: string }) => one.command);
    assert.deepEqual([...declared].sort(), COMMANDS.map((name) => `qemuMemoryReview.${name}`).sort());
    for (const command of declared) assert.ok(known.has(command), command);
  });

  it('adds languages for what has none, and leaves diff to VS Code', async () => {
    const known = await languages.getLanguages();
    for (const id of ['diff', 'qemu-mtree', 'qemu-mail']) assert.ok(known.includes(id), id);
  });

  it('comes back after a restart of the server', async () => {
    const { session } = await api();
    const before = await session.ask('machines', {});
    await commands.executeCommand('qemuMemoryReview.restartServer');
    assert.deepEqual(await session.ask('machines', {}), before);
  });
});
