import { append } from '../../text/append.ts';
import { interrupts } from '../file-start.ts';
import type { Lines } from '../lines.ts';
import type { Hunk, Patch, PatchFix, PatchProblem } from '../model.ts';
import { shown } from '../problems.ts';
import { bodyOf, counted, nameOf, type PlacedHunk } from './checked.ts';

type Edits = PatchFix['edits'];
type Explanation = Pick<PatchProblem, 'code' | 'message' | 'range' | 'fix'>;

const NO_BREAK = 0xa0;
/** Mail programs wrap at 65 columns and more: RFC 3676, 4.2 has 78 as the most, and 66 as usual. */
const NARROWEST = 65;

/**
 * What a mail program did to a hunk that is corrupt, where undoing it makes the counts of its header right: no-break
 * spaces for blanks, lines cut in two, or context that lost its blank; or lines that were put between. Undefined where
 * none of these does. `shifted` tells whether all context of a patch lost a blank.
 */
export function explainHunk(
  lines: Lines,
  { hunk, file, patch }: PlacedHunk,
  shifted: (patch: Patch) => boolean,
): Explanation | undefined {
  const header = lines.lineOf(hunk.headerRange.start);
  const to = lines.lineOf(Math.max(0, patch.range.end - 1)) + 1;
  let end = header + 1;
  while (end < to && !interrupts(lines, end, to) && !isSignature(lines, end, to)) end++;
  const region: Region = { lines, hunk, first: header + 1, end };
  const odd = oddLines(region);
  const [first] = odd;
  if (first === undefined) return undefined;
  const of = `the hunk of ${shown(nameOf(file))}`;
  const range = lines.range(first);
  const others = odd.length > 1 ? ` (and ${counted(odd.length - 1, 'more line')} of it)` : '';
  if (odd.every((line) => lines.text.charCodeAt(lines.start(line)) === NO_BREAK) && fits(region, 'context')) {
    const message = `This line of ${of} begins with a no-break space (U+00A0) where a blank must be${others}: a mail program put it there. Replace them by blanks.`;
    const fix = { title: 'Replace no-break spaces by blanks', sure: true, edits: blanksFor(region) };
    return { code: 'no-break-space', message, range, fix };
  }
  if (odd.every((line) => isContinuation(lines, line)) && fits(region, 'nothing')) {
    const message = `A mail program cut a line of ${of} in two: this is its end${others}. With the lines joined, the counts of the header are right.`;
    const title = odd.length === 1 ? 'Join this line with the one before it' : `Join ${odd.length} lines that were cut`;
    return {
      code: 'line-wrapped',
      message,
      range,
      fix: { title, sure: true, edits: odd.map((at) => join(lines, at)) },
    };
  }
  if (fits(region, 'context')) {
    const message = `This context line of ${of} has lost its leading blank${others}, as programs do that trim text. With the blanks back, the counts of the header are right.`;
    const fix = { title: 'Put the leading blanks back', sure: true, edits: leadingBlanks(region, odd, shifted(patch)) };
    return { code: 'blank-lost', message, range, fix };
  }
  if (!fits(region, 'nothing')) return undefined;
  const title = odd.length === 1 ? 'Remove this line' : `Remove ${odd.length} lines that are none of the hunk`;
  const edits = odd.map((at) => ({ range: { start: lines.start(at), end: lines.start(at + 1) }, text: '' }));
  const message = `This line is none of ${of}: it begins with none of blank, plus, minus and backslash${others}. Without it the counts of the header are right; git apply refuses it. Remove it, or fetch the patch again.`;
  return { code: 'hunk-corrupt', message, range, fix: { title, sure: false, edits } };
}

/** Where a wrapped line's end stands at `stray`, behind a hunk that is whole without it: joins it with the hunk's last line. */
export function explainStray(lines: Lines, { hunk, file }: PlacedHunk, stray: number): Explanation | undefined {
  if (stray !== lines.lineOf(hunk.range.end) + 1 || stray >= lines.count) return undefined;
  if (lines.isBlank(stray) || isMarked(lines, stray) || !isContinuation(lines, stray)) return undefined;
  const message = `A mail program cut the last line of the hunk of ${shown(nameOf(file))} in two: this is its end. git apply refuses it, or leaves it out. Join it with the line before.`;
  const fix = { title: 'Join this line with the one before it', sure: true, edits: [join(lines, stray)] };
  return { code: 'line-wrapped', message, range: lines.range(stray), fix };
}

/** The same at the end of a file's last hunk, where text may follow: said only before the next file, or the signature. */
export function explainTail(lines: Lines, placed: PlacedHunk): Explanation | undefined {
  const stray = lines.lineOf(placed.hunk.range.end) + 1;
  if (stray + 1 >= lines.count || interrupts(lines, stray, lines.count)) return undefined;
  const ends = interrupts(lines, stray + 1, lines.count) || isSignature(lines, stray + 1, lines.count);
  return ends ? explainStray(lines, placed, stray) : undefined;
}

/** The lines that may be the hunk's: behind its header, up to what cannot be inside a hunk. */
interface Region {
  readonly lines: Lines;
  readonly hunk: Hunk;
  readonly first: number;
  readonly end: number;
}

