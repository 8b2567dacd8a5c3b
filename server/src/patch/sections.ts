import { isCommitLine } from './commit-head.ts';
import { fileStartAt } from './file-start.ts';
import { headerNameLength, readHeaders } from './headers.ts';
import type { Lines } from './lines.ts';

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
export function readSections(lines: Lines): Section[] {
  const mails = startsWhere(lines, isMailSeparator);
  if (mails.length === 0) return readUnseparated(lines, lines.count);
  const [first = 0] = mails;
  const before = hasContent(lines, first) || startsWithMail(lines, first) ? readUnseparated(lines, first) : [];
  return [...before, ...sections('mail', mails, before.length === 0 ? 0 : first, lines.count)];
}

function readUnseparated(lines: Lines, to: number): Section[] {
  if (startsWithMail(lines, to)) return [{ kind: 'mail', head: 0, from: 0, to }];
  const commits = startsWhere(lines, isCommitLine, to);
  const [first = 0] = commits;
  if (commits.length === 0) return to === 0 ? [] : [{ kind: 'plain', head: 0, from: 0, to }];
  const before: Section[] = hasContent(lines, first) ? [{ kind: 'plain', head: 0, from: 0, to: first }] : [];
  return [...before, ...sections('commit', commits, before.length === 0 ? 0 : first, to)];
}

function sections(kind: Section['kind'], heads: readonly number[], from: number, to: number): Section[] {
  return heads.map((head, i) => ({ kind, head, from: i === 0 ? from : head, to: heads[i + 1] ?? to }));
}

type Test = (lines: Lines, at: number, to: number) => boolean;

function startsWhere(lines: Lines, test: Test, to = lines.count): number[] {
  const found: number[] = [];
  for (let at = 0; at < to; at++) if (test(lines, at, to)) found.push(at);
  return found;
}

/** "From <hash or address> Mon Sep 17 00:00:00 2001" with a header below (git mailsplit, is_from_line). */
function isMailSeparator(lines: Lines, at: number, to: number): boolean {
  if (!lines.startsWith(at, 'From ') || lines.end(at) - lines.start(at) > 998) return false;
  const line = lines.at(at);
  const time = line.search(/\d:\d\d/);
  if (time < 0 || !/\d{4}/.test(line.slice(time)) || at + 1 >= to) return false;
  return headerNameLength(lines.at(at + 1)) > 0 || lines.startsWith(at + 1, '>From ');
}

/** A raw mail: header fields at the start, the subject first of all or two of those that every mail has. */
function startsWithMail(lines: Lines, to: number): boolean {
  const { headers } = readHeaders(lines, lines.skipBlank(0, to), to);
  const usual = ['from', 'subject', 'date', 'message-id'];
  if (headers[0]?.name === 'subject') return true;
  return usual.filter((name) => headers.some((header) => header.name === name)).length >= 2;
}

/** Whether something that is read stands before a line: a diff, a hunk or a commit. */
function hasContent(lines: Lines, to: number): boolean {
  for (let at = 0; at < to; at++) {
    if (fileStartAt(lines, at, to) || lines.startsWith(at, '@@ -') || isCommitLine(lines, at, to)) return true;
  }
  return false;
}
