import { readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import type { ComparedBuilds, ComparedDumps, TreeItem } from '../../server/src/protocol.ts';
import { TestClient } from './client.ts';

const path = (name: string): string => fileURLToPath(new URL(`../../machines/${name}.mtree`, import.meta.url));
const PC = pathToFileURL(path('pc')).href;

let client: TestClient | undefined;
const start = async (...options: Parameters<typeof TestClient.start>): Promise<TestClient> => {
  client = await TestClient.start(...options);
  return client;
};
afterEach(async () => {
  await client?.stop();
  client = undefined;
});

const compare = (server: TestClient, before: string, after: string): Promise<ComparedDumps> =>
  server.ask('qemuMemoryReview/compareDumps', { before, after });
const tree = (server: TestClient, uri: string, node?: string): Promise<TreeItem[]> =>
  server.ask('qemuMemoryReview/tree', { uri, ...(node === undefined ? {} : { node }) });
const content = async (server: TestClient, uri: string): Promise<string> =>
  (await server.ask<{ text: string }>('qemuMemoryReview/content', { uri })).text;

describe('two dumps', () => {
  it('follow an edit that is not saved', async () => {
    const server = await start();
    const text = readFileSync(path('pc'), 'utf8');
    const edited = text.replace(
      /^( +)00000000fed00000-00000000fed003ff(?=.*hpet)/gm,
      '$100000000fea00000-00000000fea003ff',
    );
    await server.open('untitled:edited.mtree', 'qemu-mtree', text);
    const same = await compare(server, PC, 'untitled:edited.mtree');
    expect(same).toMatchObject({ failed: false, summary: 'no difference' });
    expect(await content(server, same.before)).toBe(await content(server, same.after));
    await server.edit('untitled:edited.mtree', edited);
    const [root] = await tree(server, same.difference);
    expect(root?.description).toBe('1 difference');
    const [moved] = await tree(server, same.difference, root?.node);
    expect(moved?.label).toBe('Moved');
    expect(await content(server, same.difference)).toContain('**moved** hpet');
  });

  it('that cannot be read are refused with a sentence', async () => {
    const server = await start();
    const result = await compare(server, PC, 'file:///none.mtree');
    expect(result).toMatchObject({ failed: true, summary: expect.stringContaining('there is no such file') });
    await server.open('untitled:empty.mtree', 'qemu-mtree', '');
    expect(await compare(server, 'untitled:empty.mtree', PC)).toMatchObject({ failed: true });
  });
});

describe('two builds', () => {
  it('are never run in a workspace that is not trusted', async () => {
    const server = await start({ trusted: false });
    const params = { token: '1', before: '/usr/bin/true', after: '/usr/bin/true' };
    const result = await server.ask<ComparedBuilds>('qemuMemoryReview/compareBuilds', params);
    expect(result).toEqual({ uri: '', failed: true, summary: expect.stringContaining('not trusted') });
  });

  it('that are not there are a sentence', async () => {
    const server = await start();
    const params = { token: '1', before: '/none/a', after: '/none/b' };
    const result = await server.ask<ComparedBuilds>('qemuMemoryReview/compareBuilds', params);
    expect(result).toMatchObject({ failed: true, summary: expect.stringContaining('/none/') });
  });
});
