import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDump } from '../../server/src/machine/dump/read-dump.ts';
import { takeSnapshot } from '../../server/src/memory/snapshot.ts';
import { core } from '../memory/sketch.ts';
import { codes, mtree, problems, read, seen } from './mtree.ts';

const GOOD = mtree(`
  (qemu) info mtree -D
  address-space: memory
    0-* (prio 0, i/o): system
      0-fff (prio 0, ram): ram
      1000-1fff (prio 0, i/o): alias window @pci 1000-1fff

  memory-region: pci
    0-* (prio 0, i/o): pci
      1000-17ff (prio 1, i/o): bar

  (qemu) info mtree -f
  FlatView #0
   AS "memory", root: system
   Root memory region: system
    0-fff (prio 0, ram): ram
    1000-17ff (prio 1, i/o): bar

`);

describe('no dump at all: one clear sentence', () => {
  test.each([
    ['an empty file', ''],
    ['blank lines', '\n\r\n  \n'],
    ['prose', 'Hello,\n\nplease see the patch.\n'],
    ['a prompt alone', '(qemu) info mtree\n(qemu) quit\n'],
    ['binary', Array.from({ length: 5000 }, (_, i) => String.fromCharCode((i * 7919) % 256)).join('')],
    ['NULs', '\0'.repeat(10_000)],
    ['lone surrogates', '\ud800\udc00\udfff'.repeat(100)],
    ['an address space without a tree', 'address-space: memory\n'],
  ])('%s', (_, text) => {
    const machine = readDump(text);
    expect(machine.topology.addressSpaces).toEqual([]);
    expect(machine.problems.some((problem) => problem.severity !== 'information')).toBe(true);
    expect(machine.problems.length).toBeLessThanOrEqual(102);
    takeSnapshot(machine.topology, core('7.2'));
  });

  test('only -f: says that the tree is missing, and how to get it', () => {
    const machine = readDump(GOOD.slice(GOOD.indexOf('(qemu) info mtree -f')));
    expect(codes(machine)).toEqual(['error incomplete']);
    expect(machine.problems[0]?.message).toContain('info mtree -o -D');
  });

  test('10 MB of one line: in less than a second', () => {
    for (const line of ['x', '0', ' ', '0000000000000000-ffffffffffffffff (prio 0, i/o): ', '[DETECTED OVERFLOW!] ']) {
      const text = line.repeat(Math.ceil(10_000_000 / line.length));
      const start = performance.now();
      const machine = readDump(text);
      expect(performance.now() - start).toBeLessThan(3_000);
      expect(machine.problems[0]?.severity).toBe('error');
    }
  });

  test('more than 64 MiB is refused', () => {
    expect(codes(readDump('\n'.repeat((64 << 20) + 1)))).toEqual(['error too-large']);
  });
});

