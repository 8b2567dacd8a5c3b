import { afterAll, expect, test } from 'vitest';
import type { ComparedBuilds, CompareTarget, TreeItem } from '../../server/src/protocol.ts';
import { TestClient } from '../server/client.ts';

const X86 = 'qemu-system-x86_64';
let client: TestClient | undefined;
afterAll(() => client?.stop());

test('the language server compares two settings of a build, shows the result as a tree, and keeps the dumps', async () => {
  client = await TestClient.start();
  const server = client;
  const done: number[] = [];
  server.connection.onNotification('qemuMemoryReview/buildsProgress', (progress: { done: number }) => {
    done.push(progress.done);
  });
  const result = await server.ask<ComparedBuilds>('qemuMemoryReview/compareBuilds', {
    ...{ token: '1', before: X86, after: X86, afterArgs: '-machine hpet=off', machines: ['q35', 'isapc'] },
  });
  expect(result).toMatchObject({ failed: false, summary: '1 of 2 machine types differ.' });
  expect(done).toEqual([1, 2]);
  const below = (node?: string): Promise<TreeItem[]> =>
    server.ask('qemuMemoryReview/tree', { uri: result.uri, ...(node === undefined ? {} : { node }) });
  const [root] = await below();
  const [q35, alike] = await below(root?.node);
  expect([q35?.label, alike?.label]).toEqual(['q35', '1 machine type alike']);
  const [gone] = await below(q35?.node);
  const [hpet] = await below(gone?.node);
  expect(hpet?.label).toBe('hpet (i/o, 1 KiB)');
  const [target] = await server.ask<CompareTarget[]>('qemuMemoryReview/compareTargets', { uri: result.uri });
  const texts = await Promise.all(
    [target?.before, target?.after, hpet?.open?.uri].map((uri) =>
      server.ask<{ text: string }>('qemuMemoryReview/content', { uri }),
    ),
  );
  const [before = '', after = '', dump = ''] = texts.map(({ text }) => text);
  const lost = before.split('\n').filter((line) => !after.split('\n').includes(line));
  expect(lost.length).toBeGreaterThan(0);
  for (const line of lost) expect(line).toMatch(/hpet|00000000fed00|^FlatView/);
  expect(dump.split('\n')[hpet?.open?.line ?? 0]).toMatch(/00000000fed00000-00000000fed003ff .*: hpet/);
});
