import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { commands, type DocumentSymbol, type FoldingRange, languages, workspace } from 'vscode';
import {
  api,
  eventually,
  file,
  hover,
  insertLines,
  lenses,
  lineOf,
  open,
  removeLines,
  result,
  sampleDump,
  samplePatch,
} from './kit.ts';

describe('a patch', () => {
  it('has the result as a lens at its subject, and a lens at each hunk', async () => {
    const uri = samplePatch();
    await open(uri);
    assert.match(await result(uri), /FlatViews? /);
    const text = (await workspace.openTextDocument(uri)).getText();
    const hunks = text.split('\n').filter((line) => line.startsWith('@@ ')).length;
    assert.ok((await lenses(uri)).length >= hunks, 'as many lenses as hunks');
  });

  it('explains a hunk and a changed line on hover', async () => {
    const uri = samplePatch();
    await open(uri);
    await result(uri);
    assert.notEqual(await hover(uri, await lineOf(uri, /^@@ /), 5), '');
    assert.notEqual(await hover(uri, await lineOf(uri, /^\+(?!\+\+ )/), 4), '');
  });

  it('has an outline and folds', async () => {
    const uri = samplePatch();
    await open(uri);
    const symbols = await commands.executeCommand<DocumentSymbol[]>('vscode.executeDocumentSymbolProvider', uri);
    assert.ok(symbols.length, 'symbols');
    const folds = await commands.executeCommand<FoldingRange[]>('vscode.executeFoldingRangeProvider', uri);
    assert.ok(folds.length, 'folding ranges');
  });

  it('shows nothing of ours where no file of QEMU is touched', async () => {
    const uri = file('elsewhere', 'other-project.patch');
    await open(uri);
    const { session } = await api();
    await session.start();
    assert.deepEqual(await lenses(uri), []);
    assert.equal(await hover(uri, await lineOf(uri, /^@@ /), 5), '');
    assert.deepEqual(languages.getDiagnostics(uri), []);
  });

  it('says where a hunk is corrupt', async () => {
    const text = (await workspace.openTextDocument(samplePatch())).getText();
    const broken = text.replace(/^(@@ -\d+,)(\d+)/m, (_, head, count) => `${head}${Number(count) + 40}`);
    const document = await workspace.openTextDocument({ language: 'diff', content: broken });
    const found = await eventually(
      async () => languages.getDiagnostics(document.uri),
      (all) => all.length > 0,
      'a problem',
    );
    assert.match(found[0]?.source ?? '', /qemu/i);
  });
});

describe('a dump', () => {
  it('says where it cannot be read', async () => {
    const uri = sampleDump();
    await open(uri);
    const line = (await lineOf(uri, /^ {2}[0-9a-f]{16}-/)) + 1;
    await insertLines(uri, line, '    00000000000zz000-0000000000000fff (prio 0, i/o): broken\n');
    const problems = await eventually(
      async () => languages.getDiagnostics(uri),
      (all) => all.some((one) => one.range.start.line === line),
      `a problem in line ${line + 1}`,
    );
    assert.ok(problems.length);
    await removeLines(uri, line, 1);
    await eventually(
      async () => languages.getDiagnostics(uri),
      (all) => !all.some((one) => one.range.start.line === line),
      'the problem goes away',
    );
  });

  it('has an outline, and a hover on a range', async () => {
    const uri = sampleDump();
    await open(uri);
    const symbols = await commands.executeCommand<DocumentSymbol[]>('vscode.executeDocumentSymbolProvider', uri);
    assert.ok(symbols.length, 'symbols');
    const line = await lineOf(uri, /^ {4}[0-9a-f]{16}-.*\): \w/);
    await eventually(() => hover(uri, line, 10), Boolean, 'a hover on a range');
  });
});
