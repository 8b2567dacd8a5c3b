import type { Problem } from '../model.ts';
import { boundsProblems } from './bounds.ts';
import type { Dump } from './dump.ts';
import { neverVisibleProblems } from './never-visible.ts';
import { overlapProblems } from './overlaps.ts';

/** What is not understood in a dump, and what is odd on its machine. */
export function dumpProblems(dump: Dump, options: { readonly map: boolean }): readonly Problem[] {
  const { problems } = dump.machine;
  if (!options.map) return problems;
  return [...problems, ...overlapProblems(dump), ...boundsProblems(dump), ...neverVisibleProblems(dump)];
}
