import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Topology } from '../../../server/src/memory/region.ts';
import { TopologyBuilder } from '../../../server/src/memory/topology.ts';
import { type Evaluation, evaluateMachine } from '../../../server/src/source/evaluate/core/evaluate.ts';
import { CoreFiles } from '../../../server/src/source/evaluate/core/files.ts';
import { DEFAULT_LIMITS } from '../../../server/src/source/evaluate/run/runtime.ts';
import { MEMORY_CORE_FILES } from '../../specimens/repository.ts';

const MEMORY_C = MEMORY_CORE_FILES['memory.c'] ?? '';
const limits = { ...DEFAULT_LIMITS, steps: 2_000_000, memory: 64 << 20 };

function machine(): Topology {
  const b = new TopologyBuilder();
  const system = b.region({ name: 'system', kind: 'container', size: 1n << 64n });
  b.add(system, b.region({ name: 'ram', kind: 'ram', size: 0x10000n }), 0n);
  b.addressSpace('memory', system);
  return b.build();
}

const FILES: Readonly<Record<string, string>> = {
  ...MEMORY_CORE_FILES,
  'include/loop.h': 'int once_more;\n#include "loop.h"\n',
};

const evaluate = (memoryC: string): Evaluation =>
  evaluateMachine((path) => (path === 'memory.c' ? memoryC : FILES[path]), machine(), { limits });

/** What a run came to: its kind of stop, or that it ended. */
function outcome(memoryC: string): { told: string; ms: number } {
  const start = performance.now();
  const { stop, views } = evaluate(memoryC);
  return { told: stop?.kind ?? `${views.length} view`, ms: performance.now() - start };
}

const atTop = (text: string): string => `${text}\n${MEMORY_C}`;
const inRendering = (text: string): string =>
  MEMORY_C.replace('    base += mr->addr;\n', `    base += mr->addr;\n    ${text}\n`);
const repeat = (text: string, times: number): string => text.repeat(times);

