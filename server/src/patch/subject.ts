import { collapseBlanks } from '../text/blanks.ts';

/** What a subject says of a patch: its place in a series, its version, and its text. */
export interface Subject {
  /** As git am takes it: without what stands before it, runs of blanks as one. */
  readonly text: string;
  /** Where `text` starts in the subject. */
  readonly at: number;
  readonly number: number;
  readonly total: number;
  readonly version: number;
  /** The words of the brackets but number and version. */
  readonly prefixes: readonly string[];
  /** Re: stands before it, in one of the languages that mailers have. */
  readonly isReply: boolean;
}

/** What git mailinfo takes off the front of a subject (cleanup_subject): Re:, blanks, colons, and every bracket. */
const CLEANED = /re:(?=.)|[ \t:]+|\[([^\]]*)\]/isy;
/** What other mailers put before those; git am keeps it. */
const FORWARDED = /\s*(re|aw|antw|sv|fwd?|wg):\s*/iy;

/**
 * Reads "Re: [Qemu-devel] [PATCH for-9.0 v2 3/7] text", or Patchwork's "[v2,3/7] text". Number, total and version are
 * 1 where nothing names them.
 */
export function parseSubject(subject: string): Subject {
  const said: Said = { number: 1, total: 1, version: 1, prefixes: [], isReply: false };
  const at = skipFront(subject, 0, said);
  let behind = at;
  for (let next = forwarded(subject, behind, said); next > behind; next = forwarded(subject, behind, said)) {
    behind = skipFront(subject, next, said);
  }
  const text = collapseBlanks(subject.slice(at));
  return { ...said, text, at };
}

interface Said {
  number: number;
  total: number;
  version: number;
  readonly prefixes: string[];
  isReply: boolean;
}

function skipFront(subject: string, from: number, said: Said): number {
  let at = from;
  CLEANED.lastIndex = at;
  for (let match = CLEANED.exec(subject); match; match = CLEANED.exec(subject)) {
    at = CLEANED.lastIndex;
    if (/^re/i.test(match[0])) said.isReply = true;
    if (match[1] !== undefined) readBracket(match[1], said);
  }
  return at;
}

function forwarded(subject: string, from: number, said: Said): number {
  FORWARDED.lastIndex = from;
  const match = FORWARDED.exec(subject);
  if (!match) return from;
  if (!/^(?:f|wg)/i.test(match[1] ?? '')) said.isReply = true;
  return FORWARDED.lastIndex;
}

function readBracket(words: string, said: Said): void {
  // hg email writes "1 of 2"
  for (const word of words.replace(/\b(\d{1,5}) of (\d{1,5})\b/, '$1/$2').split(/[\s,]+/)) {
    const place = /^(\d{1,5})\/(\d{1,5})$/.exec(word);
    const versioned = /^(?:patch|rfc|pull|resend)?-?v(\d{1,4})$/i.exec(word);
    if (place) [said.number, said.total] = [Number(place[1]), Number(place[2])];
    if (versioned) said.version = Number(versioned[1]);
    if (word !== '' && !place && !versioned) said.prefixes.push(word);
  }
}
