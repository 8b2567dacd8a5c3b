import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type CodeAction, commands, type Diagnostic, languages, Uri, window, workspace } from 'vscode';
import { eventually, samplePatch } from './kit.ts';

describe('what is wrong with a patch', () => {
  it('links to the page of its rule, which opens, and is undone by its quick fix', async () => {
    const text = (await workspace.openTextDocument(samplePatch())).getText();
    const broken = text.replace(/^(@@ -\d+,)(\d+)/m, (_, head, count) => `${head}${Number(count) - 1}`);
    const document = await workspace.openTextDocument({ language: 'diff', content: broken });
    const problems = (): Diagnostic[] =>
      languages
        .getDiagnostics(document.uri)
        .filter(({ code }) => typeof code === 'object' && code.value === 'hunk-counts');
    const [problem] = await eventually(
      async () => problems(),
      (all) => all.length > 0,
      'a problem',
    );
    const { code } = problem ?? {};
    assert.ok(typeof code === 'object', 'a link behind the code');

    // without options VS Code opens it as it opens the link of a problem
    await commands.executeCommand('vscode.open', Uri.parse(code.target.toString()));
    const page = await eventually(
      async () => window.activeTextEditor?.document,
      (active) => active?.getText().includes('# hunk-counts') === true,
      'the page of the rule',
    );
    assert.equal(page?.languageId, 'markdown');

    const actions = await commands.executeCommand<CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      problem?.range,
    );
    const fix = actions.find((action) => action.isPreferred);
    assert.ok(fix?.edit, 'a preferred quick fix');
    await workspace.applyEdit(fix.edit);
    assert.equal(document.getText(), text);
    await eventually(
      async () => problems(),
      (all) => all.length === 0,
      'the problem goes away',
    );
  });
});