describe('lines that are none', () => {
  test('the problem is that line, whole; the rest is read', () => {
    const text = GOOD.replace('    0000000000001000-0000000000001fff', '    0000000000001000+0000000000001fff');
    const machine = readDump(text);
    expect(problems(machine, text)).toEqual([
      'error unreadable: "    0000000000001000+0000000000001fff (prio 0, i/o): alias window @pci 0000000000001000-0000000000001fff"',
      'warning inconsistent: "0000000000001000-00000000000017ff (prio 1, i/o): bar"',
    ]);
    expect(seen(machine)).toEqual(['memory -> 0-fff ram']);
  });

  test('with CRLF the range ends before the line ending', () => {
    const text = GOOD.replace(/^.*: ram$/m, '    what is this').replaceAll('\n', '\r\n');
    expect(problems(readDump(text), text)[0]).toBe('error unreadable: "    what is this"');
  });

  test.each([
    ['an odd indent', '     0000000000002000-0000000000002fff (prio 0, ram): odd'],
    ['a type that is none', '    0000000000002000-0000000000002fff (prio 0, rum): odd'],
    ['a priority that is none', '    0000000000002000-0000000000002fff (prio 1e9, ram): odd'],
    ['digits that are none', '    000000000000200g-0000000000002fff (prio 0, ram): odd'],
    ['too many digits', '    00000000000002000-00000000000002fff (prio 0, ram): odd'],
    ['a very long line', `    0000000000002000-0000000000002fff (prio 0, ram): ${'odd'.repeat(2000)}`],
  ])('%s', (_, line) => {
    const text = GOOD.replace('address-space: memory\n', (head) => `${head}${line}\n`);
    const machine = readDump(text);
    expect(problems(machine, text).map((said) => said.replace(/" {2,}/, '"'))).toEqual([
      `error unreadable: ${JSON.stringify(line.trim())}`,
    ]);
    expect(seen(machine)).toEqual(['memory -> 0-fff ram, 1000-17ff bar']);
  });

  test.each([
    'nonsense',
    '   0000000000000000-0000000000000fff (prio 0, ram): odd',
    '\t  0       skip=1  ptr=NIL',
    '      #1 @0000',
  ])('wherever it stands, it is said: %s', (line) => {
    const lines = GOOD.split('\n');
    for (let i = 0; i < lines.length; i++) {
      const text = lines.toSpliced(i, 0, line).join('\n');
      const start = lines.slice(0, i).join('\n').length + (i > 0 ? 1 : 0);
      const told = readDump(text).problems.some(({ range }) => range.start <= start + 3 && range.end > start);
      expect(told, text).toBe(true);
    }
  });

  test('thousands of them are counted, not listed', () => {
    const machine = readDump(`${GOOD}${'nonsense\n'.repeat(5000)}`);
    const errors = machine.problems.filter((problem) => problem.code === 'unreadable');
    expect(errors.length).toBeLessThanOrEqual(101);
    expect(errors.some((problem) => /^4,?900 more lines/.test(problem.message))).toBe(true);
  });
});

describe('a dump that was cut', () => {
  test('in the middle of a line: said at that line', () => {
    const cut = GOOD.indexOf('alias window') - 8;
    const text = GOOD.slice(0, cut);
    const machine = readDump(text);
    expect(problems(machine, text)[0]).toBe('error unreadable: "    0000000000001000-0000000000001fff (prio 0"');
    expect(seen(machine)).toEqual(['memory -> 0-fff ram']);
  });

  test("before an alias' target: said at the alias", () => {
    const text = GOOD.slice(0, GOOD.indexOf('memory-region:'));
    const machine = readDump(text);
    expect(problems(machine, text)[0]).toBe(
      'warning incomplete: "0000000000001000-0000000000001fff (prio 0, i/o): alias window @pci 0000000000001000-0000000000001fff"',
    );
    expect(seen(machine)).toEqual(['memory -> 0-fff ram']);
  });

  test('anywhere: no crash, and what is read can be rendered', () => {
    for (let end = 0; end <= GOOD.length; end++) takeSnapshot(readDump(GOOD.slice(0, end)).topology, core('7.2'));
  });

  test('and spoilt anywhere', () => {
    const spoil = fc.record({
      at: fc.nat(GOOD.length),
      remove: fc.nat(40),
      insert: fc.oneof(fc.constantFrom('\n', '  ', '\r', '@', 'f', '-', ' [disabled]', 'alias ', GOOD), fc.string()),
    });
    fc.assert(
      fc.property(fc.array(spoil, { minLength: 1, maxLength: 5 }), (edits) => {
        let text = GOOD;
        for (const { at, remove, insert } of edits) text = text.slice(0, at) + insert + text.slice(at + remove);
        const machine = readDump(text);
        takeSnapshot(machine.topology, core('2.10'));
        for (const { range } of machine.problems) {
          expect(range.start >= 0 && range.start <= range.end && range.end <= text.length).toBe(true);
        }
      }),
      { seed: 20170921, numRuns: 500 },
    );
  });
});

describe('aliases that lead nowhere', () => {
  test('to a region that is not printed', () => {
    const machine = read(`
      address-space: memory
        0-* (prio 0, i/o): system
          0-fff (prio 0, ram): ram
          0-7ff (prio 1, i/o): alias window @nowhere 0-7ff
    `);
    expect(codes(machine)).toContain('warning incomplete');
    expect(machine.problems[0]?.message).toContain('"nowhere"');
    expect(seen(machine)[0]).toMatch(/ram/);
  });

  test.each([
    [
      'to its own container',
      `
      address-space: memory
        0-* (prio 0, i/o): system
          0-fff (prio 0, ram): ram
          0-* (prio 0, i/o): alias again @system 0-*
    `,
    ],
    [
      'to a container that has it',
      `
      address-space: memory
        0-* (prio 0, i/o): top
          0-fff (prio 0, ram): ram
          0-* (prio 0, i/o): alias a @b 0-*

      memory-region: b
        0-* (prio 0, i/o): b
          0-* (prio 0, i/o): alias c @top 0-*
    `,
    ],
    [
      'to itself',
      `
      address-space: memory
        0-* (prio 0, i/o): alias me @me 0-*
    `,
    ],
    [
      'with an offset, many times over',
      `
      address-space: memory
        0-* (prio 0, i/o): top
          0-fff (prio 0, ram): ram
          1000-* (prio 0, i/o): alias a @top 0-*
          2000-* (prio 0, i/o): alias b @top 0-*
          3000-* (prio 0, i/o): alias c @top 0-*
    `,
    ],
  ])('%s: ends, and is said', (_, text) => {
    const start = performance.now();
    const machine = read(text);
    const { truncated } = takeSnapshot(machine.topology, core('7.2'));
    expect(performance.now() - start).toBeLessThan(5000);
    const told = truncated.length > 0 || machine.problems.some((problem) => problem.severity !== 'information');
    expect(told).toBe(true);
  });
});
