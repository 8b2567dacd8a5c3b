import { readLine } from '../../machine/dump/lines.ts';
import type { PatchMessage } from '../../patch/model.ts';
import { blocksOf } from './blocks.ts';
import type { Excerpt, ExcerptLine, ExcerptSide, Marker } from './model.ts';

const LONGEST_LINE = 2000;
const MOST_EXCERPTS = 50;
const MOST_LINES = 5000;

/** What a line of a message is to an excerpt. */
type Part =
  | { readonly kind: 'dump'; readonly line: ExcerptLine }
  | { readonly kind: 'elision' | 'blank' | 'diff-head' | 'pointer' | 'other'; readonly text: string };

const REGION = /^[0-9a-f]{16}-[0-9a-f]{16} \(prio -?\d{1,10}, [\w/-]{2,12}\):/;
const HEAD =
  /^(?:address-space(?: \(flat view\))?: ?\S|memory-region: \S|FlatView #\d|AS "|Root memory region: |\(qemu\) ?info mtree)/;
const OVERFLOW = '[DETECTED OVERFLOW!] ';
const ELISION = /^(?:\[?(?:\.{2,}|…)\]?(?: +(?:\.{2,}|…))*|\(etc\.?\)|[[<(]snip[\])>])$/;
/** What points at a line above it: "^^^^" and what hangs below. */
const POINTER = /^(?:[\^\s]+|[\\/|^][\w\s\\/|,.-]{0,100})$/;
const DIFF_HEAD = /^(?:@@ .{1,80}@@.{0,80}|--- \S.{0,200}|\+\+\+ \S.{0,200})$/;
const QUOTE = /^[ \t]{0,3}(?:[>|][ \t]?)+/;

/**
 * The excerpts of `info mtree` in a message, whole, in part, as a diff, indented or quoted, in order. Pure and linear; ranges
 * are offsets in `text`.
 */
export function findExcerpts(text: string, { bodyRange }: PatchMessage): readonly Excerpt[] {
  const body = text.slice(bodyRange.start, bodyRange.end);
  if (!/[0-9a-f]{16}-[0-9a-f]{16}/.test(body)) return [];
  const lines = linesOf(text, bodyRange.start, bodyRange.end);
  const found: Excerpt[] = [];
  for (let at = 0; at < lines.length && found.length < MOST_EXCERPTS; ) {
    const end = endOf(lines, at);
    if (end === at) {
      at++;
      continue;
    }
    const excerpt = excerptOf(lines, at, end);
    // "this: ... becomes this: ..."
    const previous = found[found.length - 1];
    if (excerpt && previous && /^becomes?\b/i.test(leadOf(lines, at)))
      found[found.length - 1] = { ...previous, side: 'before' };
    if (excerpt) found.push(excerpt);
    at = end;
  }
  return found;
}

/** A line of the message: its place, without its ending. */
interface BodyLine {
  readonly text: string;
  readonly start: number;
}

function linesOf(text: string, from: number, to: number): readonly BodyLine[] {
  const lines: BodyLine[] = [];
  for (let at = from; at < to; ) {
    const newline = text.indexOf('\n', at);
    const next = newline < 0 || newline >= to ? to : newline + 1;
    lines.push({ text: text.slice(at, Math.min(next, at + LONGEST_LINE)).replace(/[\r\n]+$/, ''), start: at });
    at = next;
  }
  return lines;
}

/** Whether a line, without quotation, diff marker and indent, is one of a dump. */
function isDumpLine({ text }: BodyLine): boolean {
  const bare = bareOf(text);
  return isRegion(bare) || HEAD.test(bare);
}

const isRegion = (bare: string): boolean => {
  let at = 0;
  while (bare.startsWith(OVERFLOW, at)) at += OVERFLOW.length;
  return REGION.test(at === 0 ? bare : bare.slice(at).trimStart());
};

const bareOf = (text: string): string =>
  text
    .replace(QUOTE, '')
    .replace(/^\s*[-+](?=\s+[0-9a-f[]|[0-9a-f]{16}-|address|memory-region|FlatView)/, '')
    .trim();

const otherKind = (text: string): Exclude<Part['kind'], 'dump'> => {
  const bare = text.replace(QUOTE, '').trim();
  if (bare === '' || bare === '-' || bare === '+') return 'blank';
  if (ELISION.test(bare)) return 'elision';
  if (DIFF_HEAD.test(bare)) return 'diff-head';
  return POINTER.test(bare) ? 'pointer' : 'other';
};

/** How many lines of another kind may stand between two lines of one excerpt. */
const MOST_BETWEEN = 4;

/** The line behind the excerpt that begins at `from`; `from` where none does. */
function endOf(lines: readonly BodyLine[], from: number): number {
  const first = lines[from];
  if (!first || !isDumpLine(first)) return from;
  let end = from + 1;
  for (let at = end; at < lines.length && at - from < MOST_LINES; at++) {
    const line = lines[at];
    if (!line) break;
    if (isDumpLine(line)) end = at + 1;
    else {
      const kind = otherKind(line.text);
      if (kind === 'other' && !isWrapped(lines, at)) break;
      if (at - end >= MOST_BETWEEN) break;
      if (kind === 'other') end = at + 1;
    }
  }
  // what is left out at the end is of the excerpt, too
  while (end < lines.length && otherKind(lines[end]?.text ?? '') === 'elision') end++;
  return end;
}

/** A line whose end a mailer, or an author, has put on the next line: an alias without its target. */
const CUT = /\):(?: alias(?: .{1,200} @\S{1,100})?)?$/;

const isRest = (lines: readonly BodyLine[], at: number): boolean => {
  const line = lines[at];
  return line !== undefined && !isDumpLine(line) && isWrapped(lines, at);
};

/** Whether a line is the rest of the line before it. */
function isWrapped(lines: readonly BodyLine[], at: number): boolean {
  for (let first = at - 1; first >= Math.max(0, at - 2); first--) {
    const line = lines[first];
    if (!line || !isRegion(bareOf(line.text))) continue;
    const joined = lines
      .slice(first, at + 1)
      .map((one) => bareOf(one.text))
      .join(' ');
    const known = readLine(`  ${joined}`, { start: 0, end: joined.length });
    const before = lines
      .slice(first, at)
      .map((one) => bareOf(one.text))
      .join(' ');
    return CUT.test(before) && (known.kind === 'region' || /: alias \S/.test(joined));
  }
  return false;
}

function excerptOf(lines: readonly BodyLine[], from: number, to: number): Excerpt | undefined {
  const own = lines.slice(from, to);
  const quote = QUOTE.exec(own[0]?.text ?? '')?.[0] ?? '';
  const unquoted = own.map(({ text, start }): BodyLine => {
    const lead = quote !== '' && text.startsWith(quote.trimEnd()) ? Math.min(quote.length, text.length) : 0;
    return { text: text.slice(lead), start: start + lead };
  });
  const column = markerColumn(unquoted);
  const read: (ExcerptLine | 'elision' | 'cut')[] = [];
  for (let at = 0; at < unquoted.length; at++) {
    const line = unquoted[at];
    if (!line) continue;
    if (!isDumpLine(line)) {
      const kind = otherKind(line.text);
      if (kind === 'elision') read.push('elision');
      if (kind === 'diff-head') read.push('cut');
      continue;
    }
    let last = at;
    while (isRest(unquoted, last + 1)) last++;
    const taken = lineOf(unquoted.slice(at, last + 1), column);
    if (taken) read.push(taken);
    at = last;
  }
  const lead = leadOf(lines, from);
  const blocks = blocksOf(read, /\bflat ?views?\b|info mtree -f|\bflattened\b/i.test(lead));
  const [first] = own;
  const end = own.findLast((line) => line.text.trim() !== '') ?? first;
  if (!first || !end || blocks.every((block) => block.regions.length === 0)) return undefined;
  return {
    range: { start: first.start, end: end.start + end.text.length },
    side: column === undefined ? sideOf(lead) : 'diff',
    blocks,
  };
}

/** The column of the signs of a diff; undefined where there are none. */
function markerColumn(lines: readonly BodyLine[]): number | undefined {
  let column: number | undefined;
  for (const { text } of lines) {
    const sign = /^(\s*)[-+](?=\s+[0-9a-f]{16}-|[0-9a-f]{16}-|address-space|memory-region|FlatView)/.exec(text);
    if (sign && (column === undefined || (sign[1]?.length ?? 0) < column)) column = sign[1]?.length ?? 0;
  }
  return column;
}

/** A line without margin and sign; wrapped ones joined by a blank. */
function lineOf(parts: readonly BodyLine[], column: number | undefined): ExcerptLine | undefined {
  const [first] = parts;
  const last = parts[parts.length - 1];
  if (!first || !last) return undefined;
  const sign = column === undefined ? '' : (first.text[column] ?? '');
  const marker: Marker = sign === '-' || sign === '+' ? sign : ' ';
  // a context line may have lost the blank of its sign
  const cut = column !== undefined && (marker !== ' ' || sign === ' ') ? column + 1 : 0;
  const head = ' '.repeat(cut) + first.text.slice(cut);
  const text = [head.trimEnd(), ...parts.slice(1).map((part) => part.text.trim())].join(' ');
  const indent = text.length - text.trimStart().length;
  const range = { start: first.start + indent, end: last.start + last.text.trimEnd().length };
  const line = parsed(text, indent, range);
  return line && { marker, text, range, start: parts.length === 1 ? first.start + indent : -1, line };
}

function parsed(text: string, indent: number, range: ExcerptLine['range']): ExcerptLine['line'] | undefined {
  const bare = text.slice(indent);
  if (/^\(qemu\) ?info mtree/.test(bare)) return { kind: / -\w*f/.test(bare) ? 'prompt-views' : 'prompt-tree' };
  if (/^FlatView #\d/.test(bare)) return { kind: 'flat-view' };
  // the reader of dumps wants each line at QEMU's own margin
  const read = readLine(isRegion(bare) ? text : HEAD_MARGIN.test(bare) ? ` ${bare}` : bare, range);
  switch (read.kind) {
    case 'region':
      return read;
    case 'address-space':
      return read.flat
        ? { kind: 'user', name: read.name, root: '' }
        : { kind: 'address-space', name: read.name, root: '' };
    case 'memory-region':
      return { kind: 'memory-region', name: read.name, root: '' };
    case 'user':
      return { kind: 'user', name: read.name, root: read.root };
    case 'view-root':
      return { kind: 'view-root', name: read.name ?? '' };
    default:
      return undefined;
  }
}

const HEAD_MARGIN = /^(?:AS "|Root memory region: )/;

/** What is said above an excerpt: the last two lines that say something. */
function leadOf(lines: readonly BodyLine[], from: number): string {
  const said: string[] = [];
  for (let at = from - 1; at >= Math.max(0, from - 6) && said.length < 2; at--) {
    const line = lines[at];
    if (!line || isDumpLine(line)) break;
    const text = line.text.trim();
    if (text !== '' && otherKind(line.text) === 'other') said.unshift(text);
  }
  return said.join(' ');
}

const BEFORE =
  /\b(?:before|currently|previously|formerly|used to|until now|at the moment|old|without|instead of|bug|wrong|broken|missing)\b/gi;
const AFTER = /\b(?:after|afterwards|becomes?|now|new|with this|with the patch|results? in|fixed|expected)\b/gi;

/** The side of the word that stands last. */
function sideOf(lead: string): ExcerptSide {
  const last = (pattern: RegExp) => [...lead.matchAll(pattern)].at(-1)?.index ?? -1;
  const [before, after] = [last(BEFORE), last(AFTER)];
  if (before === after) return 'unsaid';
  return before > after ? 'before' : 'after';
}
