import { afterEach, expect, it } from 'vitest';
import type { CodeAction, Diagnostic } from 'vscode-languageserver-protocol';
import { onFile } from '../patch/checks/checked.ts';
import { TestClient, until } from './client.ts';

let client: TestClient | undefined;
afterEach(async () => {
  const code = await client?.stop();
  client = undefined;
  expect(code ?? 0).toBe(0);
});

const URI = 'file:///tmp/checks.patch';
const BROKEN = onFile('@@ -1,2 +1,2 @@', ' a', '-b', '+c', '+d');
const start = async (settings: object): Promise<TestClient> => {
  client = await TestClient.start({ settings, textDocument: { publishDiagnostics: { codeDescriptionSupport: true } } });
  return client;
};
const diagnosticsOf = (server: TestClient): Promise<Diagnostic[]> =>
  until('diagnostics', () => server.diagnostics.get(URI));

it('a problem has the page of its rule, which the server writes', async () => {
  const server = await start({});
  await server.open(URI, 'diff', BROKEN);
  const [problem] = await diagnosticsOf(server);
  expect(problem).toMatchObject({ code: 'hunk-counts', severity: 1 });
  const { text } = await server.ask<{ text: string }>('qemuMemoryReview/content', {
    uri: problem?.codeDescription?.href,
  });
  expect(text).toContain('# hunk-counts');
});

it('the setting makes a rule less severe, or hides it', async () => {
  const server = await start({ checks: { 'hunk-counts': 'hint' } });
  await server.open(URI, 'diff', BROKEN);
  expect((await diagnosticsOf(server)).map(({ severity }) => severity)).toEqual([4]);
  const settings = { qemuMemoryReview: { checks: { 'hunk-counts': 'off' } } };
  await server.connection.sendNotification('workspace/didChangeConfiguration', { settings });
  await until('no problem', () => server.diagnostics.get(URI)?.length === 0);
});

it('quick fixes name the version that they are for, and only what can be edited has them', async () => {
  const server = await start({});
  const ask = (uri: string, only?: string[]): Promise<CodeAction[]> =>
    server.ask('textDocument/codeAction', {
      textDocument: { uri },
      range: { start: { line: 3, character: 0 }, end: { line: 7, character: 0 } },
      context: { diagnostics: [], ...(only ? { only } : {}) },
    });
  await server.open(URI, 'diff', '');
  await server.edit(URI, BROKEN);
  const [fix] = await ask(URI, ['quickfix']);
  expect(fix).toMatchObject({
    kind: 'quickfix',
    isPreferred: true,
    edit: {
      documentChanges: [{ textDocument: { uri: URI, version: 2 }, edits: [{ newText: '@@ -1,2 +1,3 @@' }] }],
    },
  });
  expect((await ask(URI, ['source.fixAll'])).map(({ kind }) => kind)).toEqual(['source.fixAll']);
  const virtual = 'qemu-memory:/1.patch?e30';
  await server.open(virtual, 'diff', BROKEN);
  expect(await ask(virtual)).toEqual([]);
});
