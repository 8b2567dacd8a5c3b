import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDump } from '../../server/src/machine/dump/read-dump.ts';
import { FORMAT_HISTORY, formatOf, RELEASES, textRelease } from '../../server/src/machine/formats.ts';
import { printFlatViews } from '../../server/src/machine/print/print-flatviews.ts';
import { printTree } from '../../server/src/machine/print/print-tree.ts';
import { coresInSpan, isInSpan, releaseOf } from '../../server/src/machine/release-span.ts';
import { coreVersion, NEWEST } from '../../server/src/memory/core-versions.ts';
import { takeSnapshot } from '../../server/src/memory/snapshot.ts';
import { machineOf, steps } from '../memory/random-topology.ts';
import { mtree } from './mtree.ts';

/** `5.1 "THE LINE" .. 6.2 "THE LINE"` */
function span(text: string): string {
  const dump = mtree(text);
  const { first, last, development } = readDump(dump).span;
  const words = [first, last].map((bound) =>
    bound ? `${bound.release} ${JSON.stringify(dump.slice(bound.range.start, bound.range.end))}` : '*',
  );
  return `${words.join(' .. ')}${development ? ' (development)' : ''}`;
}

describe('what a text shows tells which releases it can come from', () => {
  test.each([
    [
      'letters for the access',
      `
      address-space: memory
        0-* (prio 0, RW): system
      `,
      '2.4 "address-space: memory" .. 2.8 "0000000000000000-ffffffffffffffff (prio 0, RW): system"',
    ],
    [
      'an alias of memory that is i/o',
      `
      address-space: memory
        0-* (prio 0, i/o): system
          0-fff (prio 0, i/o): alias window @ram 0-fff

      memory-region: ram
        0-fff (prio 0, ram): ram
      `,
      '2.9 "0000000000000000-ffffffffffffffff (prio 0, i/o): system" .. 4.2 "0000000000000000-0000000000000fff (prio 0, i/o): alias window @ram 0000000000000000-0000000000000fff"',
    ],
    [
      'an alias with the type of its target',
      `
      address-space: memory
        0-* (prio 0, i/o): system
          0-fff (prio 0, ram): alias window @ram 0-fff
      `,
      '5.0 "0000000000000000-0000000000000fff (prio 0, ram): alias window @ram 0000000000000000-0000000000000fff" .. *',
    ],
    [
      'one root, printed twice',
      `
      (qemu) info mtree -D
      address-space: memory
        0-* (prio 0, i/o): system

      address-space: cpu-memory-0
        0-* (prio 0, i/o): system
      `,
      '5.1 "(qemu) info mtree -D" .. 6.2 "address-space: cpu-memory-0"',
    ],
    [
      'a level that is left out',
      `
      address-space: memory
        0-* (prio 0, i/o): system
            0-fff (prio 0, ram): ram
      `,
      '5.1 "0000000000000000-0000000000000fff (prio 0, ram): ram" .. *',
    ],
    [
      'address spaces of one root, together',
      `
      address-space: cpu-memory-0
      address-space: memory
        0-* (prio 0, i/o): system

      address-space: I/O
        0-ffff (prio 0, i/o): io
      `,
      '7.0 "address-space: memory" .. 11.0 "0000000000000000-000000000000ffff (prio 0, i/o): io"',
    ],
    [
      'a root that is called a container',
      `
      address-space: memory
        0-* (prio 0, container): system
      `,
      '11.0 "0000000000000000-ffffffffffffffff (prio 0, container): system" .. *',
    ],
    [
      'a view for each address space',
      `
      address-space (flat view): memory
        0-fff (prio 0, ram): ram

      address-space: memory
        0-fff (prio 0, ram): ram
      `,
      '2.9 "0000000000000000-0000000000000fff (prio 0, ram): ram" .. 2.10 "address-space (flat view): memory"',
    ],
    [
      'a build on the way to 2.11: what came with it and what went with it',
      `
      address-space: virtio-pci-cfg-as
        0-fff (prio 0, ram): ram

      FlatView #0
       AS "virtio-pci-cfg-as", root: ram
       Root memory region: ram
        0-fff (prio 0, ram): ram
      `,
      '2.11 "FlatView #0" .. 2.11 "address-space: virtio-pci-cfg-as" (development)',
    ],
  ])('%s', (_, text, expected) => {
    expect(span(text)).toBe(expected);
  });

  test('what no QEMU prints is said to be edited or pasted together', () => {
    const { span, problems } = readDump(
      mtree(`
      address-space: cpu-memory-0
      address-space: memory
        0-* (prio 0, RW): system
      `),
    );
    expect(span.contradictory).toBe(true);
    expect(problems.map(({ message }) => message)).toContain(
      'Here address spaces of one root stand together, as since 7.0 (7bdbf99aa2); elsewhere regions have letters for their access, as up to 2.8 (before 4e83190146). Was this text edited, or put together from two?',
    );
  });
});

describe('versions and spans', () => {
  test.each([
    ['7.2.22Debian 1:7.2+dfsg-7+deb12u18+b3', '7.2'],
    ['v10.0', '10.0'],
    ['2.10.93 (v2.11.0-rc3)', '2.11'],
    ['11.1.3Debian 1:11.1.3+ds-1', '11.1'],
    ['12.1.0', '11.1'],
    ['1.7.0', undefined],
    ['7.9', undefined],
    ['', undefined],
  ])('%s is of %s', (version, release) => {
    expect(textRelease(version)).toBe(release);
  });

  const grouped = (text = '') =>
    readDump(
      mtree(`
      ${text}
      address-space: cpu-memory-0
      address-space: memory
        0-* (prio 0, i/o): system

      address-space: I/O
        0-ffff (prio 0, i/o): io
      `),
    );

  test('a version within, before and behind', () => {
    const { span } = grouped();
    expect(['6.2', '6.2.50', '7.0', '10.2.0', 'whatever'].map((version) => isInSpan(span, version))).toEqual([
      false,
      true,
      true,
      true,
      true,
    ]);
  });

  test('a machine is of the release that it names, else of the newest of its span', () => {
    expect(releaseOf(grouped())).toBe('11.0');
    expect(releaseOf(grouped('(qemu) info version\n      7.1.0\n      (qemu) info mtree'))).toBe('7.1');
  });

  test('its cores are those of its span, the newest first', () => {
    const names = coresInSpan(grouped().span).map(({ name }) => name);
    expect([names[0], names.at(-1)]).toEqual(['11.0', '7.0']);
  });
});

test.each(RELEASES)('what %s prints is in its own span, and never contradictory', (release) => {
  const format = formatOf(release);
  const { behaviour } = coreVersion(release) ?? NEWEST;
  fc.assert(
    fc.property(steps, fc.boolean(), (list, disabled) => {
      const { topology } = machineOf(list);
      const views = takeSnapshot(topology, behaviour).views.filter((view) => view.addressSpaces.length > 0);
      const tree = printTree(topology, { format, disabled });
      const { span } = readDump(tree + printFlatViews(views, { format, dispatch: true }));
      expect(isInSpan(span, release), tree).toBe(true);
    }),
    { seed: 20260309, numRuns: 40 },
  );
});

test('each commit of the formats is in history, in order', () => {
  const releases = FORMAT_HISTORY.map((entry) => RELEASES.indexOf(entry.release));
  expect(releases).toEqual([...releases].sort((a, b) => a - b));
});
