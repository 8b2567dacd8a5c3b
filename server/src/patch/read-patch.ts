import { NO_MAIL, readCommitHead } from './commit-head.ts';
import { Lines } from './lines.ts';
import { type MailHead, type MessageHead, readMailHead, reportEncoding } from './mail.ts';
import type { FilePatch, MessageKind, Patch, PatchMessage, PatchSet } from './model.ts';
import { recordProblems } from './patchwork-record.ts';
import { Problems } from './problems.ts';
import { readSections, type Section } from './sections.ts';
import { readTrailers } from './trailers.ts';
import { readDiff } from './unified-diff.ts';

/** Larger texts are not read, nor such of more lines: in UTF-16 units. */
const LARGEST_TEXT = 64 * 1024 * 1024;
const MOST_LINES = 2_000_000;

/**
 * Reads a text as what its content says it is: a Patchwork record (its patch is decoded apart, by `decodeRecord`), one
 * or more mails, commits as git show and git log -p print them, or a diff. Ranges are UTF-16 offsets in `text`.
 * Never throws: what cannot be read is in `problems`. Linear in the text.
 */
export function readPatch(text: string): PatchSet {
  if (text.length > LARGEST_TEXT) return tooLarge('64 million characters');
  const ofRecord = recordProblems(text);
  if (ofRecord) return { kind: 'record', patches: [], problems: ofRecord };
  const lines = new Lines(text);
  if (lines.count > MOST_LINES) return tooLarge('2 million lines');
  const problems = new Problems();
  const sections = readSections(lines);
  const patches = sections.map((section) => readSection(lines, section, problems));
  const mail = sections.some((section) => section.kind === 'mail');
  const commit = sections.some((section) => section.kind === 'commit');
  const files = patches.some((patch) => patch.files.length > 0);
  const kind = mail ? 'mail' : commit || files ? 'diff' : 'none';
  return { kind, patches: kind === 'none' ? [] : patches, problems: problems.list };
}

function tooLarge(most: string): PatchSet {
  const problems = new Problems();
  const message = `This text is larger than what is read (${most}). Part it into its patches.`;
  problems.add('too-large', 'error', message, { start: 0, end: 0 });
  return { kind: 'none', patches: [], problems: problems.list };
}

function readSection(lines: Lines, section: Section, problems: Problems): Patch {
  const { from, head: at, to } = section;
  const range = { start: lines.start(from), end: lines.start(to) };
  if (section.kind === 'mail') {
    const head = readMailHead(lines, at, to);
    const files = readDiff(lines, head.body, to, problems, head.boundary);
    reportEncoding(lines, { head, to, hasFiles: files.length > 0 }, problems);
    return { message: finishMessage(lines, head, files, section), files, range };
  }
  const head = section.kind === 'commit' ? readCommitHead(lines, at, to) : emptyHead(from);
  const files = readDiff(lines, head.body, to, problems);
  return { message: finishMessage(lines, head, files, section), files, range };
}

function emptyHead(body: number): MessageHead {
  const message = { subject: '', from: '', date: '', messageId: '', ...NO_MAIL };
  return { ...message, subjectRange: undefined, number: 1, total: 1, version: 1, body };
}

function finishMessage(
  lines: Lines,
  head: MessageHead | MailHead,
  files: readonly FilePatch[],
  { from, to }: Section,
): PatchMessage {
  const diff = files[0]?.headerRange.start ?? lines.start(to);
  const firstLine = { start: diff, end: Math.max(diff, diffLineEnd(lines.text, diff)) };
  const message = Math.min(lines.start(head.body), diff);
  return {
    kind: messageKind(head, files.length > 0),
    subject: head.subject,
    subjectRange: head.subjectRange ?? (files.length > 0 ? firstLine : lines.range(from)),
    from: head.from,
    date: head.date,
    messageId: head.messageId,
    inReplyTo: head.inReplyTo,
    references: head.references,
    prefixes: head.prefixes,
    trailers: readTrailers(lines, head.body, to),
    number: head.number,
    total: head.total,
    version: head.version,
    headersRange: { start: lines.start(from), end: message },
    bodyRange: { start: message, end: diff },
  };
}

/** A mail with a diff of its own is a patch, whatever its subject says; quoted diffs are none. */
function messageKind(head: MessageHead, hasFiles: boolean): MessageKind {
  if (hasFiles) return 'patch';
  if (head.isReply) return 'reply';
  if (head.prefixes.some((word) => /^(git|pull)$/i.test(word))) return 'pull';
  return head.number === 0 ? 'cover' : 'other';
}

function diffLineEnd(text: string, start: number): number {
  const feed = text.indexOf('\n', start);
  const end = feed < 0 ? text.length : feed;
  return text[end - 1] === '\r' ? end - 1 : end;
}
