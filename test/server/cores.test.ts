import { readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import type { CompareTarget, CoreInfo, CoreOfDump } from '../../server/src/protocol.ts';
import { TestClient } from './client.ts';

const path = fileURLToPath(new URL('../../samples/idle-nics.mtree', import.meta.url));
const DUMP = pathToFileURL(path).href;
const text = readFileSync(path, 'utf8');

let client: TestClient | undefined;
const start = async (settings?: object): Promise<TestClient> => {
  client = await TestClient.start(settings ? { settings } : {});
  await client.open(DUMP, 'qemu-mtree', text);
  return client;
};
afterEach(async () => {
  expect(await client?.stop()).toBe(0);
});

const coreOf = async (server: TestClient): Promise<CoreOfDump | null> =>
  server.ask<CoreOfDump | null>('qemuMemoryReview/coreOf', { uri: DUMP });

it("renders a dump under its own release's core, and says why", async () => {
  expect(await coreOf(await start())).toMatchObject({ name: '7.2', why: 'The text is of QEMU 7.2.22.' });
});

it('renders it under the core that the setting names', async () => {
  const server = await start({ core: 'v2.10' });
  expect(await coreOf(server)).toMatchObject({ name: '2.10', why: expect.stringContaining('qemuMemoryReview.core') });
  expect(await server.hover(DUMP, text, 'address-space: memory')).toContain('a FlatView of its own');
});

it('takes no notice of a setting that names no core', async () => {
  expect(await coreOf(await start({ core: 'tomorrow' }))).toMatchObject({ name: '7.2' });
});

it('gives both sides of a dump under two cores as documents', async () => {
  const server = await start();
  const target = await server.ask<CompareTarget | null>('qemuMemoryReview/compareCores', {
    uri: DUMP,
    before: 'e673ba9af9',
    after: '2.11',
  });
  expect(target?.title).toContain('FlatViews 39 -> 11');
  const views = async (uri = ''): Promise<number> => {
    const { text: side } = await server.ask<{ text: string }>('qemuMemoryReview/content', { uri });
    return (side.match(/^FlatView #/gm) ?? []).length;
  };
  expect([await views(target?.before), await views(target?.after)]).toEqual([39, 11]);
});

it('lists every core, the newest first, with what it was the first to do', async () => {
  const cores = await (await start()).ask<CoreInfo[]>('qemuMemoryReview/cores', {});
  expect(cores[0]?.name).toBe('11.1');
  expect(cores[cores.length - 1]?.name).toBe('2.0');
  expect(cores.find((core) => core.name === '4.2')?.description).toContain('dispatch reserves: 1');
});
