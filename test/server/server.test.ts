import { readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { hasShared, readShared, WITHOUT } from '../shared.ts';
import { TestClient, until } from './client.ts';

const sample = (name: string): string => fileURLToPath(new URL(`../../samples/${name}`, import.meta.url));
const uriOf = (name: string): string => pathToFileURL(sample(name)).href;
const PATCH = uriOf('share-empty-view.patch');
const patchText = readFileSync(sample('share-empty-view.patch'), 'utf8');
const DUMP = uriOf('idle-nics.mtree');
const dumpText = readFileSync(sample('idle-nics.mtree'), 'utf8');

let client: TestClient | undefined;
const start = async (...options: Parameters<typeof TestClient.start>): Promise<TestClient> => {
  client = await TestClient.start(...options);
  return client;
};
afterEach(async () => {
  const code = await client?.stop();
  client = undefined;
  expect(code ?? 0).toBe(0);
});

describe('a patch', () => {
  it('has the result on every machine at its subject, and what each hunk does', async () => {
    const server = await start();
    await server.open(PATCH, 'diff', patchText);
    const lenses = await server.lenses(PATCH);
    expect(lenses[0]).toContain('FlatViews 39 -> 11 on idle-nics');
    expect(lenses).toHaveLength(1 + (patchText.match(/^@@ /gm)?.length ?? 0));
  });

  it('is reviewed on the built-in machines where there is no other, and they are said to be built in', async () => {
    const server = await start({ settings: { machinesBesidePatch: false } });
    await server.open(PATCH, 'diff', patchText);
    expect((await server.lenses(PATCH))[0]).toContain('FlatViews 17 -> 7 on pc');
    const machines = await server.ask<{ label: string; origin: string }[]>('qemuMemoryReview/machines', {});
    expect(machines.map((m) => `${m.label}: ${m.origin}`)).toEqual([
      'pc: built-in',
      'q35: built-in',
      'pseries: built-in',
      'virt: built-in',
    ]);
  });

  it('tells on hover what a changed line does, and what a function of the core is for', async () => {
    const server = await start();
    await server.open(PATCH, 'diff', patchText);
    const line = await server.hover(PATCH, patchText, '== 0) {');
    expect(line).toContain('39 -> 11');
    expect(line).toContain('e1000 x 24');
    expect(await server.hover(PATCH, patchText, 'memory_region_get_flatview_root')).toContain(
      '`memory_region_get_flatview_root`: ',
    );
    expect(await server.hover(PATCH, patchText, 'Sample Author')).toBe('');
  });

  it('has an outline, folds, and problems where a hunk is cut', async () => {
    const server = await start();
    await server.open(PATCH, 'diff', patchText);
    const [outline] = await server.ask<{ name: string; children: { name: string; children: unknown[] }[] }[]>(
      'textDocument/documentSymbol',
      { textDocument: { uri: PATCH } },
    );
    expect(outline?.children.map((file) => `${file.name} ${file.children.length}`)).toEqual(['memory.c 3']);
    expect(
      (await server.ask<unknown[]>('textDocument/foldingRange', { textDocument: { uri: PATCH } })).length,
    ).toBeGreaterThan(3);
    const cut = patchText.slice(0, patchText.lastIndexOf('+        g_hash_table_replace'));
    await server.edit(PATCH, cut);
    await until('the problem of the cut hunk', () =>
      server.diagnostics.get(PATCH)?.some((d) => d.code === 'hunk-truncated'),
    );
    expect((await server.lenses(PATCH))[0]).toContain('not recognised');
  });

  it('has what its message claims beside our figures, marked where they disagree', async () => {
    const server = await start();
    await server.open(PATCH, 'diff', patchText.replace('FlatViews 39 -> 11', 'FlatViews 39 -> 12'));
    await until('the claims', () => server.diagnostics.get(PATCH)?.some((d) => d.code === 'claim-disagrees'));
    const [halves, views] = server.diagnostics.get(PATCH) ?? [];
    expect(halves).toMatchObject({ code: 'claim-unchecked', severity: 3 });
    expect(views).toMatchObject({ code: 'claim-disagrees', severity: 2 });
    await server.edit(PATCH, patchText);
    expect(await server.hover(PATCH, patchText, '39 -> 11')).toContain(
      '| `39 -> 11` | **39 -> 11** | alive, the empty ones included | `idle-nics` |',
    );
  });

  it('has the hovers of a dump in the text of `info mtree` that its message shows', async () => {
    const server = await start();
    const shown = 'Before:\n\n  0000000000000000-0000000000000fff (prio 0, i/o): sample.uart\n\nThis more than';
    const text = patchText.replace('This more than', shown);
    await server.open(PATCH, 'diff', text);
    expect(await server.hover(PATCH, text, 'sample.uart')).toContain('at `0x0` in `(not in the excerpt)`');
    expect((await server.lenses(PATCH)).join('\n')).toContain(
      'Excerpt of 1 line: read by itself, no machine here is it',
    );
    await until('the excerpt', () => server.diagnostics.get(PATCH)?.some((d) => d.code === 'excerpt-unchecked'));
  });

  it('of another project shows nothing of ours', async () => {
    const server = await start();
    const uri = 'file:///elsewhere/fix.patch';
    const text = '--- a/src/parser.rs\n+++ b/src/parser.rs\n@@ -1,2 +1,2 @@\n fn main() {\n-a\n+b\n';
    await server.open(uri, 'diff', text);
    expect(await server.lenses(uri)).toEqual([]);
    expect(await server.ask('textDocument/documentSymbol', { textDocument: { uri } })).toEqual([]);
    expect(await server.hover(uri, text, '+b')).toBe('');
    const textDocument = { uri };
    expect(await server.ask('textDocument/documentLink', { textDocument })).toBeNull();
    expect(await server.ask('textDocument/foldingRange', { textDocument })).toEqual([]);
    expect(await server.ask('textDocument/semanticTokens/full', { textDocument })).toEqual({ data: [] });
  });

  it('has colours for its C and links for what its message names', async () => {
    const server = await start();
    const uri = 'file:///somewhere/fix.patch';
    const message = 'From: A <a@b>\nSubject: [PATCH] x\n\nFixes: 967dc9b119 ("memory: x")\n---\n';
    await server.open(uri, 'diff', `${message}--- a/memory.c\n+++ b/memory.c\n@@ -1 +1 @@\n-return 1;\n+return 2;\n`);
    const textDocument = { uri };
    expect(await server.ask('textDocument/documentLink', { textDocument })).toEqual([
      {
        range: { start: { line: 3, character: 7 }, end: { line: 3, character: 17 } },
        target: 'https://gitlab.com/qemu-project/qemu/-/commit/967dc9b119',
        tooltip: 'Commit 967dc9b119 of QEMU on gitlab.com',
      },
    ]);
    const { tokenTypes = [] } = server.capabilities.capabilities.semanticTokensProvider?.legend ?? {};
    const [keyword, number] = [tokenTypes.indexOf('keyword'), tokenTypes.indexOf('number')];
    const line = (down: number): number[] => [down, 1, 6, keyword, 0, 0, 7, 1, number, 0];
    const added = { start: { line: 9, character: 0 }, end: { line: 9, character: 5 } };
    expect(await server.ask('textDocument/semanticTokens/full', { textDocument })).toEqual({
      data: [...line(8), ...line(1)],
    });
    expect(await server.ask('textDocument/semanticTokens/range', { textDocument, range: added })).toEqual({
      data: line(9),
    });
  });

  it('of a board that no machine here has says so', async () => {
    const server = await start();
    const uri = uriOf('board.patch');
    await server.open(uri, 'diff', readFileSync(sample('board.patch'), 'utf8'));
    expect((await server.lenses(uri))[0]).toContain('example-ctrl: not on any machine here');
  });
});

describe('a dump', () => {
  it('that is edited, unsaved, changes the lens of the patch beside it', async () => {
    const server = await start();
    await server.open(PATCH, 'diff', patchText);
    expect((await server.lenses(PATCH))[0]).toContain('39 -> 11');
    await server.open(DUMP, 'qemu-mtree', dumpText);
    const refreshes = server.refreshes;
    // one idle device becomes a bus master: its root leads to `system`
    const disabled = /(alias bus master @system [0-9a-f]+-[0-9a-f]+) \[disabled\]/;
    await server.edit(DUMP, dumpText.replace(disabled, '$1'));
    await until('a refresh', () => server.refreshes > refreshes || undefined);
    expect((await server.lenses(PATCH))[0]).toContain('38 -> 11');
  });

  it('with a line that cannot be read shows where', async () => {
    const server = await start();
    const lines = dumpText.split('\n');
    const at = lines.findIndex((line) => line.includes('): ioapic'));
    lines[at] = lines[at]?.replace('(prio', '(pri') ?? '';
    await server.open(DUMP, 'qemu-mtree', lines.join('\n'));
    const found = await until('a problem', () => server.diagnostics.get(DUMP)?.find((d) => d.code === 'unreadable'));
    expect(found.range.start.line).toBe(at);
  });

  it('tells on hover what shows at a range, through what, and in which views', async () => {
    const server = await start();
    await server.open(DUMP, 'qemu-mtree', dumpText);
    const [line = ''] = /.*alias ram-below-4g/.exec(dumpText) ?? [];
    const address = await server.hover(DUMP, dumpText, line.trim());
    expect(address).toContain('shows `pc.ram`');
    expect(address).toContain('through `ram-below-4g`');
    expect(address).toMatch(/FlatViews/);
    expect(await server.hover(DUMP, dumpText, 'ram-below-4g')).toContain('alias of `pc.ram`');
  });

  it('has its regions as outline', async () => {
    const server = await start();
    await server.open(DUMP, 'qemu-mtree', dumpText);
    const outline = await server.ask<{ name: string }[]>('textDocument/documentSymbol', {
      textDocument: { uri: DUMP },
    });
    expect(outline.map((o) => o.name)).toContain('I/O');
  });
});

describe('documents Before and After', () => {
  it('are made from their URIs alone, and equal views do not differ', async () => {
    const first = await start();
    const [target] = await first.ask<{ before: string; after: string }[]>('qemuMemoryReview/compareTargets', {
      uri: PATCH,
    });
    await first.stop();
    // a new server, as after a reload of the window
    const server = await start();
    const side = async (uri = ''): Promise<string[]> =>
      (await server.ask<{ text: string }>('qemuMemoryReview/content', { uri })).text.split('\n');
    const [before, after] = [await side(target?.before), await side(target?.after)];
    expect(before.filter((line) => line.startsWith('FlatView #'))).toHaveLength(39);
    expect(after.filter((line) => line.startsWith('FlatView #'))).toHaveLength(11);
    const known = new Set(before);
    expect(after.filter((line) => !known.has(line) && !line.startsWith(' AS '))).toEqual([
      ' Root memory region: (none)',
    ]);
  });
});

describe('the tree', () => {
  it('goes from patch to machine to views by change to ranges', async () => {
    const server = await start();
    interface Item {
      node: string;
      label: string;
      description?: string;
    }
    const children = (node?: string): Promise<Item[]> => server.ask('qemuMemoryReview/tree', { uri: PATCH, node });
    const show = (items: Item[]): string[] => items.map((item) => `${item.label}: ${item.description}`);
    const [patch] = await children();
    const [machine] = await children(patch?.node);
    expect(show([machine ?? { node: '', label: '' }])).toEqual(['idle-nics: FlatViews 39 -> 11']);
    const groups = await children(machine?.node);
    expect(show(groups)).toEqual(['Changed: 1 FlatView', 'Gone: 28 FlatViews', 'Unchanged: 10 FlatViews']);
    const unchanged = await children(groups[2]?.node);
    expect(unchanged.map((v) => v.label)).toContain('system');
    const io = unchanged.find((v) => v.label === 'io');
    expect((await children(io?.node)).map((r) => r.label)).toContain('pic');
  });
});

describe('hostile and broken input', () => {
  it.each([
    ['an empty patch', 'diff', ''],
    ['binary', 'diff', '\u0000\u0001\ufffd'.repeat(5000)],
    ['a very long line', 'diff', `diff --git a/memory.c b/memory.c\n${'x'.repeat(10_000_000)}`],
    ['an empty dump', 'qemu-mtree', ''],
    ['a very long line in a dump', 'qemu-mtree', 'y'.repeat(10_000_000)],
    ['a dump cut in a line', 'qemu-mtree', dumpText.slice(0, 4000)],
    [
      'an alias that shows itself',
      'qemu-mtree',
      'address-space: loop\n  0000000000000000-ffffffffffffffff (prio 0, i/o): a\n    0000000000000000-ffffffffffffffff (prio 0, i/o): alias b @a 0000000000000000-ffffffffffffffff\n\nmemory-region: a\n  0000000000000000-ffffffffffffffff (prio 0, i/o): a\n',
    ],
    ['a record cut short', 'json', '{"msgid": "<x>", "diff": "diff --git a/memory.c'],
  ])('%s: the server answers and lives on', async (_, language, text) => {
    const server = await start();
    const uri = `file:///elsewhere/input.${language === 'diff' ? 'patch' : language === 'json' ? 'json' : 'mtree'}`;
    await server.open(uri, language, text);
    await server.lenses(uri);
    await server.ask('textDocument/documentSymbol', { textDocument: { uri } });
    await server.ask('textDocument/hover', { textDocument: { uri }, position: { line: 0, character: 0 } });
    await server.open(PATCH, 'diff', patchText);
    expect((await server.lenses(PATCH))[0]).toContain('39 -> 11');
  });
});

describe.skipIf(!hasShared)(`the record of 2017${WITHOUT}`, () => {
  const dump = 'corpus/qemu-2.10-dev-e673ba9af9/pseries-10-10-4.mtree';
  const machines = [fileURLToPath(new URL(`../../../shared/${dump}`, import.meta.url))];

  it.each(['seed/patchwork-816829.json', 'seed/patchwork-816829.txt'])(
    '%s has one lens, "Open as patch"; its patch has the figures',
    async (record) => {
      const server = await start({ settings: { machines } });
      const uri = pathToFileURL(fileURLToPath(new URL(`../../../shared/${record}`, import.meta.url))).href;
      await server.open(uri, record.endsWith('json') ? 'json' : 'plaintext', readShared(record));
      expect((await server.lenses(uri)).map((lens) => lens.replace(/^\d+: /, ''))).toEqual(['Open as patch']);
      const { uri: patch } = await server.ask<{ uri: string }>('qemuMemoryReview/patchOf', { uri });
      const { text } = await server.ask<{ text: string }>('qemuMemoryReview/content', { uri: patch });
      await server.open(patch, 'diff', text);
      expect((await server.lenses(patch))[0]).toContain('FlatViews 27 -> 14 on pseries-10-10-4');
    },
  );
});

describe('a workspace that is not trusted', () => {
  it('is read inside its folders only', async () => {
    const folder = new URL('.', uriOf('x')).href.replace(/\/$/, '');
    const outside = fileURLToPath(new URL('../../machines/pc.mtree', import.meta.url));
    const server = await start({
      folder,
      trusted: false,
      settings: { machines: ['idle-nics.mtree', '../machines/pc.mtree', outside] },
    });
    const machines = await server.ask<{ label: string; error?: string }[]>('qemuMemoryReview/machines', {});
    expect(machines.map((m) => `${m.label}: ${m.error ?? 'read'}`)).toEqual([
      'idle-nics: read',
      'pc: pc.mtree lies outside this workspace, which is not trusted; it is not read.',
    ]);
  });
});
