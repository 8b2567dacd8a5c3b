import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CoreBehaviour } from '../../../server/src/memory/behaviour.ts';
import { coreVersion } from '../../../server/src/memory/core-versions.ts';
import type { Topology } from '../../../server/src/memory/region.ts';
import { TopologyBuilder } from '../../../server/src/memory/topology.ts';
import { evaluateMachine } from '../../../server/src/source/evaluate/core/evaluate.ts';
import { EvaluatedCore } from '../../../server/src/source/evaluate/core/memory-core.ts';
import { DEFAULT_LIMITS } from '../../../server/src/source/evaluate/run/runtime.ts';
import { Stop } from '../../../server/src/source/evaluate/run/stop.ts';
import { Workshop } from '../../../server/src/source/evaluate/workshop.ts';
import { MEMORY_CORE_FILES as FILES } from '../../specimens/repository.ts';
import { dispatchText, hex, modelViews } from './model-views.ts';
import { told } from './run-program.ts';
import { applyChange, changes, topologies } from './topologies.ts';

const workshop = new Workshop();
const limits = { ...DEFAULT_LIMITS, memory: 64 << 20, steps: 2_000_000 };

/** The specimen with a change: `from` is what it has, `to` what it becomes. */
function core(from = '', to = ''): EvaluatedCore {
  const text = FILES['memory.c'] ?? '';
  if (!text.includes(from)) throw new Error(`the specimen has no "${from}"`);
  const read = (path: string) => (path === 'memory.c' ? text.replace(from, to) : FILES[path]);
  return new EvaluatedCore(read, { workshop, limits });
}

function built(topology: Topology, from = '', to = ''): EvaluatedCore {
  const evaluated = core(from, to);
  evaluated.start();
  evaluated.build(topology);
  return evaluated;
}

/** What the specimen does, in the model's words: as QEMU 2.10 with views by root, which only whole aliases decide. */
const BEHAVIOUR: CoreBehaviour = {
  ...(coreVersion('2.10') ?? { behaviour: undefined as never }).behaviour,
  sharing: 'per-root',
  rootSearch: {
    followsAliases: true,
    honoursEnabled: true,
    followsLoneChild: false,
    childless: 'self',
    disabled: 'self',
  },
  emptyViews: 'own',
  dummySections: 1,
  cpuAddressSpaces: 'own',
};

interface Shown {
  readonly addressSpaces: readonly number[];
  readonly ranges: readonly object[];
  /** Every section and node. */
  readonly dispatch: string;
}

/** Views in an order of their own: by what they show. */
const shown = (views: readonly Shown[]): readonly string[] =>
  views
    .filter(({ addressSpaces }) => addressSpaces.length)
    .map(({ addressSpaces, ranges, dispatch }) => JSON.stringify({ addressSpaces, ranges, dispatch }, hex))
    .sort();

const evaluated = (run: EvaluatedCore) =>
  shown(run.views().map((view) => ({ ...view, dispatch: dispatchText(view.dispatch) })));

const modelled = (topology: Topology) => shown(modelViews(topology, BEHAVIOUR));

/** RAM with a device over it, seen by two address spaces: one through an alias, one through a bus of its own. */
function machine(): Topology {
  const b = new TopologyBuilder();
  const system = b.region({ name: 'system', kind: 'container', size: 1n << 64n });
  const ram = b.region({ name: 'ram', kind: 'ram', size: 0x10000n });
  const device = b.region({ name: 'device', kind: 'io', size: 0x1000n });
  b.add(system, ram, 0n);
  b.add(system, device, 0x4000n, 1);
  b.add(system, b.region({ name: 'twin', kind: 'io', size: 0x400n }), 0x4400n, 1);
  b.add(system, b.region({ name: 'off', kind: 'io', size: 0x1000n, enabled: false }), 0x30000n);
  b.add(system, b.alias({ name: 'low', size: 0x1000n }, ram, 0x2000n), 0x20000n);
  b.add(system, b.alias({ name: 'high', size: 0x1000n }, ram, 0x3000n), 0x21000n);
  const window = b.alias({ name: 'window', size: 1n << 64n }, system, 0n);
  b.addressSpace('memory', system);
  b.addressSpace('dma', window);
  b.addressSpace('bus', b.region({ name: 'bus', kind: 'container', size: 0x100n }));
  return b.build();
}

function stopOf(run: () => void): Stop | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (error instanceof Stop) return error;
    throw error;
  }
}

const lineOf = (text: string): number =>
  (FILES['memory.c'] ?? '').slice(0, FILES['memory.c']?.indexOf(text)).split('\n').length;

