import { bytesOfText, hasStrayBytes } from '../../text/bytes.ts';
import { hexByte } from '../encoded-words.ts';
import { decodeBase64 } from './base64.ts';

/** A stretch of a decoded line: of the original as it is, or what stands for it. */
export interface Segment {
  readonly start: number;
  readonly end: number;
  /** Undefined where the original is taken as it is. */
  readonly bytes?: Uint8Array;
}

/** A line with its ending, in order; bytes are of the part's charset. */
export type DecodedLine = readonly Segment[];

type Split = (text: string, start: number, end: number) => Generator<DecodedLine>;

/**
 * The lines of a body in [start, end) of a text under a Content-Transfer-Encoding (RFC 2045, 6): a line of the decoded
 * body each, with where it stands. An encoding that is not known is taken as it is, as git mailinfo does.
 */
export const decodedLines = (encoding: string): Split => SPLITS[encoding] ?? identityLines;

const SPLITS: Readonly<Record<string, Split>> = { 'quoted-printable': quotedLines, base64: base64Lines };

function* identityLines(text: string, start: number, end: number): Generator<DecodedLine> {
  for (let at = start; at < end; ) {
    const next = lineEnd(text, at, end);
    const line = text.slice(at, next);
    yield [hasStrayBytes(line) ? { start: at, end: next, bytes: bytesOfText(line) } : { start: at, end: next }];
    at = next;
  }
}

/** The offset behind the line's ending. */
function lineEnd(text: string, at: number, end: number): number {
  const feed = text.indexOf('\n', at);
  return feed < 0 || feed >= end ? end : feed + 1;
}

/** Quoted-printable, as git mailinfo reads it (decode_q_segment): "=" that is no escape and ends no line stays. */
function* quotedLines(text: string, start: number, end: number): Generator<DecodedLine> {
  let line: Segment[] = [];
  for (let at = start; at < end; ) {
    const next = lineEnd(text, at, end);
    const soft = quotedLine(text, at, next, line);
    at = next;
    if (soft && at < end) continue;
    yield joinedBytes(line);
    line = [];
  }
}

/** Adds the segments of one line of quoted-printable; whether it ends in a soft line break. */
function quotedLine(text: string, start: number, next: number, line: Segment[]): boolean {
  let plain = start;
  for (let at = text.indexOf('=', start); at >= 0 && at < next; at = text.indexOf('=', at)) {
    if (isEnding(text, at + 1, next)) {
      keep(text, plain, at, line);
      return true;
    }
    if (hexByte(text.charCodeAt(at + 1), text.charCodeAt(at + 2)) < 0) {
      at++;
      continue;
    }
    keep(text, plain, at, line);
    const bytes: number[] = [];
    const from = at;
    for (let byte = escaped(text, at, next); byte >= 0; byte = escaped(text, at, next)) {
      bytes.push(byte);
      at += 3;
    }
    line.push({ start: from, end: at, bytes: Uint8Array.from(bytes) });
    plain = at;
  }
  keep(text, plain, next, line);
  return false;
}

/** A soft line break may cut a character: bytes that touch are decoded together. Each is copied once. */
function joinedBytes(line: readonly Segment[]): Segment[] {
  const joined: Segment[] = [];
  for (let at = 0; at < line.length; ) {
    const from = at++;
    const first = line[from];
    if (first?.bytes) while (line[at]?.bytes) at++;
    if (at > from + 1) joined.push(wholeSegment('', line.slice(from, at)));
    else if (first) joined.push(first);
  }
  return joined;
}

const escaped = (text: string, at: number, next: number): number =>
  at + 2 < next && text[at] === '=' ? hexByte(text.charCodeAt(at + 1), text.charCodeAt(at + 2)) : -1;

const isEnding = (text: string, at: number, next: number): boolean =>
  at >= next || text[at] === '\n' || (text[at] === '\r' && at + 1 < next && text[at + 1] === '\n');

function keep(text: string, start: number, end: number, line: Segment[]): void {
  if (end <= start) return;
  const part = text.slice(start, end);
  line.push(hasStrayBytes(part) ? { start, end, bytes: bytesOfText(part) } : { start, end });
}

function* base64Lines(text: string, start: number, end: number): Generator<DecodedLine> {
  const { bytes, place } = decodeBase64(text, start, end);
  for (let at = 0; at < bytes.length; ) {
    const feed = bytes.indexOf(10, at);
    const next = feed < 0 ? bytes.length : feed + 1;
    yield [{ start: place(at), end: place(next), bytes: bytes.subarray(at, next) }];
    at = next;
  }
}

/** A line whose characters may be longer than an escape: its bytes as one segment. */
export function wholeLine(text: string, line: DecodedLine): DecodedLine {
  const [first] = line;
  const last = line.at(-1);
  if (!first || !last || (line.length === 1 && first.bytes)) return line;
  return [wholeSegment(text, line)];
}

function wholeSegment(text: string, line: DecodedLine): Required<Segment> {
  const parts = line.map(({ start, end, bytes }) => bytes ?? bytesOfText(text.slice(start, end)));
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return { start: line[0]?.start ?? 0, end: line.at(-1)?.end ?? 0, bytes: all };
}
