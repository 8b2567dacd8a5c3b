import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { nodeQemu } from '../../server/src/host/node/qemu/index.ts';
import { comparableText } from '../../server/src/machine/dump/comparable-text.ts';
import { captureStopped } from '../../server/src/workspace/capture.ts';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const X86 = 'qemu-system-x86_64';

function compare(...args: string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, 'compare', ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  return { code: status, out: stdout, err: stderr };
}

/** Whether QEMU itself shows a range in the FlatView of `memory`. */
async function shows(args: readonly string[], range: RegExp): Promise<boolean> {
  const { answers } = await nodeQemu.askStopped(X86, args, ['info mtree -f']);
  return range.test(answers[0]?.text ?? '');
}

describe('compare, one binary with two settings', () => {
  test('an HPET that is left out is gone, where QEMU shows it and shows it no longer', async () => {
    const hpet = /^ {2}00000000fed00000-00000000fed003ff .*: hpet$/m;
    expect(await shows(['-M', 'q35'], hpet)).toBe(true);
    expect(await shows(['-M', 'q35', '-machine', 'hpet=off'], hpet)).toBe(false);
    const { code, out, err } = compare(
      ...['--before', X86, '--after', X86, '--machine', 'q35', '--machine', 'isapc'],
      ...['--after-args', '-machine hpet=off', '--fail-on', 'changed'],
    );
    expect(code).toBe(1);
    expect(out).toMatch(/^x86_64 q35: 1 difference$/m);
    expect(out).toMatch(/^ {2}gone +hpet \(i\/o, 1 KiB\): at 0xfed00000-0xfed003ff; in 3 address spaces/m);
    expect(out).toMatch(/^Alike \(1\): x86_64: isapc\.$/m);
    expect(err).toMatch(/\[2\/2\]/);
  });

  test('what a device adds is said of one machine by its command line, and counted', () => {
    const { out } = compare(
      ...[
        '--before',
        X86,
        '--after',
        X86,
        '--after-args',
        '-device ivshmem-plain,memdev=m -object memory-backend-ram,id=m,size=1M',
      ],
      ...['--format', 'json', '--', '-M', 'pc', '-net', 'none'],
    );
    const json = JSON.parse(out);
    expect(json).toMatchObject({ schema: 'qemu-memory-review/compare@1', failed: [], alike: [] });
    const [pc] = json.changed;
    expect(pc.findings).toContainEqual(
      expect.objectContaining({ kind: 'new', subject: 'address-spaces', addressSpaces: ['ivshmem-plain'] }),
    );
    expect(pc.after.addressSpaces).toBe(pc.before.addressSpaces + 1);
  });

  test('every x86 and Arm machine type of both sides in well under a minute', () => {
    const start = performance.now();
    let alike = 0;
    for (const binary of [X86, 'qemu-system-arm']) {
      const { code, out } = compare('--before', binary, '--after', binary, '--format', 'json');
      expect(code).toBe(0);
      const json = JSON.parse(out);
      expect(json.changed).toEqual([]);
      for (const { before, after } of json.failed) expect([before, after]).not.toContain(null);
      alike += json.alike.length;
    }
    expect(alike).toBeGreaterThan(140);
    expect(performance.now() - start).toBeLessThan(60_000);
  });

  test('builds that are not there are said', () => {
    expect(compare('--before', './none', '--after', X86)).toMatchObject({ code: 2, out: '' });
    expect(compare('--before', X86, '--after', 'qemu-system-none')).toMatchObject({ code: 2, out: '' });
    expect(compare('--before', X86, '--after', X86, '--machine', 'zorro').err).toMatch(/zorro: neither build has/);
    expect(compare('--before', X86, '--after', X86, '--machine', 'pc', '--', '-M', 'pc').code).toBe(2);
  });
});

test('two dumps of one machine are one comparable text', async () => {
  const args = ['-M', 'q35', '-smp', '4', '-device', 'e1000', '-device', 'e1000'];
  const [first, second] = await Promise.all([captureStopped(nodeQemu, X86, args), captureStopped(nodeQemu, X86, args)]);
  expect(comparableText(first.text)).toBe(comparableText(second.text));
});