describe('a memory core, evaluated from its text', () => {
  it('is understood as a whole', () => {
    const { loaded, program } = built(machine());
    expect(loaded.problems()).toEqual([]);
    expect(loaded.missing).toEqual([]);
    expect([...program.shadowed]).toEqual([]);
  });

  it('renders what the model renders', () => {
    const run = built(machine());
    expect(evaluated(run)).toEqual(modelled(machine()));
    expect(run.views().map(({ addressSpaces }) => addressSpaces)).toEqual([[0, 1], [2]]);
    run.recommit();
    expect(evaluated(run)).toEqual(modelled(machine()));
    const rooms = (views: readonly { readonly nodesAllocated: number }[]) => views.map((view) => view.nodesAllocated);
    expect(rooms(run.views())).toEqual(rooms(modelViews(machine(), BEHAVIOUR)));
  });

  it('agrees with the model on random machines', () => {
    fc.assert(
      fc.property(topologies, (topology) => {
        expect(evaluated(built(topology))).toEqual(modelled(topology));
      }),
      { numRuns: 150, seed: 4 },
    );
  });

  it('agrees with the model on what becomes of random machines', () => {
    fc.assert(
      fc.property(changes, ({ before, after }) => {
        const run = built(before);
        applyChange(run, before, after);
        expect(evaluated(run)).toEqual(modelled(after));
      }),
      { numRuns: 100, seed: 4 },
    );
  });

  it('frees with RCU what a commit replaces, and keeps what is used', () => {
    const run = built(machine());
    run.recommit();
    const used = run.program.heap.used();
    run.recommit();
    expect(run.program.heap.used()).toEqual(used);
  });

  it('shows a leak of references as memory that grows', () => {
    const leaks = built(machine(), '        flatview_unref(old);', '        (void)old;');
    leaks.recommit();
    const used = leaks.program.heap.used().blocks;
    leaks.recommit();
    expect(leaks.program.heap.used().blocks).toBeGreaterThan(used);
  });

  it.each([
    ['no sharing of whole aliases', 'mr->enabled && mr->alias &&', '0 && mr->alias &&', 3, 6],
    ['no merging', '&& a->mr == b->mr', '&& 0', 2, 7],
    ['the last wins among equals', '(*where)->priority > priority', '(*where)->priority >= priority', 2, 4],
    ['disabled regions are rendered', 'if (!mr->enabled) {', 'if (0) {', 2, 7],
  ])('a patch changes its figures: %s', (_title, from, to, views, ranges) => {
    const seen = built(machine(), from, to).views();
    expect([seen.length, seen[0]?.ranges.length]).toEqual([views, ranges]);
  });

  it('records what expressions were, in their scope, and does not mind NULL or what it cannot record', () => {
    const at = (text: string) => ({ path: 'memory.c', line: lineOf(text) });
    const watches = [
      { ...at('view->nr = to;'), expression: 'to' },
      { ...at('base += mr->addr;'), expression: 'mr->alias != NULL' },
      { ...at('base += mr->addr;'), expression: 'mr->alias->size' },
      { ...at('base += mr->addr;'), expression: 'mr->priority++' },
      { ...at('base += mr->addr;'), expression: 'nothing' },
      { ...at('last->addr.size +='), expression: 'from - to' },
      { ...at('assert(subregion->container == mr);'), expression: 'mr' },
    ];
    const read = (path: string) => FILES[path];
    const { watched, stop } = evaluateMachine(read, machine(), { workshop, limits, watches });
    expect(stop).toBeUndefined();
    const seen = watched.commit.map(({ type, failure, distribution }) => [
      type ?? failure,
      distribution && [...distribution.values],
      distribution?.unreadable,
    ]);
    // A commit of two views: one of six ranges after merging, and an empty one.
    expect(seen).toEqual([
      [
        'unsigned int',
        [
          [6, 1],
          [0, 1],
        ],
        0,
      ],
      [
        'int',
        [
          [0, 7],
          [1, 2],
        ],
        0,
      ],
      ['__int128', [[0x10000n, 2]], 7],
      ['an expression that changes something is not recorded', undefined, undefined],
      ['"nothing" is not declared', undefined, undefined],
      ['unsigned int', [[0, 1]], 0],
      [undefined, undefined, undefined],
    ]);
  });

  it('records every expression of the lines that are asked for, with names for what pointers are to', () => {
    const line = lineOf('while (mr->enabled && mr->alias &&');
    const record = [
      { path: 'memory.c', first: line, last: line + 1 },
      {
        path: 'memory.c',
        first: lineOf('FlatView *view = flatview_new(mr);'),
        last: lineOf('FlatView *view = flatview_new(mr);'),
      },
    ];
    const read = (path: string) => FILES[path];
    const { recorded, views } = evaluateMachine(read, machine(), { limits, record });
    const told = recorded.commit.map(
      ({ text, type, values }) =>
        `${text} (${type}): ${values.map((value) => `${value.text} x ${value.count}`).join(', ')}`,
    );
    // three address spaces, each searched twice: for the table, and when it gets its view; "dma" goes by its alias
    expect(told).toEqual(
      expect.arrayContaining([
        'mr->enabled (_Bool): true x 8',
        'mr->alias (struct MemoryRegion *): NULL x 6, region "system" x 4',
        'mr->enabled && mr->alias (int): 0 x 6, 1 x 2',
        'mr (struct MemoryRegion *): region "window" x 2, region "system" x 2',
        'flatview_new(mr) (struct FlatView *): view of "system" x 1, view of "bus" x 1',
        'view (struct FlatView *): view of "system" x 1, view of "bus" x 1',
      ]),
    );
    expect(views).toEqual(evaluateMachine(read, machine(), { limits }).views);
  });

  it('gives a run that stops as a finding, with what ran before', () => {
    const read = (path: string) =>
      path === 'memory.c' ? FILES[path]?.replace('assert(view);', 'assert(view && view->nr > 3);') : FILES[path];
    const { stop, views, hits } = evaluateMachine(read, machine(), { workshop, limits });
    expect(stop).toMatchObject({ kind: 'assert', message: 'the assertion "view && view->nr > 3" fails' });
    expect(stop?.trace[0]).toEqual({
      function: 'address_space_set_flatview',
      place: { path: 'memory.c', line: lineOf('assert(view);') },
    });
    expect(views).toEqual([]);
    expect(hits.get('memory.c')?.get(lineOf('assert(view);'))).toEqual({ making: 3, commit: 0 });
  });

  it('counts how often each line ran', () => {
    const { program } = built(machine());
    const lines = program.counts.hits().get('memory.c');
    expect(lines?.get(lineOf('mr = mr->alias;'))).toBe(2);
    expect(lines?.get(lineOf('last->addr.size +='))).toBe(1);
    expect(lines?.get(lineOf('object_unref(view->root);'))).toBeUndefined();
  });

  it('does not guess what other arguments mean', () => {
    const known = 'hwaddr offset, MemoryRegion *subregion, int priority)';
    const more = 'hwaddr offset, MemoryRegion *subregion, int priority, bool may_overlap)';
    expect(told(stopOf(() => built(machine(), known, more)))).toBe(
      'not-understood: memory_region_add_subregion_overlap() takes 5 arguments, of which 4 are known here',
    );
    const wider = 'hwaddr offset, MemoryRegion *subregion, int64_t priority)';
    expect(evaluated(built(machine(), known, wider))).toEqual(modelled(machine()));
  });

  it('tells a function that one file declares otherwise than another defines it', () => {
    const run = core(
      'const char *name, uint64_t size)\n{\n    memory_region_init(mr, owner, name, size);\n    mr->terminates',
      'const char *name, int size)\n{\n    memory_region_init(mr, owner, name, size);\n    mr->terminates',
    );
    expect(told(stopOf(() => run.start()))).toBe(
      'wild-call: "memory_region_init_io" is called with other types than those of its definition\nio_mem_init exec.c:42',
    );
    expect(run.loaded.problems()).toEqual([
      {
        place: { path: 'memory.c', line: lineOf('void memory_region_init_io(') },
        message: '"memory_region_init_io" is declared with other types before',
      },
    ]);
  });

  it.each([
    ['an assertion', 'assert(view);', 'assert(view != old && !old && 0);', 'assert', 'address_space_set_flatview'],
    [
      'a NULL access',
      'FlatRange *last = to ? &view->ranges[to - 1] : NULL;',
      'FlatRange *last = NULL; last->mr = last->mr;',
      'null-access',
      'flatview_simplify',
    ],
    ['a loop without end', 'view->ranges[to++] = view->ranges[from];', 'from--;', 'endless', 'flatview_simplify'],
    [
      'a recursion without end',
      'base -= mr->alias->addr;',
      'mr = mr->alias ? mr : 0; render_memory_region(view, mr, 0, clip, readonly);',
      'too-deep',
      'render_memory_region',
    ],
    [
      'a function that is not there',
      'flatview_simplify(view);',
      'flatview_sort(view);',
      'unknown-function',
      'generate_memory_topology',
    ],
    [
      'a reference too few',
      '    object_ref(root);\n    return view;',
      '    return view;',
      'assert',
      'flatview_destroy',
    ],
    [
      'memory that is freed twice',
      '        g_hash_table_unref(flat_views);',
      '        g_hash_table_unref(flat_views); g_hash_table_unref(flat_views);',
      'wild-access',
      'flatviews_reset',
    ],
  ])('a patch stops it: %s', (_title, from, to, kind, where) => {
    const stop = stopOf(() => {
      const run = built(machine(), from, to);
      for (let i = 0; i < 5; i++) run.recommit();
    });
    expect(told(stop)).toContain(kind);
    expect(stop?.trace.slice(0, 3).map((frame) => frame.function)).toContain(where);
    expect(stop?.trace[0]?.place.path).toBe('memory.c');
  });
});
