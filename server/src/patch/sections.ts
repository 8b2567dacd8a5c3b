import { bytesOfText } from '../text/bytes.ts';
import { isCommitLine } from './commit-head.ts';
import { fileStartAt } from './file-start.ts';
import { headerNameLength, readHeaders } from './headers.ts';
import type { Lines } from './lines.ts';
import type { Problems } from './problems.ts';

/** Lines of a text that hold one mail, one commit, or a diff with no message. */
export interface Section {
  readonly kind: 'mail' | 'commit' | 'plain';
  /** Where its headers begin; text of no meaning may stand before them. */
  readonly head: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Parts a text into its mails or commits. Sections follow each other without gaps. No separator can be a line of a
 * hunk, as these begin with blank, plus, minus or backslash; so parting before reading the diffs is safe.
 */
export function readSections(lines: Lines, problems?: Problems): Section[] {
  const bare = !isMailSeparator(lines, lines.skipBlank(0, lines.count));
  const mails = startsWhere(lines, 'F', bare ? isMailStart : isMailSeparator);
  if (mails.length === 0) return readUnseparated(lines, lines.count);
  const [first = 0] = mails;
  if (bare && startsWithMail(lines, first)) {
    const said =
      'git am does not part a text here that does not begin with such a line: it reads one mail. Put the same line before the first one.';
    problems?.add('mail-refused', 'error', said, lines.range(first));
  }
  const before = hasContent(lines, first) || startsWithMail(lines, first) ? readUnseparated(lines, first) : [];
  return [...before, ...sections('mail', mails, before.length === 0 ? 0 : first, lines.count)];
}

function readUnseparated(lines: Lines, to: number): Section[] {
  if (startsWithMail(lines, to)) return [{ kind: 'mail', head: 0, from: 0, to }];
  const commits = startsWhere(lines, 'c', isCommitLine, to);
  const [first = 0] = commits;
  if (commits.length === 0) return to === 0 ? [] : [{ kind: 'plain', head: 0, from: 0, to }];
  const before: Section[] = hasContent(lines, first) ? [{ kind: 'plain', head: 0, from: 0, to: first }] : [];
  return [...before, ...sections('commit', commits, before.length === 0 ? 0 : first, to)];
}

function sections(kind: Section['kind'], heads: readonly number[], from: number, to: number): Section[] {
  return heads.map((head, i) => ({ kind, head, from: i === 0 ? from : head, to: heads[i + 1] ?? to }));
}

type Test = (lines: Lines, at: number, to: number) => boolean;

/** The lines that pass a test; all such begin with one letter, and most lines do not. */
function startsWhere(lines: Lines, letter: string, test: Test, to = lines.count): number[] {
  const found: number[] = [];
  const code = letter.charCodeAt(0);
  for (let at = 0; at < to; at++) {
    if (lines.text.charCodeAt(lines.start(at)) === code && test(lines, at, to)) found.push(at);
  }
  return found;
}

/** "From <hash or address> Mon Sep 17 00:00:00 2001", as git mailsplit tells it (is_from_line). */
function isMailSeparator(lines: Lines, at: number): boolean {
  if (!lines.startsWith(at, 'From ')) return false;
  const line = lines.text.slice(lines.start(at), lines.start(at + 1));
  if (line.length < 20 && bytesOfText(line).length < 20) return false;
  const colon = line.lastIndexOf(':', line.length - 3);
  if (![-4, -2, -1, 1, 2].every((by) => /^\d$/.test(line.charAt(colon + by)))) return false;
  const year = /^[ \t\n\v\f\r]*\+?(\d+)/.exec(line.slice(colon + 3))?.[1];
  return year !== undefined && Number(year) > 90;
}

/** Where a text does not begin with a separator, Git knows none in it, and a header must stand below one. */
const isMailStart = (lines: Lines, at: number, to: number): boolean =>
  isMailSeparator(lines, at) &&
  at + 1 < to &&
  (headerNameLength(lines.at(at + 1)) > 0 || lines.startsWith(at + 1, '>From '));

/** A raw mail: header fields at the start, the subject first of all or two of those that every mail has. */
function startsWithMail(lines: Lines, to: number): boolean {
  const { headers } = readHeaders(lines, lines.skipBlank(0, to), to);
  const usual = ['from', 'subject', 'date', 'message-id'];
  if (headers[0]?.name === 'subject') return true;
  // git am reads any header; one that says how it is encoded must not go unread
  if (headers.some(({ name }) => name === 'content-transfer-encoding' || name === 'content-type')) return true;
  return usual.filter((name) => headers.some((header) => header.name === name)).length >= 2;
}

/** Whether something that is read stands before a line: a diff, a hunk or a commit. */
function hasContent(lines: Lines, to: number): boolean {
  for (let at = 0; at < to; at++) {
    if (fileStartAt(lines, at, to) || lines.startsWith(at, '@@ -') || isCommitLine(lines, at, to)) return true;
  }
  return false;
}
