import { describe, expect, it } from 'vitest';
import { dumpHover } from '../../../server/src/languages/mtree/hover.ts';
import { mtree } from '../../machine/mtree.ts';
import { at, BOARD, dumpOf, slice } from './dump.ts';

const board = dumpOf(BOARD);
const hover = (marked: string, after = '', dump = board): string =>
  dumpHover(dump, at(dump, marked, after))?.markdown ?? '';

describe('on an address', () => {
  it('tells what shows at exactly that address, what it hides, and who sees it', () => {
    expect(hover('|0000000000004000-')).toBe(
      [
        '`0000000000004000-0000000000004fff`: `0x1000` bytes (4 KiB)\n',
        'At `0000000000004000` in `cpu-memory-0` (and in `memory, nic`, which share its FlatView):',
        '- shows `uart`',
        '- hides `ram` at offset `0x4000`, through `low`',
        '- `uart` shows in 1 of 1 FlatView',
      ].join('\n'),
    );
  });

  it.each([
    ['the first address of a range', '|0000000000008000-', 'shows `flash`, read-only'],
    ['its last', '0000000000008000-|0000000000008fff', 'shows `flash` at offset `0xfff`, read-only'],
    ['of a disabled region', '|0000000000009000-', 'shows `ram` at offset `0x9000`, through `low`'],
    ['where nothing is', '0000000000000000-ffff|ffffffffffff (', 'nothing shows (unassigned)'],
    ['of a range of a view', '|0000000000005000-', 'shows `ram` at offset `0x5000`, through `low`'],
    ['of a section', '@|0000000000005000..', 'shows `ram` at offset `0x5000`, through `low`'],
    ['of a window in a target', '@ram 0000000000000000-|', '`low` shows `0x10000` bytes (64 KiB) of `ram`'],
  ])('%s', (_, marked, expected) => expect(hover(marked)).toContain(expected));

  it('in the block of an alias target is an offset, and tells where that turns up', () => {
    const dump = dumpOf(
      mtree(`
        address-space: memory
          0-* (prio 0, i/o): system
            10000-17fff (prio 0, ram): alias high @ram 8000-ffff

        memory-region: ram
          0-ffff (prio 0, ram): ram
      `),
    );
    expect(hover('0000000000000000-|000000000000ffff (prio 0, ram): ram', '', dump)).toContain(
      'Offset `0xffff` in `ram`:\n- in `memory` at `0000000000017fff` through `high`: shows `ram` at offset `0xffff`, through `high`',
    );
    expect(hover('|0000000000000000-000000000000ffff (prio 0, ram): ram', '', dump)).toContain(
      'Offset `0x0` in `ram`: no address space reaches it.',
    );
  });

  it("says where the dump's own view shows something else than the tree", () => {
    const edited = dumpOf(
      BOARD.replace(/: uart$/m, ': uart [disabled]').replaceAll('(prio 0, ram): alias low', '(prio 2, ram): alias low'),
    );
    const line = BOARD.split('\n').findIndex((text) => text.includes('FlatView #0')) + 7;
    expect(hover('|0000000000004000-', '', edited)).toContain(
      `The dump's own view (line ${line}) shows \`uart\` here. The tree is used`,
    );
    expect(hover('|0000000000000000-000000000000ffff', '', edited)).not.toContain("dump's own view");
    expect(hover('4fff (prio 1, i/o): |uart\n', '', edited)).toContain('Disabled: neither it');
  });
});

describe('on a prompt or the version', () => {
  const dump = dumpOf(`(qemu) info version\n7.2.22\n(qemu) info mtree -D\n${BOARD}`);

  it.each(['|(qemu) info version', '7.2|.22', '(qemu) |info mtree -D'])('%s', (marked) => {
    const text = hover(marked, '', dump);
    expect(text).toContain('`info version` says `7.2.22`.');
    expect(text).toMatch(/By what it shows it is of QEMU 7\.2.*:\n- .*\(`[0-9a-f]{10}`\)/);
    expect(text).toContain('Rendered under the memory core `7.2`:\n- who has a FlatView: each root');
  });

  it('says that there is none', () => {
    expect(hover('(qemu) |info mtree', '', dumpOf(`(qemu) info mtree\n${BOARD}`))).toContain(
      'The text names no release.',
    );
  });
});

describe('a text of views alone', () => {
  const views = dumpOf(BOARD.slice(BOARD.indexOf('FlatView')));

  it.each([
    ['a range', '|0000000000004000-', '`uart`: `0x1000` bytes (4 KiB)\n\nThere is no region tree in this text'],
    ['a name', '|flash', '`flash`: `0x1000` bytes (4 KiB)\n\nThere is no region tree in this text'],
    ['a view', '|FlatView #0', 'FlatView of 3 address spaces: 5 ranges, 6 nodes'],
  ])('has what stands there: %s', (_, marked, expected) => expect(hover(marked, '', views)).toContain(expected));
});

