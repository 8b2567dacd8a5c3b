import { describe, expect, it } from 'vitest';
import { load, run, told } from './run-program.ts';

const INCLUDES = '#include <stdlib.h>\n#include <string.h>\n#include <assert.h>\n#include <stdio.h>\n';

/** [what is wrong, program after the includes, how it is told]; lines count from the program's first, 5. */
const STOPS: readonly [string, string, string][] = [
  ['NULL is read', 'int main(void) {\n int *p = 0;\n return *p;\n}', 'null-access: NULL is accessed\nmain main.c:7'],
  [
    'a member of NULL is written, in a function',
    'struct s { char room[64]; int x; };\nvoid set(struct s *s)\n{\n s->x = 1;\n}\nint main(void) {\n set(0);\n return 0; }',
    'null-access: a member of NULL is accessed (address 0x40)\nset main.c:8\nmain main.c:11',
  ],
  [
    'memory far away',
    'int main(void) {\n return *(int *)0x7fffffffff; }',
    'wild-access: memory that is not there is accessed\nmain main.c:6',
  ],
  [
    'memory below zero',
    'int main(void) {\n return *(int *)-16; }',
    'wild-access: memory that is not there is accessed (address 0xfffffffffffffff0)\nmain main.c:6',
  ],
  ['a copy that is too long', 'int main(void) {\n char c;\n memset(&c, 0, 1ul << 40);\n return 0; }', 'wild-access'],
  [
    'an assertion',
    'int main(void) {\n int x = 3;\n assert(x ==\n  4);\n return 0; }',
    'assert: the assertion "x == 4" fails\nmain main.c:7',
  ],
  ['abort', 'int main(void) {\n abort(); }', 'abort: abort() is called\nmain main.c:6'],
  [
    'a function that nobody has',
    'int far(int);\nint main(void) {\n return far(1); }',
    'unknown-function: "far" is called, which no file that was read defines\nmain main.c:7',
  ],
  [
    'data that nobody has',
    'extern int far;\nint main(void) {\n return far; }',
    'not-understood: "far" is used, which no file that was read defines\nmain main.c:7',
  ],
  [
    'NULL is called',
    'int main(void) {\n void (*f)(void) = 0;\n f();\n return 0; }',
    'wild-call: NULL is called as a function\nmain main.c:7',
  ],
  [
    'what is no function is called',
    'int x;\nint main(void) {\n ((void (*)(void))&x)();\n return 0; }',
    'wild-call: what is no function is called',
  ],
  [
    'a division by zero',
    'int main(void) {\n int z = 0;\n return 1 % z; }',
    'division-by-zero: a number is divided by zero\nmain main.c:7',
  ],
  [
    'memory is freed twice',
    'int main(void) {\n void *p = malloc(8);\n free(p);\n free(p);\n return 0; }',
    'bad-free: memory is freed twice\nmain main.c:8',
  ],
  [
    'the stack is freed',
    'int main(void) {\n int x;\n free(&x);\n return 0; }',
    'bad-free: memory is freed that was not allocated\nmain main.c:7',
  ],
  [
    'a loop without end',
    'int main(void) {\n for (;;)\n  ;\n}',
    'endless: more than 1000000 steps: the run would not end\nmain main.c:6',
  ],
  [
    'a goto without end',
    'int main(void) {\nagain:\n goto again;\n}',
    'endless: more than 1000000 steps: the run would not end\nmain main.c:7',
  ],
  [
    'memory without end',
    'int main(void) {\n for (;;) {\n  malloc(1000);\n }\n}',
    'out-of-memory: the memory of the run is used up',
  ],
  ['too much at once', 'int main(void) {\n calloc(1ul << 40, 8);\n return 0; }', 'out-of-memory'],
  [
    'assembly',
    'int main(void) {\n __asm__ volatile("" ::: "memory");\n __asm__("hlt");\n return 0; }',
    'not-understood: assembly is reached\nmain main.c:7',
  ],
  [
    'a statement that is not C',
    'int main(void) {\n int x = 1;\n x = = 2;\n return x; }',
    'not-understood: an expression is expected before "="\nmain main.c:7',
  ],
  [
    'a name that is not declared',
    'int main(void) {\n return nothing;\n}',
    'not-understood: "nothing" is not declared\nmain main.c:6',
  ],
  [
    'a jump into a block',
    'int main(void) {\n goto in;\n { in: return 1; }\n}',
    'not-understood: goto jumps into a block, which is not supported ("in")\nmain main.c:6',
  ],
];

describe('stops', () => {
  it.each(STOPS)('%s', (_title, text, expected) => {
    expect(told(run(INCLUDES + text, { steps: 1_000_000 }).stop)).toContain(expected);
  });

  it('tells every function of a recursion without end, up to a bound', () => {
    const { stop } = run(`int f(int x)\n{\n return f(x + 1) + 1; }\nint main(void) { return f(0); }`);
    expect(stop?.kind).toBe('too-deep');
    expect(stop?.trace.slice(0, 2).map((frame) => `${frame.function} ${frame.place.line}`)).toEqual(['f 1', 'f 3']);
    expect(stop?.trace.length).toBe(200);
  });

  it('does not mind what is broken and not reached', () => {
    const broken = 'int broken(void) { return @ + ; }\nint lost(void) { return far_away(); }\n';
    const { printed, stop } = run(`${INCLUDES}${broken}int main(void) { printf("fine"); return 0; }`);
    expect([printed, told(stop)]).toEqual(['fine', '']);
  });

  it('counts how often each line ran', () => {
    const text = [
      'static int even(int x)',
      '{',
      '    if (x % 2 == 0 &&',
      '        x > 2) {',
      '        return 1;',
      '    } else {',
      '        return 0;',
      '    }',
      '}',
      'static int never(void) { return 1; }',
      'int main(void)',
      '{',
      '    int n = 0;',
      '    for (int i = 0; i < 10; i++)',
      '        n += even(i);',
      '    return n ? n : never();',
      '}',
    ];
    const { program } = run(text.join('\n'));
    const lines = program.counts.hits().get('main.c');
    expect([...(lines ?? [])].sort(([a], [b]) => a - b)).toEqual([
      [1, 10],
      [3, 10],
      [4, 5],
      [5, 3],
      [7, 7],
      [11, 1],
      [13, 1],
      [14, 11],
      [15, 10],
      [16, 1],
    ]);
  });

  it('links units, keeps their statics apart, and calls from outside', () => {
    const { program } = load({
      'a.c': 'static int n = 1; int shared; int other(int); int a(int x) { n += x; shared++; return other(n); }',
      'b.c': 'static long n = 100; extern int shared; int other(int x) { return n++ + x * 1000 + shared * 10; }',
    });
    expect([program.call('a', 2), program.call('a', 2)]).toEqual([3110, 5121]);
    expect(program.memory.loadI32(program.address('shared'))).toBe(2);
  });

  it('gives text of the C no way into the language around it', () => {
    const text = `${INCLUDES}struct constructor { int __proto__; }; int process = 3, globalThis = 4;
      int eval(int x) { return x; } int Function(int $state) { int fp = $state, counts = 1; return fp + counts; }
      int main(void) { struct constructor toString = { 5 };
      printf("%d %d %d %d", eval(1), Function(2), process + globalThis, toString.__proto__); return 0; }`;
    expect(run(text).printed).toBe('1 3 7 5');
  });
});
