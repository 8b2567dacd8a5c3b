import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { before, describe, it } from 'mocha';
import { commands, Position, type Uri, WorkspaceEdit, window, workspace } from 'vscode';
import { SCHEME } from '../../../server/src/protocol.ts';
import { eventually, file, lenses, open, result, samplePatch } from './kit.ts';

/** A record as the Patchwork API serves it, made of a sample patch. */
async function makeRecord(uri: Uri): Promise<void> {
  const mail = (await workspace.openTextDocument(samplePatch())).getText();
  const start = mail.search(/^diff --git /m);
  const subject = /^Subject: (?:\[PATCH[^\]]*\] )?(.*)$/m.exec(mail)?.[1] ?? 'a patch';
  const content = mail.slice(mail.indexOf('\n\n') + 2, start);
  const record = {
    id: 1,
    url: 'https://patchwork.example.org/api/patches/1/',
    project: { id: 1, name: 'QEMU Development', link_name: 'qemu-devel', list_id: 'qemu-devel.nongnu.org' },
    msgid: '<1@example.org>',
    date: '2017-09-21T12:07:51',
    name: subject,
    submitter: { id: 1, name: 'A Developer', email: 'dev@example.org' },
    headers: { Subject: subject },
    content,
    diff: mail.slice(start),
  };
  writeFileSync(uri.fsPath, `${JSON.stringify(record, null, 4)}\n`);
}

describe('a Patchwork record', () => {
  before(() => makeRecord(file('record.json')));

  it('shows one lens, "Open as patch"', async () => {
    const uri = file('record.json');
    await open(uri);
    const titles = await eventually(
      () => lenses(uri),
      (all) => all.length > 0,
      'a lens',
    );
    assert.equal(titles.length, 1, titles.join(' / '));
    assert.match(titles[0] ?? '', /Open as patch/);
  });

  it('opens as a patch with everything', async () => {
    const uri = file('record.json');
    await open(uri);
    await commands.executeCommand('qemuMemoryReview.openAsPatch', uri.toString());
    const document = window.activeTextEditor?.document;
    assert.equal(document?.uri.scheme, SCHEME);
    assert.equal(document?.languageId, 'diff');
    assert.equal(await result(document.uri), await result(samplePatch()));
  });

  it("is found in the text of the API's page", async () => {
    const json = await workspace.openTextDocument(file('record.json'));
    const head = 'GET /api/patches/1/?format=api\nHTTP 200 OK\nContent-Type: application/json\n\n';
    const page = await workspace.openTextDocument({ language: 'plaintext', content: '' });
    await window.showTextDocument(page);
    assert.deepEqual(await lenses(page.uri), []);
    const edit = new WorkspaceEdit();
    edit.insert(page.uri, new Position(0, 0), head + json.getText());
    assert.ok(await workspace.applyEdit(edit));
    const titles = await eventually(
      () => lenses(page.uri),
      (all) => all.length > 0,
      'a lens',
    );
    assert.match(titles.join(), /Open as patch/);
  });

  it('other JSON is left alone', async () => {
    const uri = file('settings-like.json');
    writeFileSync(uri.fsPath, '{ "diff": true }\n');
    await open(uri);
    assert.deepEqual(await lenses(uri), []);
  });
});
