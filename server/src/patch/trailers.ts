import type { Lines } from './lines.ts';
import type { Trailer } from './model.ts';

const TRAILER = /^([A-Za-z][A-Za-z0-9-]{1,63}): *(\S.*)$/;

/**
 * The trailers of a message on the lines `from` up to `to`: all that look so in the last paragraph before "---", and
 * those of format-patch behind it (base-commit, prerequisite-patch-id; git format-patch --base), in order.
 */
export function readTrailers(lines: Lines, from: number, to: number): Trailer[] {
  let end = from;
  while (end < to && lines.at(end) !== '---') end++;
  const message = end;
  while (end > from && lines.isBlank(end - 1)) end--;
  let start = end;
  while (start > from && !lines.isBlank(start - 1)) start--;
  const found: Trailer[] = [];
  for (let at = start; at < end; at++) take(lines, at, TRAILER, found);
  for (let at = message; at < to; at++) take(lines, at, BASE, found);
  return found;
}

const BASE = /^(base-commit|prerequisite-patch-id|prerequisite-change-id|prerequisite-message-id|change-id): *(\S.*)$/;

function take(lines: Lines, at: number, pattern: RegExp, found: Trailer[]): void {
  if (lines.end(at) - lines.start(at) > 998) return;
  const match = pattern.exec(lines.at(at));
  if (match) found.push({ name: match[1] ?? '', value: (match[2] ?? '').trim(), range: lines.range(at) });
}