describe('on a name', () => {
  it('tells where the region shows, how much of it, and what hides the rest', () => {
    expect(hover('(prio 0, ram): |ram')).toBe(
      [
        '**`ram`** RAM, `0x20000` bytes (128 KiB)\n',
        'Shows in 1 of 1 FlatView:',
        '- `cpu-memory-0, memory, nic`: 56 KiB of 128 KiB at `0-3fff`, `5000-7fff`, `9000-ffff`, through `low`; `uart` and `flash` hide the rest\n',
        'Shown by 1 alias: `low`.',
      ].join('\n'),
    );
  });

  it.each([
    ['that is whole', ': |uart', 'all of it at `4000-4fff`'],
    [
      'that nothing shows',
      ': |lost',
      'Never visible. Shows nothing in:\n- `cpu-memory-0, memory, nic`: hidden by `ram`',
    ],
    ['that is disabled', ': |ghost', 'Disabled: neither it nor anything below it shows.'],
    [
      'of an alias',
      'alias |low',
      '**`low`** alias of `ram`, offset `0x0`, `0x10000` bytes (64 KiB), at `0x0` in `system`',
    ],
    ['of a container', ': |system', '**`system`** container, `0x10000000000000000` bytes (16 EiB)'],
    ['of an alias target', '@|ram', '**`ram`** RAM'],
    ['of a block', 'memory-region: |ram', '**`ram`** RAM'],
    ['in a view', '@|0000000000009000', 'The range begins at offset `0x9000` in `ram`.'],
    ['in a section', '4fff |uart [ROM]', '**`uart`** i/o'],
    ['of a root', 'Root memory region: |system', '**`system`** container'],
    ['of the root of an address space', 'AS "nic", root: |bus', '**`bus master container`** container'],
  ])('%s', (_, marked, expected) => expect(hover(marked)).toContain(expected));

  it.each([
    ['an address space', 'address-space: |nic'],
    ['a user of a view', ' AS "|nic"'],
  ])('%s: how its root is found, and who shares its view', (_, marked) => {
    expect(hover(marked)).toContain('Used by 3');
    expect(hover(marked)).toContain('- `bus master container` has one enabled child, which fits: on to it');
  });
});

describe('on a word', () => {
  it.each([
    ['[disabled]', ': ghost [|disabled]', 'Disabled: `ghost` and all below it are skipped; what is under it shows.'],
    ['prio', '(|prio -1', 'Priority -1 among the 5 regions of `system`: the higher hides the lower'],
    ['i/o of a container', '(prio 0, |i/o): system', '`system` is taken for a container.'],
    ['ram', '(prio 0, |ram): ram', 'ram: host memory, read and written directly.'],
    ['a stale mark', 'uart [|ROM]', 'since 4.2 those are ordinary sections'],
    ['section 0', '(|noname)', 'It answers where nothing is mapped.'],
  ])('%s', (_, marked, expected) => expect(hover(marked)).toContain(expected));

  it('a row of a node: which address bits lead there, and where they lead', () => {
    expect(hover('5..7    skip=0  |ptr=#3')).toBe(
      'Entries 5 to 7 of node 5 (address bits 12 to 20, 4 KiB each): section `#3`, `ram` `0000000000005000..0000000000007fff`.',
    );
    expect(hover('0|       skip=5')).toBe(
      'Entry 0 of node 0 (compaction goes round it): 5 levels down to node `[5]`; the nodes between have one entry and are skipped.',
    );
  });

  it('covers the word, and a line without a meaning has none', () => {
    const found = dumpHover(board, at(board, '(prio |-1'));
    expect(found && slice(board, found.range)).toBe('prio -1');
    expect(dumpHover(board, at(board, '|\nmemory-region: ram'))).toBeUndefined();
  });
});

it('keeps what a hostile dump says from becoming Markdown', () => {
  const name = '[x](command:evil)`<img src=a>\u202e';
  const dump = dumpOf(
    BOARD.replaceAll('uart', name).replaceAll('"nic"', `"${name}"`).replace('space: nic', `space: ${name}`),
  );
  for (const [offset] of [...dump.text].entries()) {
    if (offset % 3 > 0) continue;
    const text = dumpHover(dump, offset)?.markdown ?? '';
    const outside = text.replace(/(`+)[^`].*?[^`]\1(?!`)/g, '');
    expect(outside).not.toMatch(/command:|<img|\u202e/);
    expect(text).not.toContain('\u202e');
  }
});
