import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSections } from '../../server/src/machine/dump/sections.ts';
import { hasShared, SHARED, WITHOUT } from '../shared.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CLI = join(ROOT, 'dist/cli.js');
const PATCH = join(ROOT, 'samples/share-empty-view.patch');
const DUMP = join(ROOT, 'samples/idle-nics.mtree');

/** The built command line in a process of its own. */
function run(args: readonly string[], input?: string): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
    encoding: 'utf8',
    input,
    cwd: ROOT,
    maxBuffer: 1 << 28,
  });
  return { code: status, out: stdout, err: stderr };
}

interface ReviewJson {
  schema: string;
  patches: {
    status: string;
    summary: string;
    evidence: { trait: string; basis: string; lines: unknown[] }[];
    claims: { words: string; verdict: string; reason: string; machines: { agreesAs: string | null }[] }[];
    machines: {
      machine: string;
      engine: string;
      inWords: string;
      before: Record<string, number | string>;
      after: Record<string, number | string>;
    }[];
  }[];
}
const reviewJson = (args: readonly string[], input?: string): ReviewJson =>
  JSON.parse(run(['review', ...args, '--format', 'json'], input).out);

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'qemu-memory-review-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

describe('review', () => {
  it('prints a table of Before and After', () => {
    const { code, out } = run(['review', PATCH, '-m', DUMP]);
    expect(code).toBe(0);
    expect(out).toMatch(/idle-nics +47 +39 -> 11 +-28 \(-72 %\) +29 -> 1/);
    expect(out).toContain('39 -> 10 with ranges, and one shared empty view');
    expect(out).toContain(
      '"39 -> 11" (FlatViews) agrees: on idle-nics it is 39 -> 11 (alive, the empty ones included).',
    );
  });

  it('reads a patch from standard input, and uses the built-in machines where none is named', () => {
    const { patches } = reviewJson(['-'], readFileSync(PATCH, 'utf8'));
    expect(patches[0]?.machines.map((m) => m.machine)).toEqual(['pc', 'q35', 'pseries', 'virt']);
  });

  it('gives every count that is kept apart, on both sides', () => {
    const { schema, patches } = reviewJson([PATCH, '-m', DUMP]);
    expect(patches[0]?.claims).toMatchObject([
      { words: 'halves', verdict: 'unchecked', reason: 'It names no machine; on idle-nics it would agree.' },
      { words: '39 -> 11', verdict: 'agrees', machines: [{ agreesAs: 'alive, the empty ones included' }] },
    ]);
    expect(schema).toBe('qemu-memory-review/review@1');
    const [machine] = patches[0]?.machines ?? [];
    for (const side of [machine?.before, machine?.after]) {
      expect(Object.keys(side ?? {})).toEqual(
        expect.arrayContaining([
          'accelerator',
          'addressSpaces',
          'flatViews',
          'emptyFlatViews',
          'flatRanges',
          'dispatchSections',
          'dispatchNodes',
          'dispatchNodesAllocated',
          'bytes',
          'engine',
        ]),
      );
    }
    expect(patches[0]?.evidence.some((trait) => trait.basis === 'changed lines' && trait.lines.length > 0)).toBe(true);
  });

  it('of a reversed patch gives the figures reversed', () => {
    const reversed = readFileSync(PATCH, 'utf8').replace(
      /^(@@ )-(\S+) \+(\S+)( @@.*)$|^([-+])(?![-+]{2} |- )(.*)$/gm,
      (whole, at, a, b, rest, sign, text) =>
        at ? `@@ -${b} +${a}${rest}` : sign && whole !== '-- ' ? `${sign === '+' ? '-' : '+'}${text}` : whole,
    );
    const { patches } = reviewJson([file('reversed.patch', reversed), '-m', DUMP]);
    const [machine] = patches[0]?.machines ?? [];
    expect([machine?.before.flatViews, machine?.after.flatViews]).toEqual([11, 39]);
  });

  it.each([
    ['a count of one', 'if (nr_enabled == 0)', 'if (nr_enabled == 1)'],
    ['one of the two NULL returns left out', '+    return NULL;', '+    return region;'],
    [
      'a table that does not get it again',
      'g_hash_table_replace(flat_views, NULL,',
      'g_hash_table_lookup(flat_views, NULL,',
    ],
  ])('does not take %s for the known change', (_, from, to) => {
    const text = readFileSync(PATCH, 'utf8');
    expect(text).toContain(from);
    const { patches } = reviewJson([file('mutated.patch', text.replace(from, to)), '-m', DUMP]);
    expect(patches[0]?.status).toBe('not-recognised');
    expect(patches[0]?.machines).toEqual([]);
  });

  it('sees through other names, and sees no change in a comment', () => {
    const text = readFileSync(PATCH, 'utf8');
    const renamed = reviewJson([
      file('renamed.patch', text.replace(/\bnr_enabled\b/g, 'count').replace(/\bnothing\b/g, 'blank')),
      '-m',
      DUMP,
    ]);
    expect(renamed.patches[0]?.machines[0]?.after.flatViews).toBe(11);
    const comment =
      'diff --git a/memory.c b/memory.c\n--- a/memory.c\n+++ b/memory.c\n@@ -10,3 +10,3 @@ static void flatviews_init(void)\n     if (flat_views) {\n-        /* done */\n+        /* nothing to do */\n         return;\n';
    const { patches } = reviewJson([file('comment.patch', comment), '-m', DUMP]);
    expect(patches[0]?.status).toBe('nothing-recognised');
  });
});

