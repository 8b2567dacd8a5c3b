import type { DecodedLine, Segment } from './transfer.ts';

/**
 * Undoes format=flowed (RFC 3676, 4) as git mailinfo does (handle_filter_flowed): a blank that was stuffed at a line's
 * start goes, and a line that ends in a blank goes on with the next; the blank stays unless delsp=yes. "-- " is a line.
 */
export function* unflow(text: string, lines: Iterable<DecodedLine>, delsp: boolean): Generator<DecodedLine> {
  let open: Segment[] = [];
  for (const line of lines) {
    const ending = endingLength(text, line);
    const length = lengthOf(line) - ending;
    if (length === 3 && [...'-- '].every((c, i) => unitAt(text, line, i) === c.charCodeAt(0))) {
      if (open.length > 0) yield open;
      open = [];
      yield line;
      continue;
    }
    const stuffed = unitAt(text, line, 0) === 32 ? 1 : 0;
    if (length > stuffed && unitAt(text, line, length - 1) === 32) {
      for (const segment of cut(line, stuffed, length - (delsp ? 1 : 0))) open.push(segment);
      continue;
    }
    yield [...open, ...cut(line, stuffed, length + ending)];
    open = [];
  }
  if (open.length > 0) yield open;
}

const sizeOf = ({ start, end, bytes }: Segment): number => bytes?.length ?? end - start;

const lengthOf = (line: DecodedLine): number => line.reduce((sum, segment) => sum + sizeOf(segment), 0);

/** The code of the character or byte at an index; -1 where there is none. */
function unitAt(text: string, line: DecodedLine, index: number): number {
  let at = index;
  for (const segment of line) {
    const size = sizeOf(segment);
    if (at < size) return segment.bytes ? (segment.bytes[at] ?? -1) : text.charCodeAt(segment.start + at);
    at -= size;
  }
  return -1;
}

function endingLength(text: string, line: DecodedLine): number {
  const length = lengthOf(line);
  if (unitAt(text, line, length - 1) !== 10) return 0;
  return unitAt(text, line, length - 2) === 13 ? 2 : 1;
}

/** The units [from, to) of a line. */
function cut(line: DecodedLine, from: number, to: number): Segment[] {
  const parts: Segment[] = [];
  let at = 0;
  for (const segment of line) {
    const size = sizeOf(segment);
    const [start, end] = [Math.max(0, from - at), Math.min(size, to - at)];
    at += size;
    if (end <= start) continue;
    if (!segment.bytes) parts.push({ start: segment.start + start, end: segment.start + end });
    else if (start === 0 && end === size) parts.push(segment);
    else parts.push({ ...segment, bytes: segment.bytes.subarray(start, end) });
  }
  return parts;
}
