import { describe, expect, test } from 'vitest';
import { type DumpLine, readLine } from '../../server/src/machine/dump/lines.ts';

const H = (digits: string): string => digits.padStart(16, '0');
/** `0-fff` as QEMU prints it. */
const SPAN = `${H('0')}-${H('fff')}`;
const read = (text: string): DumpLine => readLine(text, { start: 0, end: text.length });

/** Lines as QEMU prints them (mtree_print_mr, mtree_print_flatview, mtree_print_dispatch), and what they say. */
const LINES: readonly [string, string, object][] = [
  [
    'a region of 2.0 to 2.8',
    `  ${SPAN} (prio -1, R-): pc.bios`,
    { indent: 2, priority: -1, type: 'R-', name: 'pc.bios' },
  ],
  [
    'a type',
    `    ${SPAN} (prio 0, romd): flash`,
    { indent: 4, type: 'romd', name: 'flash', disabled: false, owner: '' },
  ],
  ['the least priority', `  ${SPAN} (prio -2147483648, ram): x`, { priority: -2147483648 }],
  ['non-volatile (3.1)', `  ${SPAN} (prio 0, nv-ram): nvdimm`, { type: 'ram', nonvolatile: true, name: 'nvdimm' }],
  ['`container` (11.1)', `  ${SPAN} (prio 0, container): io`, { type: 'container', name: 'io' }],
  [
    'an alias, split at the last @ with a range',
    `  ${SPAN} (prio 0, i/o): alias a @b @c d ${H('1000')}-${H('1fff')} [disabled]`,
    { name: 'a @b', alias: { target: 'c d', start: 0x1000n }, disabled: true },
  ],
  [
    'a name with a mark of its own',
    `  ${SPAN} (prio 0, i/o): usb2 port #4 @x`,
    { name: 'usb2 port #4 @x', offset: 0n },
  ],
  ['an offset', `  ${SPAN} (prio 0, ram): pc.ram @${H('c0000')}`, { name: 'pc.ram', offset: 0xc0000n }],
  [
    'the overflow of 2.9 to 5.0',
    `  [DETECTED OVERFLOW!] ${SPAN} (prio 0, i/o): far`,
    { indent: 2, overflow: 'after-indent', name: 'far' },
  ],
  [
    'the overflow of 5.1 on',
    `[DETECTED OVERFLOW!]     ${SPAN} (prio 0, i/o): far`,
    { indent: 4, overflow: 'before-indent', name: 'far' },
  ],
  [
    'an owner in a tree',
    `  ${SPAN} (prio 0, i/o): bar [disabled] owner:{dev id=nic 1}`,
    { name: 'bar', disabled: true, owner: 'owner:{dev id=nic 1}' },
  ],
  [
    'owner and parent in a view, before slots',
    `  ${SPAN} (prio 0, ram): m @${H('8')} owner:{obj path=/objects/m} parent:{obj path=/objects} KVM KVM`,
    {
      name: 'm',
      offset: 8n,
      owner: 'owner:{obj path=/objects/m} parent:{obj path=/objects}',
      accelerators: ['KVM', 'KVM'],
    },
  ],
  [
    'a parent alone',
    `  ${SPAN} (prio 0, i/o): s parent:{obj path=/machine}`,
    { name: 's', owner: 'parent:{obj path=/machine}' },
  ],
  ['an orphan', `  ${SPAN} (prio 0, i/o): s orphan`, { name: 's', owner: 'orphan' }],
  [
    'a slot of 4.1 and 4.2',
    `  ${SPAN} (prio 0, ram): pc.ram kvm-accel`,
    { name: 'pc.ram', accelerators: ['kvm-accel'] },
  ],
  ['a slot of 5.0 on', `  ${SPAN} (prio 0, rom): pc.bios KVM`, { name: 'pc.bios', accelerators: ['KVM'] }],
  ['no name', `  ${SPAN} (prio 0, i/o): `, { name: '' }],
  ['a view of 2.9 and 2.10', 'address-space (flat view): cpu-memory', { kind: 'address-space', flat: true }],
  ['no view of 2.9 and 2.10', "  No rendered FlatView for address space 'e1000'", { kind: 'no-flat-view' }],
  ['no view of 2.11 on', '  No rendered FlatView', { kind: 'no-flat-view' }],
  ['the key NULL', ' Root memory region: (none)', { kind: 'view-root', name: undefined }],
  [
    'who uses a view',
    ' AS "a "b" c", root: bus master, alias system',
    { kind: 'user', name: 'a "b" c', root: 'bus master', alias: 'system' },
  ],
  [
    'a section with marks by position',
    `      #1 @${H('0')}..${H('fff')} pc.ram [not dirty] [ROOT] [MRU]`,
    { kind: 'section', index: 1, end: 0xfffn, name: 'pc.ram', root: true, iommu: false },
  ],
  [
    'a section of an IOMMU',
    `      #12 @${H('0')}..${'f'.repeat(16)} tce [iommu]`,
    { kind: 'section', index: 12, name: 'tce', iommu: true, root: false },
  ],
  [
    'a section of an alias',
    `      #3 @${H('0')}..${H('fff')} name [x] [watch] alias=the target`,
    { kind: 'section', name: 'name [x]', alias: 'the target' },
  ],
  [
    'a reserved section',
    `      #0 @${H('0')}..${'f'.repeat(16)} (noname) [unassigned]`,
    { kind: 'section', index: 0, name: '(noname)' },
  ],
  ['nodes', '    Nodes (9 bits per level, 7 levels) ptr=[0] skip=0', { kind: 'nodes', levels: 7 }],
  [
    'a row of one entry',
    '\t  0       skip=5  ptr=[5]',
    { kind: 'node-row', first: 0, last: 0, skip: 5, pointer: '[5]' },
  ],
  ['a row of a run', '\t  1..511  skip=1  ptr=NIL', { kind: 'node-row', first: 1, last: 511, pointer: 'NIL' }],
  ['a row of wide numbers', '\t128..255  skip=0  ptr=#12', { kind: 'node-row', first: 128, last: 255, pointer: '#12' }],
  ['1.0', `${SPAN} (prio 0): system`, { kind: 'ancient' }],
  ['1.1 and 1.2 with 32 bits', '00000000-ffffffff (prio 0, RW): system', { kind: 'ancient' }],
  ['a command', '(qemu) info mtree -f', { kind: 'prompt', command: 'info mtree -f' }],
];

describe('lines', () => {
  test.each(LINES)('%s', (_, text, says) => {
    expect(read(text)).toMatchObject(says);
  });

  test.each([
    ['a cut alias', `  ${SPAN} (prio 0, i/o): alias window @pci ${H('0')}-`],
    ['capital digits', `  ${SPAN.toUpperCase()} (prio 0, i/o): x`],
    ['a type of none', `  ${SPAN} (prio 0, rum): x`],
    ['a priority that is no int32', `  ${SPAN} (prio 2147483648, ram): x`],
    ['a row that is cut', '\t  1..511  skip=1  ptr='],
    ['a section that is cut', `      #1 @${H('0')}..00`],
    ['words', 'hello (prio 0, ram): x'],
  ])('%s is none', (_, text) => {
    expect(read(text).kind).toBe('unknown');
  });

  test('the range is the line without indent and line ending; of a line that is none, all of it', () => {
    const place = (text: string): string => {
      const { range } = read(text);
      return text.slice(range.start, range.end);
    };
    expect(place(`    ${SPAN} (prio 0, i/o): x  `)).toBe(`${SPAN} (prio 0, i/o): x`);
    expect(place('  what is this ')).toBe('  what is this');
  });
});
