import { describe, expect, it } from 'vitest';
import { patchTokens } from '../../../server/src/languages/patch/c-tokens.ts';
import { readPatch } from '../../../server/src/patch/read-patch.ts';
import { cWords } from '../../../server/src/source/c-colours.ts';
import { slice } from '../../patch/outline.ts';
import { SERIES } from './series.ts';

const words = (...lines: string[]): string[] =>
  cWords(lines.map((text) => ({ text }))).map(
    ({ index, at, length, kind }) => `${lines[index]?.slice(at, at + length).trim()}: ${kind}`,
  );

describe('words of C', () => {
  it.each<[string, string[]]>([
    [
      'static MemoryRegion *root(uint64_t a)',
      ['static: keyword', 'MemoryRegion: type', 'root: function', 'uint64_t: type'],
    ],
    ['struct mem_range r = {};', ['struct: keyword', 'mem_range: type']],
    ['s = (FooState *)opaque;', ['FooState: type']],
    ['g_new0(FlatView, 1) * sizeof(FlatView);', ['g_new0: function', '1: number', 'sizeof: keyword', 'FlatView: type']],
    ['} FlatRange;', ['FlatRange: type']],
    ['FlatView a, *b;', ['FlatView: type']],
    ['if (n > 0x10 && !s->Vtable) return NULL;', ['if: keyword', '0x10: number', 'return: keyword', 'NULL: macro']],
    ['OBJECT(dev)->x = "a\\"b" \'c\';', ['OBJECT: macro', '"a\\"b": string', "'c': string"]],
    [
      '#include <glib/gi18n.h> /* x */',
      [
        '#: keyword',
        'include: keyword',
        '<: string',
        'glib: string',
        '/: string',
        'gi18n: string',
        '.: string',
        'h: string',
        '>: string',
        '/* x */: comment',
      ],
    ],
    ['#define for_each(x) while (x)', ['#: keyword', 'define: keyword', 'for_each: macro', 'while: keyword']],
    ['#ifdef CONFIG_KVM // always', ['#: keyword', 'ifdef: keyword', 'CONFIG_KVM: macro', '// always: comment']],
    ['a = b + c;', []],
  ])('%s', (line, expected) => {
    expect(words(line)).toEqual(expected);
  });

  it('comments go over lines, and may have begun before the hunk', () => {
    expect(words('a /* if', ' * for', '*/ while')).toEqual([
      '/* if: comment',
      '* for: comment',
      '*/: comment',
      'while: keyword',
    ]);
    expect(words(' * if', ' */', 'return')).toEqual(['* if: comment', '*/: comment', 'return: keyword']);
    expect(words(' end of it */ int')).toEqual(['end of it */: comment', 'int: type']);
  });
});

describe('C in a patch', () => {
  const set = readPatch(SERIES);
  const all = patchTokens(set);
  const show = (tokens: typeof all): string[] =>
    tokens.map(({ range, kind, modifiers }) => [slice(SERIES, range).trim(), kind, ...modifiers].join(' '));

  it('is coloured, calls of the memory API apart', () => {
    expect(show(all).slice(0, 13)).toEqual([
      'FooState type',
      'FOO macro',
      'map function',
      '0 number',
      'memory_region_init_io function memoryApi',
      'OBJECT macro',
      '"foo.bank" string',
      '0x1000 number',
      'map function',
      '1 number',
      '/* the second */ comment',
      'uint64_t type',
      '2 number',
    ]);
  });

  it('is read on each side apart', () => {
    expect(show(all).slice(-7)).toEqual([
      '* of the bank, "as it was comment',
      'int type',
      // After alone: the comment that the hunk begins in ends here
      '* once" */ comment',
      'int type',
      '# keyword',
      'include keyword',
      '"qemu/osdep.h" string',
    ]);
  });

  it('of a range is that of its lines, in order, one line each', () => {
    const starts = all.map(({ range }) => range.start);
    expect(starts).toEqual([...starts].sort((one, other) => one - other));
    for (const { range } of all) expect(slice(SERIES, range)).not.toMatch(/[\r\n]/);
    const at = SERIES.indexOf('+    memory_region_init_io');
    const range = { start: at, end: SERIES.indexOf('\n', at) };
    expect(patchTokens(set, range)).toEqual(
      all.filter((token) => token.range.start > range.start && token.range.end <= range.end),
    );
  });

  it('of another project, or of no C, keeps the colours of the editor', () => {
    const diff = (path: string): string => `--- a/${path}\n+++ b/${path}\n@@ -1 +1 @@\n-return 1;\n+return 2;\n`;
    const kinds = (path: string): string[] => patchTokens(readPatch(diff(path))).map(({ kind }) => kind);
    expect(kinds('memory.c')).toEqual(['keyword', 'number', 'keyword', 'number']);
    expect(kinds('system/memory_ldst.c.inc')).toHaveLength(4);
    expect(kinds('src/memory.c')).toEqual([]);
    expect(kinds('hw/core/meson.build')).toEqual([]);
  });
});