describe('a hostile text', () => {
  it.each([
    [
      'a macro that grows without end',
      atTop(
        `#define A0 x x\n${Array.from({ length: 40 }, (_, i) => `#define A${i + 1} A${i} A${i}`).join('\n')}\nint f(void) { A40; }`,
      ),
    ],
    [
      'a macro that grows without end where it is called',
      inRendering('extern int grows(void); readonly |= grows();').concat(
        `\n#define A0 x x\n${Array.from({ length: 40 }, (_, i) => `#define A${i + 1} A${i} A${i}`).join('\n')}\nint grows(void)\n{\nA40;\n}`,
      ),
    ],
    ['a thousand bodies of which none has an end', atTop(repeat('void f(void)\n{\n#define M 1\nM;\n', 1000))],
    ['a body that includes its own file without end', atTop('void f(void)\n{\n#include "memory.c"\n}')],
    ['a file that includes itself', MEMORY_C.concat('\n#include "memory.c"\n')],
    ['a header that includes itself', atTop('#include "loop.h"')],
    ['brackets that nest 100,000 deep', atTop(`int x = ${repeat('(', 100_000)}1${repeat(')', 100_000)};`)],
    ['blocks that nest 100,000 deep', atTop(`void f(void) ${repeat('{', 100_000)}${repeat('}', 100_000)}`)],
    ['conditions that nest 100,000 deep', atTop(`${repeat('#if 1\n', 100_000)}${repeat('#endif\n', 100_000)}`)],
    ['a line of a megabyte', atTop(`int x = 0 ${repeat('+ 1 ', 250_000)};`)],
    ['an array of 2^60', atTop('static char huge[1ULL << 60]; char *p = huge;')],
    ['a struct in itself', atTop('struct s { struct s inner; }; struct s x;')],
    ['an array of 2^40 on the stack', inRendering('char huge[1ULL << 40]; huge[5] = 1;')],
    ['an array whose length is negative', inRendering('int n = -5; char a[n]; a[0] = 1;')],
    ['memory that is asked for without end', inRendering('for (;;) g_malloc0(1 << 20);')],
    ['a recursion without end', inRendering('render_memory_region(view, mr, base, clip, readonly);')],
    ['a loop without end', inRendering('for (;;);')],
    ['a goto back without end', inRendering('again: goto again;')],
    ['a store far out', inRendering('*(volatile int *)0x7fffffffffffULL = 1;')],
    ['a store below zero', inRendering('*(char *)-1LL = 1;')],
    ['a call of what is no function', inRendering('((void (*)(void))&mr->size)();')],
    ['memset of all memory', inRendering('memset(mr, 0, ~0UL);')],
    ['a format that wants more than it gets', inRendering('qemu_printf("%s%s%n%d%*d", 1);')],
    ['a shift by 10,000', inRendering('readonly |= 1 << 10000;')],
    ['a division by zero', inRendering('readonly |= 1 / (mr->size - mr->size);')],
  ])('%s ends in a moment', (_title, text) => {
    const { told, ms } = outcome(text);
    expect(told).toMatch(/^[a-z0-9-]+( view)?$/);
    expect(told).not.toBe('internal');
    expect(ms).toBeLessThan(10_000);
  });

  it.each([
    'constructor',
    '__proto__',
    'prototype',
    'eval',
    'arguments',
    'this',
    'process',
    'require',
    '$state',
    'toString',
    'hasOwnProperty',
    'await',
  ])('can name a function, a variable, a member and a label %s as it likes', (name) => {
    const text = atTop(
      `struct named { int ${name}; };\nstatic int ${name === 'this' ? 'this_' : name}_f(int ${name})\n{\n    struct named n = { .${name} = ${name} };\n    goto ${name};\n${name}:\n    return n.${name};\n}\nint ${name}(void);\nint ${name}(void) { return 3; }`,
    ).replace(
      '    base += mr->addr;\n',
      `    base += mr->addr;\n    if (${name === 'this' ? 'this_' : name}_f(5) != 5 || ${name}() != 3) { for (;;); }\n`,
    );
    expect(outcome(text).told).toBe('1 view');
  });

  it('cannot leave the code that is made of it, whatever its strings are', () => {
    const strings = [
      ['`', '{process.exit(7)}`'].join('$'),
      '\\"+process.exit(7)+\\"',
      "');process.exit(7);('",
      '\\u2028process.exit(7)',
      '*/process.exit(7)/*',
    ];
    for (const text of strings) {
      expect(outcome(inRendering(`g_free(g_strdup("${text}"));`)).told).toBe('1 view');
    }
  });

  it('with lines lost, doubled and mixed still ends, with views or a finding', () => {
    const lines = MEMORY_C.split('\n');
    const edit = fc.record({
      at: fc.nat(lines.length - 1),
      other: fc.nat(lines.length - 1),
      kind: fc.constantFrom('lose', 'double', 'swap', 'cut'),
    });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        const text = [...lines];
        for (const { at, other, kind } of edits) {
          const line = text[at] ?? '';
          if (kind === 'lose') text[at] = '';
          else if (kind === 'double') text[at] = `${line}\n${line}`;
          else if (kind === 'cut') text[at] = line.slice(0, other % (line.length + 1));
          else [text[at], text[other]] = [text[other] ?? '', line];
        }
        const { told, ms } = outcome(text.join('\n'));
        expect(told).not.toBe('internal');
        expect(ms).toBeLessThan(5000);
      }),
      { numRuns: 60 },
    );
  });

  it('wants no file from outside of its tree', () => {
    const files = new CoreFiles();
    files.add('memory.c', '#include "../../../etc/passwd"\n#include "/etc/passwd"\n#include "a/../../b.h"\n');
    expect(files.wanted().filter((path) => path.startsWith('..') || path.startsWith('/'))).toEqual([]);
  });
});
