import { expect, it } from 'vitest';
import { readPatch } from '../../server/src/patch/read-patch.ts';
import { changesCode, functionOfHunk } from '../../server/src/report/hunk-function.ts';

const hunkOf = (section: string, lines: readonly string[]) => {
  const of = (sign: string): number => lines.filter((line) => line[0] !== sign).length;
  const header = `@@ -1,${of('+')} +1,${of('-')} @@ ${section}`;
  const diff = ['diff --git a/memory.c b/memory.c', '--- a/memory.c', '+++ b/memory.c', header, ...lines, ''];
  const hunk = readPatch(diff.join('\n')).patches[0]?.files[0]?.hunks[0];
  if (!hunk) throw new Error('no hunk');
  return hunk;
};

it.each([
  ['a statement', 'static void f(int a)', [' {', '-    g(a);', '+    h(a);', ' }'], true, 'f'],
  [
    'a statement below another function',
    'void f(void)',
    [' }', ' ', ' int g(void)', ' {', '+    h();', ' }'],
    true,
    'g',
  ],
  ['an initialiser', '', [' static const TypeInfo info = {', '+    .name = "a",', ' };'], true, 'info'],
  ['a line that goes', 'void f(void)', [' {', '-    g();', ' }'], true, 'f'],
  ['a member', 'struct FlatView {', ['     int nr;', '+    int spare;', ' };'], false, 'struct FlatView'],
  ['a prototype', '', [' int f(void);', '+int g(int a,', '+      int b);'], false, ''],
  ['the head of a function', '', ['-static int f(int a)', '+int f(int a)', ' {', '     g();', ' }'], false, 'f'],
  ['a comment', 'void f(void)', [' {', '+    /* why */', '     g();', ' }'], false, 'f'],
  ['a macro in a function', 'void f(void)', [' {', '+#define A(x) \\', '+    g(x)', '     g();', ' }'], false, 'f'],
])('%s changes code: %#', (_, section, lines, code, name) => {
  const hunk = hunkOf(section, lines);
  expect({ code: changesCode(hunk), name: functionOfHunk(hunk) }).toEqual({ code, name });
});