/** Lines that begin with none of a hunk's marks, up to where the counts are satisfied without them. */
function oddLines({ lines, first, end }: Region): number[] {
  const odd: number[] = [];
  for (let at = first; at < end; at++) if (!lines.isBlank(at) && !isMarked(lines, at)) odd.push(at);
  return odd;
}

const isMarked = (lines: Lines, at: number): boolean => ' +-\\'.includes(lines.text.charAt(lines.start(at)));

/**
 * Whether the region's lines satisfy the header's counts, odd lines counted as context or not at all; blank lines at
 * the region's end may be the mail's.
 */
function fits({ lines, hunk, first, end }: Region, oddAs: 'context' | 'nothing'): boolean {
  let last = end;
  while (last > first && lines.isBlank(last - 1)) last--;
  let old = 0;
  let now = 0;
  for (let at = first; at < last; at++) {
    const mark = lines.text.charAt(lines.start(at));
    const odd = !lines.isBlank(at) && !isMarked(lines, at);
    if (mark === '\\' || (odd && oddAs === 'nothing')) continue;
    if (mark !== '+' || lines.isBlank(at)) old++;
    if (mark !== '-' || lines.isBlank(at)) now++;
  }
  const missing = hunk.oldLines - old;
  return missing === hunk.newLines - now && missing >= 0 && missing <= end - last;
}

/** The line before was as long as the mail program lets lines be: the first word of this one did not fit. */
function isContinuation(lines: Lines, at: number): boolean {
  const word = lines.at(at).search(/\s|$/);
  return at > 0 && lines.end(at - 1) - lines.start(at - 1) + 1 + word > NARROWEST;
}

/** Makes one line of two: a mail program cuts at a blank, which it mostly takes. */
function join(lines: Lines, at: number): Edits[number] {
  const end = lines.end(at - 1);
  const blank = lines.text.charCodeAt(end - 1) === 32;
  return { range: { start: end, end: lines.start(at) }, text: blank ? '' : ' ' };
}

/** Every no-break space in the marks and indents of a region. */
function blanksFor({ lines, first, end }: Region): Edits {
  const edits: Edits[number][] = [];
  for (let at = first; at < end; at++) append(edits, indentBlanks(lines, at));
  return edits;
}

/** No-break spaces before the first word of a line, each to be a blank. */
export function indentBlanks(lines: Lines, at: number): Edits {
  const edits: Edits[number][] = [];
  const stop = lines.end(at);
  for (let i = lines.start(at); i < stop; i++) {
    const code = lines.text.charCodeAt(i);
    if (code === NO_BREAK) edits.push({ range: { start: i, end: i + 1 }, text: ' ' });
    else if (code !== 32 && code !== 9 && !(i === lines.start(at) && (code === 43 || code === 45))) break;
  }
  return edits;
}

/** A blank before each odd line, and before each other context line where those of the patch show that all lost one. */
function leadingBlanks({ lines, first, end }: Region, odd: readonly number[], shifted: boolean): Edits {
  const others: number[] = [];
  for (let at = first; shifted && at < end; at++) if (lines.startsWith(at, ' ')) others.push(at);
  return [...odd, ...others].sort((a, b) => a - b).map((at) => blankBefore(lines, at));
}

const blankBefore = (lines: Lines, at: number): Edits[number] => {
  const start = lines.start(at);
  return { range: { start, end: start }, text: ' ' };
};

/**
 * Whether the indents of a patch show that all its context lost a blank: of the lines that begin with one, most are
 * indented by a multiple of four, the mark included (QEMU's coding style).
 */
export function lostBlanks(lines: Lines, patch: Patch): boolean {
  const first = patch.files[0]?.hunks[0];
  if (!first) return false;
  const to = lines.lineOf(Math.max(0, patch.range.end - 1)) + 1;
  let lost = 0;
  let kept = 0;
  for (let at = lines.lineOf(first.range.start); at < to; at++) {
    const indent = lines.startsWith(at, ' ') ? lines.at(at).search(/[^ *]/) : 0;
    if (indent > 0 && indent % 4 === 0) lost++;
    if (indent % 4 === 1) kept++;
  }
  return lost > kept;
}

/** What is said of a hunk that is whole, where its patch shows that all context lost a blank. */
export function explainWhole(lines: Lines, { hunk, file }: PlacedHunk): Explanation | undefined {
  const { first, end } = bodyOf(lines, hunk);
  const region: Region = { lines, hunk, first, end };
  const edits = leadingBlanks(region, [], true);
  const [one] = edits;
  if (!one) return undefined;
  const message = `The context lines of this hunk of ${shown(nameOf(file))} have lost a blank, as their indents and those of the patch's other hunks show: it does not apply. Put them back.`;
  const fix = { title: 'Put the leading blanks back', sure: false, edits };
  return { code: 'blank-lost', message, range: lines.range(lines.lineOf(one.range.start)), fix };
}

/** "-- ", with nothing of a hunk behind it. */
function isSignature(lines: Lines, at: number, to: number): boolean {
  if (!/^--\s?$/.test(lines.at(at).slice(0, 4))) return false;
  return at + 1 >= to || lines.isBlank(at + 1) || !isMarked(lines, at + 1);
}
