import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { commands, DiagnosticSeverity, languages, type Uri, workspace } from 'vscode';
import { eventually, file, hover, lenses, lineOf, open } from './kit.ts';

const settings = () => workspace.getConfiguration('qemuMemoryReview');
const set = (key: string, value: string | undefined) => settings().update(key, value);

const withTitle = (uri: Uri, pattern: RegExp): Promise<string[]> =>
  eventually(
    () => lenses(uri),
    (all) => all.some((title) => pattern.test(title)),
    String(pattern),
  );

describe('the patched C', () => {
  before(() => set('source', 'memory-core'));
  after(async () => {
    await set('engine', undefined);
    await set('source', undefined);
  });

  it('is evaluated on request, and its figures, runs and values are shown', async () => {
    const uri = file('patches', 'render-disabled.patch');
    await open(uri);
    await withTitle(uri, /^Evaluate the patched C$/);
    await commands.executeCommand('qemuMemoryReview.evaluate', uri);
    const all = await withTitle(uri, /evaluated from the source/);
    assert.ok(all.some((title) => /^Ran .* a commit/.test(title)));
    const line = await lineOf(uri, /^-\s+if \(!mr->enabled/);
    assert.match(await hover(uri, line, 14), /in a commit, evaluated from the source/);
  });

  it('is evaluated by itself where the setting says so; a stop is marked where it happens', async () => {
    await set('engine', 'source');
    const uri = file('patches', 'null-access.patch');
    await open(uri);
    await withTitle(uri, /After stops/);
    const found = await eventually(
      async () => languages.getDiagnostics(uri),
      (all) => all.some(({ severity }) => severity === DiagnosticSeverity.Error),
      'the stop as a problem',
    );
    const problem = found.find(({ severity }) => severity === DiagnosticSeverity.Error);
    assert.equal(problem?.range.start.line, await lineOf(uri, /^\+.*mr->alias->readonly/));
  });
});
