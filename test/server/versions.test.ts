import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { change, mail } from '../patch/series-kit.ts';
import { TestClient } from './client.ts';

const URI = 'untitled:Untitled-1';
/** Lines that both versions of a patch have: of patches that share less, git range-diff makes no pair. */
const SAME = Array.from({ length: 8 }, (_, i) => `line ${i}\n+`).join('');
const patch = (version: number, number: number, now: string): string =>
  mail({
    subject: `[PATCH v${version} ${number}/2] part ${number}`,
    id: `v${version}-${number}`,
    at: version * 60 + number,
    ...(number > 1 ? { to: `v${version}-1` } : {}),
    body: `Why.\n---\n${change('a', `${SAME}${now}`, `hw/${number}.c`).replace('+1 @@', '+1,9 @@')}`,
  });
const TWO = patch(2, 2, 'c') + patch(1, 1, 'b') + patch(2, 1, 'b') + patch(1, 2, 'b');

let client: TestClient | undefined;
afterEach(async () => {
  await client?.stop();
  client = undefined;
});

interface Item {
  node: string;
  label: string;
  description?: string;
  open?: { uri: string; line?: number };
}

describe('two versions of a series', () => {
  it('are a document and a tree, whose nodes open the newer text', async () => {
    client = await TestClient.start();
    const server = client;
    await server.open(URI, 'qemu-mail', TWO);
    const result = await server.ask<{ uri: string; summary: string; failed: boolean }>(
      'qemuMemoryReview/compareVersions',
      {
        old: URI,
        now: URI,
      },
    );
    expect(result).toMatchObject({ failed: false, summary: 'Patches: 1 same, 1 changed' });
    const { text } = await server.ask<{ text: string }>('qemuMemoryReview/content', { uri: result.uri });
    expect(text).toContain('### 2 \\! 2 part 2');
    const children = (node?: string): Promise<Item[]> => server.ask('qemuMemoryReview/tree', { uri: result.uri, node });
    const [root] = await children();
    const pairs = await children(root?.node);
    expect(pairs.map(({ label, description }) => [label, description])).toEqual([
      ['part 1', '1 -> 1 · same'],
      ['part 2', '2 -> 2 · changed · hw/2.c: hunk 1 changed'],
    ]);
    const [hunk] = await children(pairs[1]?.node);
    expect(hunk?.label).toBe('hw/2.c:1');
    expect(TWO.split('\n')[hunk?.open?.line ?? -1]).toBe('@@ -1 +1,9 @@');
  });

  it('stand side by side in the tree of their text', async () => {
    client = await TestClient.start();
    await client.open(URI, 'qemu-mail', TWO);
    const items = await client.ask<Item[]>('qemuMemoryReview/tree', { uri: URI });
    expect(items.map(({ label, description }) => `${label}: ${description}`)).toEqual([
      'v1 part 1: 2 patches',
      'v2 part 1: 2 patches',
    ]);
  });

  it('have Before and After of the whole series in the diff editor', async () => {
    const shares = readFileSync(
      fileURLToPath(new URL('../../samples/share-empty-view.patch', import.meta.url)),
      'utf8',
    );
    const body = shares.slice(shares.indexOf('\n---\n') + 1);
    const text =
      mail({ subject: '[PATCH 1/2] core', id: 'a', body }) +
      mail({ subject: '[PATCH 2/2] other', id: 'b', to: 'a', body: `---\n${change('a', 'b', 'hw/x.c')}` });
    client = await TestClient.start();
    const server = client;
    await server.open(URI, 'qemu-mail', text);
    const targets = await server.ask<{ title: string; before: string; after: string }[]>(
      'qemuMemoryReview/compareTargets',
      {
        uri: URI,
        series: 0,
      },
    );
    const pc = targets.find(({ title }) => title.startsWith('pc, whole series: FlatViews 17 -> 7')) ?? expect.fail();
    const views = await Promise.all(
      [pc.before, pc.after].map(async (uri) => {
        const content = await server.ask<{ text: string }>('qemuMemoryReview/content', { uri });
        return content.text.match(/^FlatView #/gm)?.length;
      }),
    );
    expect(views).toEqual([17, 7]);
  });

  it('that are not there are said to be so', async () => {
    client = await TestClient.start();
    await client.open(URI, 'qemu-mail', patch(1, 1, 'b'));
    const result = await client.ask('qemuMemoryReview/compareVersions', { old: URI, now: URI });
    expect(result).toMatchObject({ failed: true, summary: expect.stringContaining('only one version') });
  });
});

it.each([
  ['mail', TWO],
  ['diff', change('a', 'b')],
  ['record', '{"msgid": "<1@x>", "name": "x", "content": "", "diff": "diff --git a/f b/f\\n"}'],
  ['none', 'Dear all,\n'],
])('a text is told to be a %s', async (kind, text) => {
  client = await TestClient.start();
  expect(await client.ask('qemuMemoryReview/textKind', { text })).toEqual({ kind });
});
