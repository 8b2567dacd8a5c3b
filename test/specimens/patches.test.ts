import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Topology } from '../../server/src/memory/region.ts';
import { TopologyBuilder } from '../../server/src/memory/topology.ts';
import { applyFile } from '../../server/src/patch/apply.ts';
import { hunkPlaces } from '../../server/src/patch/hunk-places.ts';
import { readPatch } from '../../server/src/patch/read-patch.ts';
import { leakLine, stopSentence } from '../../server/src/report/evaluated/words.ts';
import { evaluatedMachine } from '../../server/src/review/evaluated/evaluated-machine.ts';
import { hunkRuns } from '../../server/src/review/evaluated/hunk-runs.ts';
import type { EvaluatedMachine } from '../../server/src/review/evaluated/model.ts';
import { evaluateMachine } from '../../server/src/source/evaluate/core/evaluate.ts';
import { DEFAULT_LIMITS } from '../../server/src/source/evaluate/run/runtime.ts';
import { Workshop } from '../../server/src/source/evaluate/workshop.ts';
import { MEMORY_CORE_FILES as FILES } from './repository.ts';

const PATCHES = fileURLToPath(new URL('patches/', import.meta.url));
const limits = { ...DEFAULT_LIMITS, steps: 2_000_000, memory: 64 << 20 };
const workshop = new Workshop();

/** RAM with two devices over it at one place and one priority, a second window on all of it, and an empty bus. */
function machine(): Topology {
  const b = new TopologyBuilder();
  const system = b.region({ name: 'system', kind: 'container', size: 1n << 64n });
  const ram = b.region({ name: 'ram', kind: 'ram', size: 0x10000n });
  b.add(system, ram, 0n);
  b.add(system, b.region({ name: 'older', kind: 'io', size: 0x1000n }), 0x4000n, 1);
  b.add(system, b.region({ name: 'newer', kind: 'io', size: 0x800n }), 0x4000n, 1);
  b.add(system, b.region({ name: 'off', kind: 'io', size: 0x1000n, enabled: false }), 0x30000n);
  b.add(system, b.alias({ name: 'low', size: 0x1000n }, ram, 0x2000n), 0x20000n);
  b.add(system, b.alias({ name: 'high', size: 0x1000n }, ram, 0x3000n), 0x21000n);
  b.addressSpace('memory', system);
  b.addressSpace('dma', b.alias({ name: 'window', size: 1n << 64n }, system, 0n));
  b.addressSpace('bus', b.region({ name: 'bus', kind: 'container', size: 0x100n }));
  return b.build();
}

function review(name: string) {
  const [patch] = readPatch(readFileSync(`${PATCHES}${name}.patch`, 'utf8')).patches;
  const [file] = patch?.files ?? [];
  const path = file?.oldPath ?? '';
  const applied = file && applyFile(FILES[path] ?? '', file);
  if (!applied || 'failed' in applied) throw new Error(`${name} does not apply`);
  const run = (text: string | undefined) =>
    evaluateMachine((one) => (one === path ? text : FILES[one]), machine(), { limits, workshop });
  const reviewMachine = { id: 'm', label: 'm', origin: 'added', machine: { topology: machine() } };
  const [before, after] = [run(FILES[path]), run(applied.text)];
  const evaluated = evaluatedMachine(reviewMachine as unknown as EvaluatedMachine['machine'], before, after);
  const runs = hunkRuns(
    { how: [], files: [], machines: [evaluated], total: 1 },
    file,
    file.hunks[0]?.lines ?? [],
    hunkPlaces(file, applied.hunks)[0] ?? [],
  );
  return { evaluated, runs: runs?.[0]?.runs };
}

const figures = ({ comparison }: EvaluatedMachine): string =>
  [comparison?.before, comparison?.after]
    .map((side) => `${side?.totals.flatViews} views, ${side?.totals.flatRanges} ranges`)
    .join(' -> ');

