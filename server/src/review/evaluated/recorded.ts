import { hunkPlaces, type LinePlaces } from '../../patch/hunk-places.ts';
import type { FilePatch, Patch } from '../../patch/model.ts';
import type { Evaluation } from '../../source/evaluate/core/evaluate.ts';
import type { Phase } from '../../source/evaluate/core/phases.ts';
import type { RecordedExpression } from '../../source/evaluate/core/values.ts';
import type { RecordRequest } from '../../source/evaluate/loaded.ts';
import type { EvaluatedFile, EvaluatedMachine, EvaluatedRuns } from './model.ts';

/** The lines of a patch's hunks in the whole files of each side: what is recorded of a run. */
export function recordedLines(
  { files }: Patch,
  evaluated: readonly EvaluatedFile[],
): Readonly<Record<'before' | 'after', readonly RecordRequest[]>> {
  const of = (side: 'before' | 'after'): RecordRequest[] =>
    evaluated.flatMap(({ file: at, hunks }) => {
      const file = files[at];
      if (!file) return [];
      const path = side === 'before' ? file.oldPath : file.newPath;
      return hunkPlaces(file, hunks).flatMap((lines): RecordRequest[] => {
        const own = lines.flatMap((line) => line[side] ?? []);
        const [first, last] = [own[0], own.at(-1)];
        return first === undefined || last === undefined ? [] : [{ path, first, last }];
      });
    });
  return { before: of('before'), after: of('after') };
}

/** What an expression was on a machine, on each side that has it. */
export interface ExpressionValues {
  readonly machine: EvaluatedMachine;
  readonly text: string;
  readonly phase: Phase;
  readonly before: RecordedExpression | undefined;
  readonly after: RecordedExpression | undefined;
  /** Columns of the line's text, the end exclusive. */
  readonly from: number;
  readonly to: number;
}

/**
 * The smallest expression around a column of a line of a hunk that a run has values of, on the first machine that has;
 * the values are those of a commit, of what runs in none those while the machine is made.
 */
export function expressionAt(
  { machines }: EvaluatedRuns,
  { oldPath, newPath }: FilePatch,
  { before: oldLine, after: newLine }: LinePlaces,
  text: string,
  column: number,
): ExpressionValues | undefined {
  for (const machine of machines) {
    for (const phase of ['commit', 'making'] as const) {
      const before = recordedOn(machine.before, phase, oldPath, oldLine);
      const after = recordedOn(machine.after, phase, newPath, newLine);
      const found = smallestAround([...before.keys(), ...after.keys()], text, column);
      if (!found) continue;
      return { machine, phase, ...found, before: before.get(found.text), after: after.get(found.text) };
    }
  }
  return undefined;
}

function recordedOn(
  run: Evaluation | undefined,
  phase: Phase,
  path: string,
  line: number | undefined,
): Map<string, RecordedExpression> {
  const own = line === undefined ? [] : (run?.recorded[phase] ?? []);
  return new Map(own.filter((one) => one.line === line && one.path === path).map((one) => [one.text, one]));
}

function smallestAround(
  texts: readonly string[],
  line: string,
  column: number,
): { readonly text: string; readonly from: number; readonly to: number } | undefined {
  let best: { readonly text: string; readonly from: number; readonly to: number } | undefined;
  for (const text of texts) {
    for (const { index, 0: match } of line.matchAll(pattern(text))) {
      const to = index + match.length;
      if (index <= column && column < to && (!best || to - index < best.to - best.from))
        best = { text, from: index, to };
    }
  }
  return best;
}

/** The text with any white space between its tokens; a name is none within another. */
const pattern = (text: string): RegExp => {
  const parts = text.match(/\w+|[^\w\s]/g) ?? [];
  const body = parts.map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('\\s*');
  return new RegExp(`${/^\w/.test(text) ? '\\b' : ''}${body}${/\w$/.test(text) ? '\\b' : ''}`, 'g');
};
