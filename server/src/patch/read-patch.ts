import { NO_MAIL, readCommitHead } from './commit-head.ts';
import { Lines } from './lines.ts';
import { type MessageHead, readMailHead } from './mail.ts';
import { finishMessage } from './message.ts';
import { type DecodedMails, decodeMails } from './mime/decode-mails.ts';
import type { Patch, PatchProblem, PatchSet } from './model.ts';
import { unwrapRecords } from './patchwork/unwrap-records.ts';
import { Problems } from './problems.ts';
import { readSections, type Section } from './sections.ts';
import { readDiff } from './unified-diff.ts';
import { wrappedSet } from './wrapped.ts';

/** Larger texts are not read, nor such of more lines: in UTF-16 units. */
const LARGEST_TEXT = 64 * 1024 * 1024;
const MOST_LINES = 2_000_000;

/**
 * Reads a text as what its content says it is: Patchwork records, one or more mails, commits as git show and git log -p
 * print them, or a diff. The patch of a wrapped text is in `decoded`, and read. Ranges are UTF-16 offsets in `text`.
 * Never throws: what cannot be read is in `problems`. Linear in the text.
 */
export function readPatch(text: string): PatchSet {
  if (text.length > LARGEST_TEXT) return tooLarge('64 million characters');
  const records = unwrapRecords(text);
  if (records) return wrappedSet(records, records.source && readText(records.source.text));
  const lines = new Lines(text);
  if (lines.count > MOST_LINES) return tooLarge('2 million lines');
  const problems = new Problems();
  const sections = readSections(lines, problems);
  const mails = decodeMails(lines, sections, problems);
  const errors = problems.list.filter(({ severity }) => severity === 'error');
  if (!mails) return readSectionsOf(lines, sections, undefined, errors);
  const set = readText(mails.source.text);
  if (!mails.changed.some(({ range }) => holdsPatch(set, range))) return readSectionsOf(lines, sections, mails, errors);
  const first = set.patches.find(({ message }) => message.kind === 'patch') ?? set.patches[0];
  const subject = first?.message.subjectRange ?? { start: 0, end: 0 };
  const lens = mails.source.place(subject.start, subject.end);
  return wrappedSet({ kind: 'encoded', source: mails.source, name: '', lens, problems }, set);
}

function tooLarge(most: string): PatchSet {
  const problems = new Problems();
  const message = `This text is larger than what is read (${most}). Part it into its patches.`;
  problems.add('too-large', 'error', message, { start: 0, end: 0 });
  return { kind: 'none', patches: [], problems: problems.list };
}

function readText(text: string): PatchSet {
  const lines = new Lines(text);
  return readSectionsOf(lines, readSections(lines));
}

/** Whether what a decoded mail holds is worth another document: not mere replies. */
function holdsPatch({ kind, patches }: PatchSet, { start, end }: { start: number; end: number }): boolean {
  if (kind === 'none') return false;
  return patches.some(
    ({ range, message }) =>
      range.start < end && start < range.end && message.kind !== 'reply' && message.kind !== 'other',
  );
}

/** Reads a text in which nothing is wrapped, or of which only mails that hold no patch are: of these no diff is read. */
function readSectionsOf(
  lines: Lines,
  sections: readonly Section[],
  mails?: DecodedMails,
  errors: readonly PatchProblem[] = [],
): PatchSet {
  const problems = new Problems();
  const wrapped = new Set(mails?.changed.map(({ section }) => section));
  const patches = sections.map((section, i) => readSection(lines, section, wrapped.has(i), problems));
  const mail = sections.some((section) => section.kind === 'mail');
  const commit = sections.some((section) => section.kind === 'commit');
  const files = patches.some((patch) => patch.files.length > 0);
  const kind = mail ? 'mail' : commit || files ? 'diff' : 'none';
  return { kind, patches: kind === 'none' ? [] : patches, problems: [...errors, ...problems.list] };
}

function readSection(lines: Lines, section: Section, wrapped: boolean, problems: Problems): Patch {
  const { from, head: at, to } = section;
  const head = readHead(lines, section, at, problems);
  const files = wrapped ? [] : readDiff(lines, head.body, to, problems);
  const message = finishMessage(lines, head, files, section, problems);
  return { message, files, range: { start: lines.start(from), end: lines.start(to) } };
}

function readHead(lines: Lines, { kind, from, to }: Section, at: number, problems: Problems): MessageHead {
  if (kind === 'mail') return readMailHead(lines, at, to, problems);
  if (kind === 'commit') return readCommitHead(lines, at, to);
  const message = { subject: '', from: '', date: '', messageId: '', ...NO_MAIL };
  return { ...message, subjectRange: undefined, number: 1, total: 1, version: 1, body: from, message: from };
}
