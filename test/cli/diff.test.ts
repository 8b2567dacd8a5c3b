import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { hasShared, SHARED, WITHOUT } from '../shared.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PC = join(ROOT, 'machines/pc.mtree');
const folder = mkdtempSync(join(tmpdir(), 'qemu-memory-review-diff-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function diff(...args: string[]): { code: number | null; out: string; err: string } {
  const result = spawnSync(process.execPath, [join(ROOT, 'dist/cli.js'), 'diff', ...args], { encoding: 'utf8' });
  return { code: result.status, out: result.stdout, err: result.stderr };
}

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

/** The tree of a built-in machine without its views, one region of it edited wherever it is printed. */
const edited = (name: string, from: RegExp, to: string): string => {
  const text = readFileSync(PC, 'utf8');
  expect(text).toMatch(from);
  return file(name, text.replace(from, to));
};
const moved = () =>
  edited('moved.mtree', /^( +)00000000fec00000-00000000fec00fff(?=.*ioapic)/gm, '$100000000fe000000-00000000fe000fff');

describe('diff', () => {
  it('says that a region moved, in hex, and in which address spaces', () => {
    const { code, out } = diff(PC, moved());
    expect(code).toBe(0);
    expect(out).toMatch(/: 1 difference\n/);
    expect(out).toMatch(
      /^ {2}moved {4}ioapic \(i\/o, 4 KiB\): 0xfec00000-0xfec00fff -> 0xfe000000-0xfe000fff; in \d+ address/m,
    );
  });

  it('of a dump with itself, its views numbered otherwise, is no difference', () => {
    const text = readFileSync(PC, 'utf8').replace(/^FlatView #(\d+)/gm, (_, n) => `FlatView #${Number(n) + 7}`);
    const { code, out } = diff(PC, file('renumbered.mtree', text), '--fail-on', 'changed');
    expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(/no difference\n$/) });
  });

  it('--fail-on changed makes a difference exit code 1', () => {
    expect(diff(PC, moved(), '--fail-on', 'changed').code).toBe(1);
  });

  it('as JSON has the schema of docs/diff-json.md', () => {
    const json = JSON.parse(diff(PC, moved(), '--format', 'json').out);
    expect(json).toMatchObject({
      schema: 'qemu-memory-review/diff@1',
      before: { machine: 'pc', accelerator: 'TCG' },
      alike: false,
      findings: [
        {
          kind: 'moved',
          region: 'ioapic',
          differences: [{ what: 'address', before: '0xfec00000', after: '0xfe000000' }],
        },
      ],
    });
    const documented = readFileSync(join(ROOT, 'docs/diff-json.md'), 'utf8');
    for (const key of [
      ...Object.keys(json),
      ...Object.keys(json.findings[0]),
      ...Object.keys(json.findings[0].effects[0]),
    ])
      expect(documented).toMatch(new RegExp(`\`${key}(\\[\\])?\``));
  });

  it('as mail has no tab and no line over 72 columns', () => {
    const { out } = diff(PC, join(ROOT, 'machines/q35.mtree'), '--format', 'mail');
    expect(out).toMatch(/^ {2}hidden|^ {2}gone/m);
    expect(out.split('\n').filter((line) => line.length > 72 || line.includes('\t'))).toEqual([]);
    expect(out).toMatch(/^[\n -~]*$/);
  });

  it('a name of a dump cannot act in Markdown', () => {
    const nasty = edited('nasty.mtree', /: ioapic/g, ': [x](command:evil)<b>');
    expect(diff(PC, nasty, '--format', 'markdown').out).not.toMatch(/(?<!\\)\[x|<b>/);
  });

  it.each([
    ['no second machine', [PC], /missing required argument/],
    ['a file that is not there', [PC, join(folder, 'none.mtree')], /none\.mtree: there is no such file/],
    ['a file that is no dump', [PC, join(ROOT, 'README.md')], /README\.md:\d+: /],
    ['two standard inputs', ['-', '-'], /only one of the two/],
    ['another format', [PC, PC, '--format', 'html'], /Allowed choices are text, json, markdown, mail/],
  ])('%s: a sentence, and exit code 2', (_, args, message) => {
    const { code, out, err } = diff(...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(message);
  });
});

describe.skipIf(!hasShared)(`two releases of one machine${WITHOUT}`, () => {
  const corpus = (release: string, machine: string) => join(SHARED, 'corpus', release, `${machine}.mtree`);

  // read off the dumps by eye: 5.2 has no ACPI index in acpi-pci-hotplug, and its PIIX3 has the reset control
  it('pc: the ACPI index register of 6.0, and the reset control that was renamed', () => {
    const { out } = diff(corpus('qemu-5.2', 'x86_64-pc'), corpus('qemu-10.0', 'x86_64-pc'));
    expect(out).toMatch(/: 3 differences\n/);
    expect(out).toMatch(/gone +piix3-reset-control .*at 0xcf9;/);
    expect(out).toMatch(/new +piix-reset-control .*at 0xcf9;/);
    expect(out).toMatch(/resized +acpi-pci-hotplug .*also at 0xae14-0xae17; size 0x14 \(20 B\) -> 0x18 \(24 B\)/);
  });

  // powernv9 has 1792 MiB in 5.2 and 1 GiB in 10.0 by default; its PNOR is mapped since 6.0
  it('powernv9: less RAM comes first', () => {
    const { out } = diff(corpus('qemu-5.2', 'ppc64-powernv9'), corpus('qemu-10.0', 'ppc64-powernv9'));
    expect(out.split('\n')[2]).toMatch(
      /resized +pnv\.ram .*0x40000000-0x6fffffff.* 0x70000000 \(1\.7 GiB\) -> 0x40000000 \(1 GiB\)/,
    );
    expect(out).toMatch(/visible +pnv-pnor .*at 0xf0000000-0xf7ffffff/);
  });

  // virt puts its PCIe memory and I/O into windows since 6.0; every region stays where accesses find it
  it('virt: the windows of gpex, nothing hidden or moved', () => {
    const { out } = diff(corpus('qemu-5.2', 'aarch64-virt'), corpus('qemu-10.0', 'aarch64-virt'));
    expect(out).toMatch(/new +gpex_ioport_window .*at 0x3eff0000-0x3effffff/);
    expect(out).not.toMatch(/^ {2}(hidden|gone|moved)/m);
  });
});
