import type { Hunk } from '../../patch/model.ts';
import { diffLines } from '../../review/range-diff/line-diff.ts';
import type { FigurePair, FigureSides, HunkPair, PatchPair, RangeDiff } from '../../review/range-diff/model.ts';
import { append } from '../../text/append.ts';
import { arrow, FIGURES, figureText } from '../figures.ts';
import { seriesName } from '../series.ts';

/** A hunk that is not the same, in words, with the diff of both as git range-diff prints it. */
export interface SaidHunk {
  readonly title: string;
  readonly lines: readonly string[];
}

export interface SaidPair {
  /** As git range-diff has them: = ! < > */
  readonly symbol: '=' | '!' | '<' | '>';
  /** "2 ! 3 subject" */
  readonly title: string;
  readonly details: readonly string[];
  readonly hunks: readonly SaidHunk[];
}

export interface SaidRangeDiff {
  readonly title: string;
  readonly summary: string;
  readonly pairs: readonly SaidPair[];
  /** Of the whole series, a line a machine; what moves is said of each. */
  readonly whole: readonly string[];
}

const SYMBOLS = { same: '=', changed: '!', gone: '<', new: '>' } as const;

/** Two versions of a series in words. */
export function sayRangeDiff(diff: RangeDiff): SaidRangeDiff {
  return {
    title: `${seriesName(diff.old.series)} -> ${seriesName(diff.now.series)}`,
    summary: summaryOf(diff),
    pairs: diff.pairs.map(sayPair),
    whole: diff.whole.map(sayFigures),
  };
}

function summaryOf({ pairs, whole }: RangeDiff): string {
  const count = (change: PatchPair['change']): number => pairs.filter((pair) => pair.change === change).length;
  const parts = [
    `${count('same')} same`,
    `${count('changed')} changed`,
    `${count('new')} new`,
    `${count('gone')} gone`,
  ];
  const compared = [...pairs.flatMap(({ figures }) => figures), ...whole];
  const moved = compared.some((pair) => pair.moved);
  const figures = compared.length === 0 ? '' : moved ? '; figures move' : '; no figure moves';
  return `Patches: ${parts.filter((part) => !part.startsWith('0 ')).join(', ') || 'none'}${figures}`;
}

function sayPair(pair: PatchPair): SaidPair {
  const { change, old, now, message } = pair;
  const symbol = SYMBOLS[change];
  const subject = (now ?? old)?.review.patch.message.subject || '(no subject)';
  const was = old && now && old.review.patch.message.subject !== now.review.patch.message.subject;
  return {
    symbol,
    title: `${old?.number ?? '-'} ${symbol} ${now?.number ?? '-'} ${subject}`,
    details: [
      ...(was ? [`its subject was: ${old.review.patch.message.subject}`] : []),
      ...(message === 'same'
        ? []
        : [message === 'trailers' ? 'the message has other trailers' : 'the message changed']),
      ...countHunks(pair.hunks),
      ...pair.figures.filter(({ moved }) => moved).map(sayFigures),
      ...(old && now && old.review.recognition.status !== now.review.recognition.status
        ? [`was: ${old.review.recognition.summary}`, `now: ${now.review.recognition.summary}`]
        : []),
    ],
    hunks: pair.hunks.flatMap((hunk) => sayHunk(pair, hunk)),
  };
}

const HUNKS: readonly { readonly change: HunkPair['change']; readonly words: string }[] = [
  { change: 'same', words: 'the same' },
  { change: 'context', words: 'with other context' },
  { change: 'changed', words: 'changed' },
  { change: 'new', words: 'new' },
  { change: 'gone', words: 'gone' },
];

/** "memory.c: 2 hunks the same, 1 changed", a line a file; nothing where all are the same. */
function countHunks(hunks: readonly HunkPair[]): string[] {
  if (hunks.every(({ change }) => change === 'same')) return [];
  return [...new Set(hunks.map(({ path }) => path))].map((path) => {
    const own = hunks.filter((hunk) => hunk.path === path);
    const parts = HUNKS.flatMap(({ change, words }) => {
      const count = own.filter((hunk) => hunk.change === change).length;
      return count === 0 ? [] : [`${count} ${words}`];
    });
    return `${path}: ${own.length === 1 ? 'hunk' : 'hunks'} ${parts.join(', ')}`;
  });
}

/** Lines of one hunk's diff that are shown. */
const MOST_LINES = 80;

function sayHunk({ old, now }: PatchPair, pair: HunkPair): SaidHunk[] {
  if (pair.change === 'same' || pair.change === 'context') return [];
  const a = pair.old && old?.review.patch.files[pair.old.file]?.hunks[pair.old.hunk];
  const b = pair.now && now?.review.patch.files[pair.now.file]?.hunks[pair.now.hunk];
  const place = b ? `at line ${b.newStart}` : `was at line ${a?.newStart}`;
  const section = (b ?? a)?.section.trim();
  const lines = twoMarks(a ? hunkText(a) : [], b ? hunkText(b) : []);
  const more = lines.length > MOST_LINES ? [`... ${lines.length - MOST_LINES} more lines`] : [];
  const title = `${pair.path} ${place}${section ? ` (${section})` : ''}: ${pair.change}`;
  return [{ title, lines: [...lines.slice(0, MOST_LINES), ...more] }];
}

const MARKS = { context: ' ', added: '+', removed: '-', 'no-newline': '\\' } as const;

const hunkText = ({ lines }: Hunk): string[] => lines.map(({ kind, text }) => MARKS[kind] + text);

/** The diff of two hunks: a mark of this diff, then the hunk's own. */
function twoMarks(old: readonly string[], now: readonly string[]): string[] {
  const changes = diffLines(old, now, 2000);
  if (!changes) return [...old.map((line) => `-${line}`), ...now.map((line) => `+${line}`)];
  const lines: string[] = [];
  let at = 0;
  for (const { old: from, oldEnd, now: start, nowEnd } of changes) {
    append(
      lines,
      old.slice(at, from).map((line) => ` ${line}`),
    );
    append(
      lines,
      old.slice(from, oldEnd).map((line) => `-${line}`),
    );
    append(
      lines,
      now.slice(start, nowEnd).map((line) => `+${line}`),
    );
    at = oldEnd;
  }
  return [...lines, ...old.slice(at).map((line) => ` ${line}`)];
}

/** "idle-nics: FlatViews 39 -> 11, was 39 -> 12; ranges ..."; what does not move is said of FlatViews alone. */
function sayFigures({ machine, old, now, moved }: FigurePair): string {
  const text = (sides: FigureSides | undefined, key: (typeof FIGURES)[number]['key']): string => {
    if (!sides) return 'no figures';
    const [before, after] = [figureText(sides.before, key), figureText(sides.after, key)];
    return before === after ? after : `${before} -> ${after}`;
  };
  if (!moved && now) return `${machine}: FlatViews ${arrow(now.before.flatViews, now.after.flatViews)}, as before`;
  if (!old || !now) return `${machine}: FlatViews ${text(now, 'flatViews')}, was ${text(old, 'flatViews')}`;
  const parts = FIGURES.flatMap(({ key, label }) => {
    const [was, is] = [text(old, key), text(now, key)];
    return was === is ? [] : [`${label} ${is}, was ${was}`];
  });
  return `${machine}: ${parts.join('; ')}`;
}