const lineOf = (name: string, text: string): number => {
  const [patch] = readPatch(readFileSync(`${PATCHES}${name}.patch`, 'utf8')).patches;
  return patch?.files[0]?.hunks[0]?.lines.find((line) => line.text.includes(text))?.newLine ?? -1;
};

/** Views and ranges Before and After, and how often the hunk's changed lines ran in a commit. */
const FIGURES: [name: string, figures: string, commit: number | undefined][] = [
  // "low" and "high" touch: one range of RAM before
  ['never-merge', '2 views, 5 ranges -> 2 views, 6 ranges', 1],
  // "older" covers all of "newer"
  ['last-wins', '2 views, 5 ranges -> 2 views, 4 ranges', 0],
  // the two containers, six children, and what two aliases show
  ['render-disabled', '2 views, 5 ranges -> 2 views, 6 ranges', 10],
  ['share-nothing', '2 views, 5 ranges -> 3 views, 10 ranges', 8],
  ['unknown-unreached', '2 views, 5 ranges -> 2 views, 5 ranges', undefined],
  ['reserve-section', '2 views, 5 ranges -> 2 views, 5 ranges', 2],
];

/** What stops the run, and at which line of the patch. */
const STOPS: [name: string, kind: string, sentence: string, line: string][] = [
  ['assert', 'assert', 'the assertion "view->nr" fails in generate_memory_topology()', 'assert(view->nr);'],
  [
    'null-access',
    'null-access',
    'a member of NULL is accessed (address 0x54) in render_memory_region()',
    'mr->alias->readonly',
  ],
  ['endless-loop', 'endless', 'more than 2000000 steps: the run would not end in flatview_simplify()', 'from--'],
  ['runaway-memory', 'out-of-memory', 'blocks) in flatview_insert()', 'g_renew'],
  [
    'unknown-function',
    'unknown-function',
    '"flatview_trace" is called, which no file that was read defines in generate_memory_topology()',
    'flatview_trace(view)',
  ],
];

describe('patches that change the core in known ways', () => {
  it('are all looked at here', () => {
    const looked = [...FIGURES.map(([name]) => name), ...STOPS.map(([name]) => name), 'leak'];
    expect(readdirSync(PATCHES).map((file) => file.replace('.patch', ''))).toEqual(looked.sort());
  });

  it.each(FIGURES)('%s: %s', (name, wanted, commit) => {
    const { evaluated, runs } = review(name);
    expect(figures(evaluated)).toBe(wanted);
    expect(runs?.commit).toBe(commit);
    expect(leakLine([evaluated])).toBe('');
  });

  it('last-wins: of two devices at one place the other one shows', () => {
    const { comparison } = review('last-wins').evaluated;
    const at = (side: 'before' | 'after') =>
      comparison?.[side].views[0]?.ranges.find(({ start }) => start === 0x4000n)?.region.name;
    expect([at('before'), at('after')]).toEqual(['newer', 'older']);
  });

  it('reserve-section: every dispatch tree has one more', () => {
    const { comparison } = review('reserve-section').evaluated;
    const totals = [comparison?.before, comparison?.after].map((side) => side?.totals);
    // the reserved one of each of two views; RAM, the page of two devices with both of them, RAM, what the aliases show
    expect(totals.map((side) => side?.dispatchSections)).toEqual([8, 10]);
    expect(totals.map((side) => side?.dispatchNodes)).toEqual([6, 6]);
  });

  it.each(STOPS)('%s stops the run with a finding', (name, kind, sentence, line) => {
    const { before, after } = review(name).evaluated;
    expect(before?.stop).toBeUndefined();
    expect(after?.stop?.kind).toBe(kind);
    const at = lineOf(name, line);
    expect(after?.stop && stopSentence(after.stop)).toContain(`${sentence} at memory.c:${at}`);
  });

  it('leak keeps memory at each commit', () => {
    const { before, after } = review('leak').evaluated;
    expect([before?.kept, after?.stop]).toEqual([{ blocks: 0, bytes: 0 }, undefined]);
    expect(leakLine([review('leak').evaluated])).toMatch(/^After leaks \d+ blocks \(.*\) a commit on m$/);
  });
});