describe('a dump that is edited', () => {
  it.each([
    ['disabled', (text: string) => text.replace(/( alias ram-below-4g @\S+ \S+)(?= |$)/gm, '$1 [disabled]')],
    [
      'moved',
      (text: string) =>
        text.replace(/^( +)00000000fec00000-00000000fec00fff(.*ioapic)/gm, '$100000000fe000000-00000000fe000fff$2'),
    ],
  ])('changes its views when a region is %s in its tree, whatever its -f text says', (_, edit) => {
    const text = readFileSync(DUMP, 'utf8');
    const [tree, ...views] = text.split('(qemu) info mtree -f -d');
    const edited = [edit(tree ?? ''), ...views].join('(qemu) info mtree -f -d');
    expect(edited).not.toBe(text);
    const before = run(['flatview', DUMP]).out;
    const after = run(['flatview', file('edited.mtree', edited)]);
    expect(after.code).toBe(0);
    expect(after.out).not.toBe(before);
    expect(after.err).toContain('renders otherwise');
  });
});

describe('flatview under two cores', () => {
  const cores = ['--core', 'e673ba9af9', '--core', 'v2.11'];

  it('says what they do otherwise and what becomes of the views', () => {
    const { code, out, err } = run(['flatview', DUMP, ...cores]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('core e673ba9af9 -> 2.11');
    expect(out).toMatch(/FlatViews +39 -> 11 /);
    expect(out).not.toContain('non-volatile');
  });

  it('gives the same figures as JSON', () => {
    const json = JSON.parse(run(['flatview', DUMP, ...cores, '--format', 'json']).out);
    expect(json).toMatchObject({
      schema: 'qemu-memory-review/cores@1',
      before: { core: 'e673ba9af9', flatViews: 39, emptyFlatViews: 29 },
      after: { core: '2.11', flatViews: 11, emptyFlatViews: 1 },
    });
    expect(json.views.filter((view: { change: string }) => view.change === 'gone')).toHaveLength(28);
  });

  it('three are too many', () => {
    expect(run(['flatview', DUMP, ...cores, '--core', '7.2'])).toMatchObject({ code: 2, out: '' });
  });
});

describe('flatview and tree', () => {
  it('print what the dump itself prints', () => {
    const printed = readSections(readFileSync(DUMP, 'utf8'));
    const views = readSections(run(['flatview', '-d', DUMP]).out).views;
    const text = (list: typeof views): string[] =>
      list
        .map((v) =>
          [...v.ranges.map((r) => `${r.start}-${r.end} ${r.name}`), v.sections.length, v.nodes.length].join('\n'),
        )
        .sort();
    expect(text(views)).toEqual(text(printed.views));
    const tree = readSections(run(['tree', '-D', DUMP]).out).trees[0];
    expect(tree?.blocks.length).toBe(printed.trees[0]?.blocks.length);
  });

  it('take the core of another release; to 2.10 the 8 CPUs have one address space', () => {
    const count = (args: string[]): number =>
      (run(['flatview', DUMP, ...args]).out.match(/^FlatView #/gm) ?? []).length;
    expect([count([]), count(['--core', 'e673ba9af9']), count(['--core', '2.10'])]).toEqual([
      11,
      38 + 1 - 1 + 1,
      47 - 7,
    ]);
  });
});

describe('flatview and tree as a release prints', () => {
  const VIRT = join(ROOT, 'machines/virt.mtree');
  const printed = readFileSync(VIRT, 'utf8').split(/^\(qemu\) info mtree.*\n/m);
  const blocks = (text: string) => text.split(/(?<=\n\n)/).sort();

  it('the release of the dump, where no other is asked for: its own text', () => {
    expect(blocks(run(['tree', '-o', '-D', VIRT]).out)).toEqual(blocks(printed[1] ?? ''));
  });

  it.each([
    ['2.3', 'memory\n0000000000000000-ffffffffffffffff (prio 0, RW): system\n  0000000000000000-'],
    ['2.8', 'address-space: memory\n  0000000000000000-ffffffffffffffff (prio 0, RW): system\n    0000000000000000-'],
    ['4.2', '(prio 0, i/o): alias bus master @system 0000000000000000-ffffffffffffffff [disabled]\n'],
    ['7.2', 'address-space: cpu-memory-3\naddress-space: memory\n  0000'],
    ['11.1', '(prio 0, container): system\n'],
  ])('tree --qemu %s', (release, text) => {
    expect(run(['tree', VIRT, '--qemu', release]).out).toContain(text);
  });

  it.each([
    ['2.10', "address-space (flat view): gpex-root\n  No rendered FlatView for address space 'gpex-root'\n\n"],
    ['2.11', 'FlatView #0\n AS "gpex-root", root: bus master container\n'],
  ])('flatview --qemu %s', (release, text) => {
    expect(run(['flatview', VIRT, '--qemu', release]).out).toContain(text);
  });

  it.each([
    [['tree', VIRT, '--qemu', '2.12', '-o'], 'QEMU 2.12 has no -o: it came with 3.0 (fc051ae6c4).'],
    [['flatview', VIRT, '--qemu', '2.8'], 'QEMU 2.8 has no -f: it came with 2.9 (57bb40c9db).'],
    [['flatview', VIRT, '--qemu', '2.10', '-d'], 'QEMU 2.10 has no -d: it came with 2.11 (5e8fd947e2).'],
    [['tree', VIRT, '--qemu', '1.0'], '--qemu 1.0: not known. Releases are, from 2.0 to 11.1, written so.'],
    [['tree', VIRT, '--qemu', '12.0'], '--qemu 12.0: newer than 11.1, the newest release that is known'],
    [['flatview', VIRT, '--core', '12.0'], '--core 12.0: newer than 11.1, the newest core that is known'],
    [['flatview', VIRT, '--core', '2.10', '--core', '2.11', '-d'], '--core twice compares two cores'],
  ])('%s is refused', (args, message) => {
    expect(run(args)).toMatchObject({ code: 2, out: '', err: expect.stringContaining(message) });
  });

  it('says where the text is not of the version that it names', () => {
    const { code, err } = run(['tree', '-'], readFileSync(VIRT, 'utf8').replace(/^7\.2.*$/m, '5.2.0'));
    expect(code).toBe(0);
    expect(err).toMatch(
      /^standard input: info version says 5\.2\.0, but the text is of QEMU 7\.2 to 9\.1: a section ends with its range/m,
    );
  });

  it('gives the span of releases, with what shows each end', () => {
    const { span } = JSON.parse(run(['tree', VIRT, '--format', 'json']).out);
    expect(span.first).toMatchObject({ release: '7.2', commit: 'f9c307c3f9' });
    expect(span.last).toMatchObject({ release: '9.1', commit: '55fa4be6f7' });
    expect(readFileSync(VIRT, 'utf8').slice(span.last.start, span.last.end)).toContain('pci_bridge_pci');
  });
});

describe('bad input', () => {
  it.each([
    ['no file', ['review', 'missing.patch'], /missing\.patch: there is no such file/],
    ['an empty file', ['review', 'empty'], /empty:1: .*no patch/],
    ['binary', ['review', 'binary'], /binary:1:/],
    ['a machine that is none', ['review', PATCH, '-m', 'empty'], /empty:1: There is no output of `info mtree` here/],
    ['an unknown core', ['flatview', DUMP, '--core', 'deadbeef00'], /--core deadbeef00: not known/],
    ['an unknown option', ['review', PATCH, '--frobnicate'], /unknown option/],
    ['one line of 10 MB', ['review', 'long'], /long:1:/],
  ])('%s: one line that says so, and exit code 2', (_, args, message) => {
    file('empty', '');
    file('binary', '\u0000\u0001\u0002\ufffd'.repeat(1000));
    file('long', 'x'.repeat(10_000_000));
    const { code, out, err } = run(
      args.map((arg) => (['empty', 'binary', 'long'].includes(arg) ? join(folder, arg) : arg)),
    );
    expect(code).toBe(2);
    expect(err).toMatch(message);
    expect(err).not.toMatch(/\n {4}at /);
    expect(out).toBe('');
  });

  it('an alias that leads back into itself: the machine is refused, with the reason', () => {
    const loop =
      'address-space: loop\n  0000000000000000-ffffffffffffffff (prio 0, i/o): a\n    0000000000000000-ffffffffffffffff (prio 0, i/o): alias b @a 0000000000000000-ffffffffffffffff\n\nmemory-region: a\n  0000000000000000-ffffffffffffffff (prio 0, i/o): a\n';
    const { code, out } = run(['review', PATCH, '-m', file('loop.mtree', loop)]);
    expect(code).toBe(2);
    expect(out).toContain('lead back into themselves');
  });
});

describe.skipIf(!hasShared)(`the record of 2017${WITHOUT}`, () => {
  it('gives 557 -> 261 and 123 -> 4, as real builds do', () => {
    const corpus = join(SHARED, 'corpus/qemu-2.10-dev-e673ba9af9');
    const { patches } = reviewJson([
      join(SHARED, 'seed/patchwork-816829.json'),
      ...['pseries-defaults-255-255-40', 'pc-112-e1000'].flatMap((name) => ['-m', join(corpus, `${name}.mtree`)]),
    ]);
    const figures = patches[0]?.machines.map(({ machine, before, after }) =>
      [
        machine,
        before.addressSpaces,
        before.flatViews,
        before.emptyFlatViews,
        before.dispatchSections,
        after.flatViews,
        after.emptyFlatViews,
        after.dispatchSections,
      ].join(' '),
    );
    // gold/counts-2017.tsv, rows e673ba9af9 and 092aa2fc65
    expect(figures).toEqual([
      'pseries-defaults-255-255-40 812 557 297 3261 261 1 2077',
      'pc-112-e1000 124 123 120 587 4 1 111',
    ]);
  });
});
