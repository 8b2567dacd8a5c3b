import { decodeWords } from './encoded-words.ts';
import { fieldText } from './headers.ts';
import { readInBody } from './in-body.ts';
import type { Lines } from './lines.ts';
import type { MessageHead } from './mail.ts';
import { messageEnd } from './message-end.ts';
import type { FilePatch, MessageKind, PatchMessage, Trailer } from './model.ts';
import { type Problems, shown } from './problems.ts';
import { lastScissors } from './scissors.ts';
import type { Section } from './sections.ts';
import { parseSubject } from './subject.ts';
import { readSeriesLines, readTrailers } from './trailers.ts';

/** The message of a section whose head and files are read. Looks at no line of the diff. */
export function finishMessage(
  lines: Lines,
  head: MessageHead,
  files: readonly FilePatch[],
  section: Section,
  problems: Problems,
): PatchMessage {
  const { from, to } = section;
  const diff = files[0]?.headerRange.start ?? lines.start(to);
  const body = Math.min(lines.start(head.body), diff);
  const diffLine = files.length > 0 ? lines.lineOf(diff) : to;
  const first = Math.min(head.message, diffLine);
  const isMail = section.kind === 'mail';
  const end = isMail ? messageEnd(lines, first, diffLine, files.length === 0) : diffLine;
  if (isMail && files.length > 0) reportScissors(lines, head, first, end, problems);
  const { subject, messageId, date, number, total, version, prefixes, inReplyTo, references, flowed } = head;
  return {
    kind: messageKind(lines, head, files.length > 0, { from: first, to: end }),
    subject,
    subjectRange: head.subjectRange ?? (files.length > 0 ? lines.range(diffLine) : lines.range(from)),
    from: head.from,
    date,
    messageId,
    inReplyTo,
    references,
    prefixes,
    trailers: trailersOf(lines, section, { first, end, diffLine, behind: behindFiles(lines, files, to) }),
    number,
    total,
    version,
    flowed,
    headersRange: { start: lines.start(from), end: body },
    bodyRange: { start: body, end: diff },
    messageRange: { start: Math.min(lines.start(first), diff), end: Math.min(lines.start(end), diff) },
  };
}

function behindFiles(lines: Lines, files: readonly FilePatch[], to: number): number {
  const last = files.at(-1);
  return last ? Math.min(to, lines.lineOf(last.range.end) + 1) : to;
}

interface MessagePlaces {
  readonly first: number;
  readonly end: number;
  readonly diffLine: number;
  readonly behind: number;
}

function trailersOf(lines: Lines, section: Section, { first, end, diffLine, behind }: MessagePlaces): Trailer[] {
  if (section.kind === 'plain') return [];
  if (section.kind === 'commit') {
    const title = lines.skipBlank(first, end);
    let body = title;
    while (body < end && !lines.isBlank(body)) body++;
    return readTrailers(lines, body, end, '    ');
  }
  const block = readTrailers(lines, first, end);
  const start = block[0]?.range.start ?? lines.start(end);
  const before = readSeriesLines(lines, first, end).filter(({ range }) => range.start < start);
  return [...before, ...block, ...readSeriesLines(lines, end, diffLine), ...readSeriesLines(lines, behind, section.to)];
}

/** git am keeps what stands above a scissors line, git am --scissors and b4 do not: which is meant cannot be known. */
function reportScissors(lines: Lines, head: MessageHead, from: number, to: number, problems: Problems): void {
  const at = lastScissors(lines, from, to);
  if (at === undefined) return;
  const { fields } = readInBody(lines, at + 1, to);
  const field = fields.findLast(({ name }) => name === 'subject');
  const below = field ? parseSubject(decodeWords(fieldText(lines, field)).text).text : head.subject;
  const subject = below === head.subject ? '' : ` and the subject would be "${shown(below)}"`;
  const message = `git am keeps what stands above this scissors line, as shown here; with --scissors it would be dropped${subject}.`;
  problems.add('scissors', 'information', message, lines.range(at));
}

/** A mail with a diff of its own is a patch, whatever its subject says; quoted diffs are none. */
function messageKind(
  lines: Lines,
  head: MessageHead,
  hasFiles: boolean,
  message: { readonly from: number; readonly to: number },
): MessageKind {
  if (hasFiles) return 'patch';
  if (head.isReply) return 'reply';
  if (head.prefixes.some((word) => /^(git|pull)$/i.test(word)) || asksToPull(lines, message)) return 'pull';
  if (head.number === 0) return 'cover';
  return head.inReplyTo === '' ? 'other' : 'reply';
}

/** The text of git request-pull. */
function asksToPull(lines: Lines, { from, to }: { readonly from: number; readonly to: number }): boolean {
  let since = false;
  for (let at = from; at < to; at++) {
    since ||= lines.startsWith(at, 'The following changes since commit ');
    if (since && lines.startsWith(at, 'are available in the Git repository at:')) return true;
  }
  return false;
}
