// Evaluates the memory core of a tree on the machine of 812 address spaces; prints milliseconds and megabytes as JSON.
// usage: evaluate BEFORE AFTER, commits of the repository that QEMU_TREE names | evaluate FOLDER; texts are in memory before any clock starts
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Topology } from '../server/src/memory/region.ts';
import { type Evaluation, evaluateMachine } from '../server/src/source/evaluate/core/evaluate.ts';
import { EvaluatedCore } from '../server/src/source/evaluate/core/memory-core.ts';
import { DEFAULT_LIMITS } from '../server/src/source/evaluate/run/runtime.ts';
import { Workshop } from '../server/src/source/evaluate/workshop.ts';
import { coreFilesOf } from '../test/qemu-tree/tree.ts';
import { POWER8, pseries } from './pseries.ts';

type EvaluateOptions = NonNullable<Parameters<typeof evaluateMachine>[2]>;
type Files = ReadonlyMap<string, string>;

const [before = '', after = ''] = process.argv.slice(2);

function ofFolder(where: string): Files {
  const paths = readdirSync(where, { recursive: true, encoding: 'utf8' }).filter((path) => /\.[ch]$/.test(path));
  return new Map(paths.map((path) => [path, readFileSync(join(where, path), 'utf8')]));
}

/** One function otherwise, a line longer. */
function edited(files: Files): Files {
  const path = [...files.keys()].find((name) => /(^|\/)memory\.c$/.test(name)) ?? '';
  const text = files.get(path) ?? '';
  const made = text.replace(/(static void flatview_simplify\([^)]*\)\n\{)/, '$1\n    ;');
  if (made === text) throw new Error('there is no flatview_simplify() to edit');
  return new Map(files).set(path, made);
}

function timed<T>(run: () => T): { readonly ms: number; readonly value: T } {
  const start = performance.now();
  const value = run();
  return { ms: performance.now() - start, value };
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

const workshop = new Workshop();

function evaluate(files: Files, topology: Topology, options: EvaluateOptions = { workshop }): Evaluation {
  const evaluation = evaluateMachine((path) => files.get(path), topology, options);
  if (evaluation.stop) throw new Error(`${evaluation.stop.message} in ${evaluation.stop.trace[0]?.function}`);
  return evaluation;
}

const old = after ? coreFilesOf(before) : ofFolder(before);
const now = after ? coreFilesOf(after) : edited(old);
const machine = pseries(POWER8);
const read = (path: string): string | undefined => old.get(path);

const ready = timed(() => new EvaluatedCore(read, { workshop, pageBits: machine.pageBits }));
const first = timed(() => evaluate(old, machine));
const second = timed(() => evaluate(now, machine));
const mb = process.memoryUsage().rss / 2 ** 20;
const warm = (topology: Topology, runs: number, options?: EvaluateOptions): number =>
  median(Array.from({ length: runs }, () => timed(() => evaluate(old, topology, options)).ms).slice(runs >> 1));
const one = warm(machine, 12);
const edit = timed(() => evaluate(edited(after ? now : old), machine));
const large = pseries({ cpus: 2550, nics: 2550, bridges: 400 });
// QEMU gives every dispatch tree the room of the largest: ten times the machine takes more than ten times the memory.
const roomy: EvaluateOptions = { workshop: new Workshop(), limits: { ...DEFAULT_LIMITS, memory: 1 << 30 } };
const base = warm(machine, 6, roomy);
const growth = warm(large, 2, roomy) / base;
console.log(
  JSON.stringify({
    addressSpaces: first.value.addressSpaces,
    views: [first.value.views.length, second.value.views.length],
    ready: ready.ms,
    first: first.ms,
    second: second.ms,
    warm: one,
    edit: edit.ms,
    mb,
    growth,
  }),
);
