import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateMachine } from '../../../server/src/source/evaluate/core/evaluate.ts';
import { EvaluatedCore } from '../../../server/src/source/evaluate/core/memory-core.ts';
import { DEFAULT_LIMITS } from '../../../server/src/source/evaluate/run/runtime.ts';
import { Workshop } from '../../../server/src/source/evaluate/workshop.ts';
import { MEMORY_CORE_FILES } from '../../specimens/repository.ts';
import { topologies } from './topologies.ts';

const specimen = (path: string): string => MEMORY_CORE_FILES[path] ?? '';

/** The specimen, whose second unit counts what the first has rendered. */
const FILES: Readonly<Record<string, string>> = {
  ...MEMORY_CORE_FILES,
  'memory.c': specimen('memory.c')
    .replace('static GHashTable *flat_views;', '$&\nunsigned rendered;\nvoid flatview_rendered(FlatView *view);')
    .replace('    flatview_simplify(view);', '$&\n    flatview_rendered(view);'),
  'exec.c': `${specimen('exec.c')}extern unsigned rendered;\nvoid flatview_rendered(FlatView *v) { rendered += v->nr; }\n`,
};

const EDITS: readonly (readonly [title: string, path: string, from: string, to: string])[] = [
  ['nothing', 'memory.c', '', ''],
  ['a function', 'memory.c', '&& a->mr == b->mr', '&& 0'],
  ['lines above all functions', 'memory.c', 'static unsigned memory_region', '\n\n$&'],
  ['a string and what follows it', 'memory.c', 'assert(view);', 'assert(view && view->nr < 3);'],
  ['a macro of its own', 'memory.c', '"memory-region"', '"region"'],
  ['another unit', 'exec.c', 'rendered += v->nr', 'rendered -= v->nr'],
  ['the layout of a struct', 'include/memory-core.h', 'unsigned ref, nr,', 'unsigned ref; uint64_t more; unsigned nr,'],
  ['a macro', 'include/memory-core.h', '(var) = (head)->first;', '(var) = (head)->first->field.next;'],
  ['a macro before the header', 'memory.c', '#include "memory-core.h"', '#define priority addr\n$&'],
  ['what is not understood', 'memory.c', 'view->nr = to;', 'view->nr = to; nowhere(to); view->none = to;'],
  ['what is never reached', 'exec.c', 'void flatview', 'void never(void) { @; }\n$&'],
];

const edited =
  ([, changed, from, to]: (typeof EDITS)[number]) =>
  (path: string): string | undefined => {
    const text = FILES[path];
    if (path !== changed || text === undefined) return text;
    if (!text.includes(from)) throw new Error(`the specimen has no "${from}"`);
    return text.replace(from, to);
  };

const limits = { ...DEFAULT_LIMITS, memory: 64 << 20, steps: 100_000 };
const WATCHED = { watches: [{ path: 'memory.c', line: 90, expression: 'view->nr' }] };
const RECORDED = { record: [{ path: 'memory.c', first: 60, last: 210 }] };
const edits = fc.record({
  edit: fc.constantFrom(...EDITS),
  topology: topologies,
  told: fc.constantFrom({}, {}, {}, WATCHED, RECORDED),
});

describe('a workshop', () => {
  it('gives what loading anew gives, whatever was edited and run before', () => {
    fc.assert(
      fc.property(fc.array(edits, { minLength: 2, maxLength: 6 }), (runs) => {
        const workshop = new Workshop();
        for (const { edit, topology, told } of runs) {
          const options = { limits, ...told };
          expect(evaluateMachine(edited(edit), topology, { ...options, workshop })).toEqual(
            evaluateMachine(edited(edit), topology, options),
          );
        }
      }),
      { numRuns: 20, seed: 5 },
    );
  });

  it('loads again only what an edit changes', () => {
    const workshop = new Workshop();
    const load = (title: string) => {
      const [edit] = EDITS.filter(([name]) => name === title);
      const { program } = new EvaluatedCore(edit ? edited(edit) : () => undefined, { limits, workshop });
      return [program, program.function('flatview_rendered'), program.function('flatview_new')];
    };
    const [program, other, own] = load('nothing');
    const isSame = (title: string) => load(title).map((made, i) => made === [program, other, own][i]);
    expect(isSame('a function')).toEqual([false, true, false]);
    expect(isSame('a macro')).toEqual([false, false, false]);
    expect(isSame('nothing')).toEqual([true, true, true]);
  });

  it('ends a run when the next begins', () => {
    const workshop = new Workshop();
    const read = (path: string) => FILES[path];
    const first = new EvaluatedCore(read, { limits, workshop });
    const second = new EvaluatedCore(read, { limits, workshop });
    expect(() => first.views()).toThrow('another run has begun');
    expect(second.views()).toEqual([]);
  });
});
