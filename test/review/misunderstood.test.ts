import { expect, it } from 'vitest';
import { misunderstood } from '../../server/src/review/evaluated/misunderstood.ts';
import type { EvaluatedRuns } from '../../server/src/review/evaluated/model.ts';

type Told = readonly [path: string, line: number, message: string];

/** A machine whose runs have these problems; After stops for the reason given. */
function runs(before: readonly Told[], after: readonly Told[], stop?: string): EvaluatedRuns {
  const run = (told: readonly Told[]) => ({
    problems: told.map(([path, line, message]) => ({ place: { path, line }, message })),
  });
  const machines = [
    {},
    { before: run(before), after: { ...run(after), ...(stop ? { stop: { message: stop } } : {}) } },
  ];
  return { how: [], files: [], total: 2, machines } as unknown as EvaluatedRuns;
}

const OLD: Told = ['include/qom/object.h', 10, 'the type "QEnumLookup" is not declared'];
const MOVED: Told = ['include/qom/object.h', 12, 'the type "QEnumLookup" is not declared'];
const BRACE: Told = ['memory.c', 5, 'it lacks a "}"'];
const TRACE: Told = ['memory.c', 7, 'the function "trace_flatview_new" is called without a declaration'];

it.each([
  ['what was there before is nothing new, wherever it moved', [OLD], [MOVED], undefined, []],
  ['a second one is', [OLD], [OLD, MOVED], undefined, [MOVED]],
  ['is told once for a line', [OLD], [OLD, BRACE, BRACE], undefined, [BRACE]],
  ['is not told again where it stops the run', [], [BRACE], BRACE[2], []],
  ['functions that a build makes are none of it', [], [TRACE], undefined, []],
] as const)('C that is not understood: %s', (_, before, after, stop, told) => {
  const found = misunderstood(runs(before, after, stop));
  expect(found.map(({ place, message }) => [place.path, place.line, message])).toEqual(told);
});
