import { describe, expect, it } from 'vitest';
import type { MachineType, Qemu } from '../../server/src/host/types.ts';
import type { BuildsReport } from '../../server/src/report/builds/model.ts';
import { buildsText, shortHeadline } from '../../server/src/report/builds/text.ts';
import { MAIL, PLAIN } from '../../server/src/report/difference/text.ts';
import { compareMachines } from '../../server/src/review/machines/compare-machines.ts';
import { compareBuilds, pairTypes } from '../../server/src/workspace/builds.ts';
import { sideOf } from '../machine-pairs.ts';

const type = (name: string, aliasOf?: string): MachineType => ({
  name,
  description: '',
  ...(aliasOf === undefined ? {} : { aliasOf }),
  deprecated: false,
  isDefault: false,
});

describe('machine types of two builds', () => {
  it('are paired by name, and by an alias that has become another type', () => {
    const before = [type('pc', 'pc-7.2'), type('pc-7.2'), type('isapc'), type('gone'), type('virt', 'virt-1')];
    const after = [type('pc', 'pc-8.0'), type('pc-8.0'), type('pc-7.2'), type('isapc'), type('virt', 'virt-1')];
    expect(pairTypes([...before, type('virt-1')], [...after, type('virt-1')])).toEqual({
      both: ['pc-7.2', 'isapc', 'virt-1', 'pc'],
      sameAliases: ['virt'],
      onlyBefore: ['gone'],
      onlyAfter: ['pc-8.0'],
    });
  });
});

const dump = (uart: string): string =>
  `address-space: memory\n  0000000000000000-ffffffffffffffff (prio 0, i/o): system\n    ${uart}000-${uart}fff (prio 0, i/o): uart\n\n`;
const HERE = dump('0000000009000');
const THERE = dump('0000000009100');

/** A QEMU of few words: what each machine type of each binary prints, or the error that it ends with. */
function qemuOf(binaries: Record<string, Record<string, string | Error>>): Qemu {
  const refuse = () => Promise.reject(new Error('not asked here'));
  return {
    findBinaries: refuse,
    askSocket: refuse,
    machineTypes: (binary) => Promise.resolve(Object.keys(binaries[binary] ?? {}).map((name) => type(name))),
    askStopped: (binary, [, name = '']) => {
      const text = binaries[binary]?.[name] ?? new Error('unsupported');
      if (text instanceof Error) return Promise.reject(text);
      const answers = [{ command: 'info mtree -o -D', text, refused: false }];
      return Promise.resolve({ release: '9.9.9', package: '', accelerator: 'TCG', answers });
    },
  };
}

const BUILDS = {
  old: {
    same: HERE,
    moved: HERE,
    alsoMoved: HERE,
    broken: HERE,
    wants: new Error('old exited with status 1:\nA flash image must be given'),
    left: HERE,
  },
  new: {
    same: HERE,
    moved: THERE,
    alsoMoved: THERE,
    broken: new Error('new exited with status 1:\nno such bus'),
    wants: new Error('new exited with status 1:\nA flash image must be given'),
  },
};

async function compared(options: { signal?: AbortSignal; seen?: string[] } = {}): Promise<BuildsReport> {
  return compareBuilds(
    qemuOf(BUILDS),
    {
      before: { build: 'old', args: [] },
      after: { build: 'new', args: [] },
      machines: { all: true },
      jobs: 4,
      progress: ({ done, total, machine }) => options.seen?.push(`${done}/${total} ${machine}`),
      ...(options.signal ? { signal: options.signal } : {}),
    },
    (_, before, after) => compareMachines(sideOf(before), sideOf(after)),
  );
}

describe('two builds', () => {
  it.each([
    ['/src/qemu/master', '/src/qemu/topic', 'master -> topic'],
    ['/a/master/qemu-system-arm', '/a/topic/qemu-system-arm', 'master/qemu-system-arm -> topic/qemu-system-arm'],
    ['/usr/bin/qemu-system-arm', '/usr/bin/qemu-system-arm', 'qemu-system-arm -> qemu-system-arm'],
    ['build', '/src/build', 'build -> /src/build'],
  ])('%s and %s are, in short, %s', (before, after, words) => {
    const facts = (build: string) => ({ build, release: '', args: [] });
    const rest = { changed: [], alike: [], failed: [], onlyBefore: [], onlyAfter: [] };
    expect(shortHeadline({ before: facts(before), after: facts(after), ...rest })).toBe(words);
  });

  it('give what changed, what is alike, what only one starts or has, and what neither starts', async () => {
    const seen: string[] = [];
    const report = await compared({ seen });
    expect(report.changed.map(({ machine }) => machine)).toEqual(['alsoMoved', 'moved']);
    expect(report.alike.map(({ machine }) => machine)).toEqual(['same']);
    expect(report.failed.map(({ machine }) => machine)).toEqual(['broken', 'wants']);
    expect(report.onlyBefore.map(({ machine }) => machine)).toEqual(['left']);
    expect(seen.map((line) => line.split(' ')[0])).toEqual(['1/5', '2/5', '3/5', '4/5', '5/5']);
  });

  it('in words: types that differ alike once, the rest in a line each, QEMU by its own words', async () => {
    expect(buildsText(await compared(), PLAIN)).toBe(`old (QEMU 9.9.9) -> new (QEMU 9.9.9)
2 of 3 machine types differ; 1 can be started by one build only.

old broken: is started before, not after: no such bus

old alsoMoved, moved: 1 difference (2 machine types, each the same)
  moved    uart (i/o, 4 KiB): 0x9000000-0x9000fff -> 0x9100000-0x9100fff; in address space memory

Alike (1): old: same.

Only in before (1): old: left.

Not started by either (1), as QEMU says:
  old wants: A flash image must be given
`);
  });

  it('for a mail in 72 columns', async () => {
    const lines = buildsText(await compared(), MAIL).split('\n');
    expect(lines.filter((line) => line.length > 72)).toEqual([]);
  });

  it('end when they are cancelled', async () => {
    await expect(compared({ signal: AbortSignal.abort(new Error('cancelled')) })).rejects.toThrow();
  });
});
