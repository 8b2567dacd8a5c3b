import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CompareTarget, Evaluated, FollowTarget, TreeItem } from '../../server/src/protocol.ts';
import { SpecimenRepository } from '../specimens/repository.ts';
import { TestClient, until } from './client.ts';

const repository = new SpecimenRepository();
const FOLDER = pathToFileURL(repository.folder).href;
let patchText = '';
let uri = '';
beforeAll(() => {
  repository.edit('memory.c', 'if (!mr->enabled) {', 'if (0) {');
  repository.commit('Render disabled regions');
  patchText = repository.takeSeries(1);
  const path = join(repository.folder, 'render.patch');
  writeFileSync(path, patchText);
  const dump = fileURLToPath(new URL('../../samples/idle-nics.mtree', import.meta.url));
  writeFileSync(join(repository.folder, 'idle-nics.mtree'), readFileSync(dump));
  uri = pathToFileURL(path).href;
});
afterAll(() => repository.remove());

let client: TestClient | undefined;
const start = async (...options: Parameters<typeof TestClient.start>): Promise<TestClient> => {
  client = await TestClient.start(...options);
  await client.open(uri, 'diff', patchText);
  return client;
};
afterEach(async () => {
  const code = await client?.stop();
  client = undefined;
  expect(code ?? 0).toBe(0);
});

const evaluate = (server: TestClient): Promise<Evaluated> => server.ask('qemuMemoryReview/evaluate', { uri });

const tree = async (server: TestClient, node?: string): Promise<TreeItem[]> =>
  server.ask('qemuMemoryReview/tree', { uri, ...(node === undefined ? {} : { node }) });

describe('the patched C', () => {
  it('is evaluated when somebody asks, and is shown wherever the patch is', async () => {
    const server = await start({ folder: FOLDER });
    expect(await server.lenses(uri)).toEqual([
      expect.stringContaining('not recognised'),
      '4: Evaluate the patched C',
      expect.stringContaining('does not know'),
    ]);
    const { summary, failed } = await evaluate(server);
    expect(failed).toBe(false);
    expect(summary).toMatch(/FlatViews 39, of them empty 29 -> 0 on idle-nics \(evaluated from the source\)/);
    const lenses = await server.lenses(uri);
    expect(lenses[0]).toContain('evaluated from the source');
    expect(lenses[1]).toMatch(/^14: Ran [\d,]+ times a commit$/);
    const hover = await server.hover(uri, patchText, '+    if (0) {');
    expect(hover).toMatch(/\| `idle-nics` \| - \| [\d,]+ a commit \|/);
    expect(await server.hover(uri, patchText, 'mr->enabled')).toMatch(
      /^`mr` \(struct MemoryRegion \\\*\) on `idle-nics`, in a commit.*\| `region "pam-pci"` \| [\d,]+ \| - \|/s,
    );
    expect(await server.hover(uri, patchText, '->enabled')).toMatch(/\| `false` \| [\d,]+ \| - \|/);
    const [patch] = await tree(server);
    const [source] = await tree(server, patch?.node);
    expect(source?.label).toBe('Evaluated from the source');
    const below = await tree(server, source?.node);
    expect(below.map(({ label }) => label)).toEqual(['idle-nics', 'Hunks', 'Where the code is from']);
  });

  it('has its views compared as documents, which a new server can make again', async () => {
    const server = await start({ folder: FOLDER });
    await evaluate(server);
    const [target] = await server.ask<CompareTarget[]>('qemuMemoryReview/compareTargets', { uri });
    expect(target?.title).toContain('evaluated from the source');
    await server.stop();
    const other = await start({ folder: FOLDER });
    const [before, after] = await Promise.all(
      [target?.before, target?.after].map((document) =>
        other.ask<{ text: string }>('qemuMemoryReview/content', { uri: document }),
      ),
    );
    expect(before?.text).toMatch(/^FlatView #0\n AS /);
    expect(after?.text.length).toBeGreaterThan(before?.text.length ?? 0);
  });

  it('shows the way of one address space through it', async () => {
    const server = await start({ folder: FOLDER });
    const [machine] = await server.ask<{ id: string }[]>('qemuMemoryReview/machines', { uri });
    const targets = await server.ask<FollowTarget[]>('qemuMemoryReview/followTargets', { uri, machine: machine?.id });
    const vga = targets.find(({ label }) => label === 'VGA');
    expect(vga?.description).toBe('root bus master container');
    const [before, after] = await Promise.all(
      [vga?.before, vga?.after].map(async (document) =>
        (await server.ask<{ text: string }>('qemuMemoryReview/content', { uri: document })).text.split('\n'),
      ),
    );
    // before, its root's alias is disabled and is passed over; after, all of it is rendered
    expect(before?.slice(2, 13)).toEqual([
      'memory_region_get_flatview_root(mr = region "bus master container") -> region "bus master container"',
      'generate_memory_topology(mr = region "bus master container")',
      '    | FlatView *view = flatview_new(mr);',
      '    flatview_new(root = region "bus master container")',
      '        | FlatView *view = g_new0(FlatView, 1);',
      '        | view->ref = 1;',
      '        | view->root = root;',
      '        | object_ref(root);',
      '        | return view;',
      '        -> a view',
      '    | render_memory_region(view, mr, 0, addrrange_make(0, (Int128)1 << 64), false);',
    ]);
    expect(after?.length).toBeGreaterThan(before?.length ?? 0);
  });

  it('is evaluated by itself where the setting says so, and again when the patch changes', async () => {
    const server = await start({ folder: FOLDER, settings: { engine: 'both' } });
    const first = async (): Promise<string> => (await server.lenses(uri))[0] ?? '';
    await until('figures', async () => (await first()).includes('evaluated from the source'));
    await server.edit(uri, patchText.replace('+    if (0) {', '+    if (*(int *)0) {'));
    await until('the stop', async () => (await first()).includes('After stops'));
    await until('its problem', () => server.diagnostics.get(uri)?.some(({ code }) => code === 'run-stops'));
    const problem = server.diagnostics.get(uri)?.find(({ code }) => code === 'run-stops');
    expect(problem?.message).toMatch(/NULL .*in render_memory_region\(\) at memory\.c:\d+/);
    expect(patchText.split('\n')[problem?.range.start.line ?? 0]).toBe('+    if (0) {');
    await server.edit(uri, patchText.replace('+    if (0) {', '+    if (mr->absent) {'));
    await until('the other stop', async () => (await first()).includes('"absent"'));
    await server.edit(uri, patchText.replace('+    if (0) {', '+    if (0) {{'));
    const unread = () => server.diagnostics.get(uri)?.find(({ code }) => code === 'c-not-understood');
    await until('the brace', () => unread());
    expect(unread()?.message).toMatch(
      /^The patched C is not understood at memory\.c:\d+: the body of "render_memory_region" is not closed: it lacks a "}"\.$/,
    );
  });

  it('is not read in a workspace that is not trusted, and says what is missing where there is no tree', async () => {
    const server = await start({ folder: FOLDER, trusted: false });
    expect(await evaluate(server)).toMatchObject({ failed: true, summary: expect.stringContaining('not trusted') });
    await server.stop();
    const other = await start();
    expect(await evaluate(other)).toMatchObject({ failed: true, needsTree: true });
    expect(await other.lenses(uri)).toHaveLength(2);
  });
});
