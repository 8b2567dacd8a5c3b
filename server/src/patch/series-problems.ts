import type { TextRange } from '../text/range.ts';
import { AppliedFiles, type Conflict } from './applied-files.ts';
import type { Patch, PatchProblem, PatchSet } from './model.ts';
import { shown } from './problems.ts';
import { readSeries } from './series.ts';
import type { Series } from './series-model.ts';

/** A problem of patches as a series, with the other places that belong to it. */
export interface SeriesProblem extends PatchProblem {
  readonly related?: readonly { readonly range: TextRange; readonly message: string }[];
}

/** The series of a text, and what is wrong with them. */
export interface SeriesReading {
  readonly series: readonly Series[];
  readonly problems: readonly SeriesProblem[];
}

export function seriesReading(text: string, { patches }: PatchSet): SeriesReading {
  const series = readSeries(patches, text);
  return { series, problems: seriesProblems(series, patches) };
}

/** More of one kind are not said of a series. */
const MOST = 50;

/** What is wrong with the numbers of each series, and which hunks do not apply after the patches before theirs. */
export function seriesProblems(all: readonly Series[], patches: readonly Patch[]): SeriesProblem[] {
  return all.flatMap((series) => [
    ...missing(series, patches),
    ...twice(series, patches),
    ...pastTotal(series, patches),
    ...conflicts(series, patches),
  ]);
}

/** "v2" where it is not the first. */
const ofVersion = ({ version }: Series): string => (version > 1 ? ` of v${version}` : '');

const subjectRange = (patches: readonly Patch[], index: number): TextRange =>
  patches[index]?.message.subjectRange ?? { start: 0, end: 0 };

/** A text with one mail is a patch to be read alone: nothing is amiss there. */
function missing(series: Series, patches: readonly Patch[]): SeriesProblem[] {
  const { missing: numbers, total, cover } = series;
  const head = cover ?? series.patches[0];
  if (numbers.length === 0 || head === undefined) return [];
  if (patches.filter(({ message: { kind } }) => kind === 'patch' || kind === 'cover').length < 2) return [];
  const names = numbers.slice(0, 10).map((number) => `${number}/${total}`);
  const more = numbers.length > 10 ? ` and ${numbers.length - 10} more` : '';
  const what =
    numbers.length === 1
      ? `Patch ${names[0]}${ofVersion(series)} is missing`
      : `Patches ${names.join(', ')}${more}${ofVersion(series)} are missing`;
  const message = `${what} in this text. What comes after is read as if it were not needed; add it to be sure.`;
  return [{ code: 'patch-missing', severity: 'warning', message, range: subjectRange(patches, head) }];
}

function twice(series: Series, patches: readonly Patch[]): SeriesProblem[] {
  return series.duplicates.slice(0, MOST).map(({ number, messages, same }): SeriesProblem => {
    const counting = messages.at(-1) ?? -1;
    const name = `Patch ${number}/${series.total}${ofVersion(series)}`;
    const times = messages.length === 2 ? 'twice' : `${messages.length} times`;
    return {
      code: 'patch-twice',
      severity: same ? 'information' : 'warning',
      message: same
        ? `${name} stands here ${times}, with the same diff. It counts once.`
        : `${name} stands here ${times} and differs. The newest counts; take out the others.`,
      range: subjectRange(patches, counting),
      related: messages.slice(0, -1).map((index) => ({
        range: subjectRange(patches, index),
        message: `${number}/${series.total} stands here too`,
      })),
    };
  });
}

function pastTotal({ pastTotal: indices, total }: Series, patches: readonly Patch[]): SeriesProblem[] {
  return indices.slice(0, MOST).map((index): SeriesProblem => {
    const number = patches[index]?.message.number;
    const message = `This is patch ${number} of ${total}: the series says that it has ${total}. It is read as coming last.`;
    return { code: 'patch-past-total', severity: 'warning', message, range: subjectRange(patches, index) };
  });
}

function conflicts(series: Series, patches: readonly Patch[]): SeriesProblem[] {
  if (series.patches.length < 2) return [];
  const files = new AppliedFiles();
  const places = new Map(series.patches.map((index, at) => [index, at]));
  return series.patches
    .flatMap((index) => {
      const patch = patches[index];
      return patch ? files.apply(patch, index).map((conflict) => ({ conflict, index })) : [];
    })
    .slice(0, MOST)
    .map(({ conflict, index }) => {
      const since = conflict.kind === 'line' ? conflict.mismatch.patch : conflict.patch;
      return conflictProblem(
        conflict,
        nameOf(series, places.get(since) ?? 0, patches),
        gapBefore(series, patches, index),
      );
    });
}

/** "patch 2/7", or "patch 2" of commits, which have no numbers of their own. */
function nameOf(series: Series, at: number, patches: readonly Patch[]): string {
  const message = patches[series.patches[at] ?? -1]?.message;
  const number = message && message.total > 1 ? message.number : at + 1;
  return `patch ${number}/${series.total}`;
}

function gapBefore({ missing: numbers, total }: Series, patches: readonly Patch[], index: number): string {
  const own = patches[index]?.message.number ?? 0;
  const gap = numbers.findLast((number) => number < own);
  return gap === undefined ? '' : ` Patch ${gap}/${total}, which is missing, may be why.`;
}

function conflictProblem(conflict: Conflict, since: string, gap: string): SeriesProblem {
  const common = { code: 'does-not-apply', severity: 'warning' } as const;
  const { file } = conflict;
  if (conflict.kind !== 'line') {
    const what =
      conflict.kind === 'gone'
        ? `${shown(conflict.path)} is no longer there after ${since}, so this does not apply.`
        : `${shown(conflict.path)} is there since ${since}, so this cannot make it.`;
    return { ...common, message: what + gap, range: file.headerRange };
  }
  const { line, expected, known } = conflict.mismatch;
  const path = shown(file.newPath || file.oldPath);
  const there = known ? `is "${quoted(known.text)}" there` : 'is past the end of the file there';
  const message = `This hunk does not apply after ${since}: line ${line} of ${path} ${there}, here "${quoted(expected.text)}".${gap}`;
  const related = known ? { related: [{ range: known.range, message: `${since} leaves this line` }] } : {};
  return { ...common, message, range: expected.range, ...related };
}

const quoted = (text: string): string => (text.length > 80 ? `${text.slice(0, 79)}…` : text);
