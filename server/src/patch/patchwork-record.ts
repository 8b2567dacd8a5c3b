import type { TextRange } from '../text/range.ts';
import { unfold } from './headers.ts';
import { type JsonObject, scanObject } from './json-object.ts';
import type { PatchProblem } from './model.ts';

/** The largest record that is decoded, in UTF-16 units. */
const LARGEST_RECORD = 32 * 1024 * 1024;

/** The patch that a record holds, as a mail, and a name for its file. */
export interface DecodedRecord {
  readonly text: string;
  readonly fileName: string;
}

/**
 * Decodes a record of Patchwork's API (/api/patches/<id>/), with or without the web page's text around it, to a text
 * like format-patch's: From, Date, Subject and Message-Id, the content, and the diff verbatim.
 * Undefined where the text holds no such record or `recordProblems` has an error for it.
 */
export function decodeRecord(text: string): DecodedRecord | undefined {
  const found = readRecord(text);
  return found && 'record' in found ? mailOf(found.record) : undefined;
}

/** The problems of the record in a text, none for a sound one; undefined where the text holds no record. */
export function recordProblems(text: string): readonly PatchProblem[] | undefined {
  const found = readRecord(text);
  return found && ('problem' in found ? [found.problem] : moreRecords(text));
}

/** Only the first record of a text is decoded: another one is said. */
function moreRecords(text: string): readonly PatchProblem[] {
  const first = findRecord(text);
  const rest = first ? first.range.end : text.length;
  const second = first && findRecord(text.slice(rest));
  if (!second) return [];
  const message =
    'This is another Patchwork record; only the first one of a file is read. Save each to a file of its own.';
  return [{ code: 'not-understood', severity: 'warning', message, range: lineAround(text, rest + second.range.start) }];
}

/** The record's "name" line, or the line where it begins, or the text's first one: where a lens stands. */
export function recordRange(text: string): TextRange {
  const object = findRecord(text);
  return lineAround(text, object?.keys.get('name')?.start ?? object?.range.start ?? 0);
}

type RecordFields = Readonly<Record<string, unknown>>;

function readRecord(text: string): { record: RecordFields } | { problem: PatchProblem } | undefined {
  const object = findRecord(text);
  if (!object) return undefined;
  const invalid = (message: string, range: TextRange): { problem: PatchProblem } => ({
    problem: { code: 'record-invalid', severity: 'error', message, range },
  });
  const first = lineAround(text, object.range.start);
  if (text.length > LARGEST_RECORD) {
    const message = 'This Patchwork record is larger than 32 million characters and is not decoded. Fetch its mbox.';
    return { problem: { code: 'too-large', severity: 'error', message, range: first } };
  }
  if (!object.closed) {
    const message =
      'This Patchwork record is cut short: its JSON does not close. Save the whole answer of the API again.';
    return invalid(message, lineAround(text, text.trimEnd().length));
  }
  const record = parseObject(text.slice(object.range.start, object.range.end));
  if (!record) return invalid('This Patchwork record is not valid JSON. Save the answer of the API again.', first);
  if (typeof record.diff !== 'string') {
    const key = object.keys.get('diff') ?? first;
    return invalid('This Patchwork record has no text as its "diff". Open the record of a patch, not of a cover.', key);
  }
  return { record };
}

function parseObject(json: string): RecordFields | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const isFields = (value: unknown): value is RecordFields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The first object that begins a line and has "diff" with "msgid" or "headers"; one that is cut needs but "msgid".
 * Mails, commits and diffs are not searched, whatever their JSON files hold.
 */
function findRecord(text: string): JsonObject | undefined {
  if (!text.includes('"msgid"') && !text.includes('"headers"')) return undefined;
  for (let at = 0; at < text.length; ) {
    const feed = text.indexOf('\n', at);
    const end = feed < 0 ? text.length : feed;
    const brace = firstCharacter(text, at, end);
    if (text[brace] === '{') {
      const object = scanObject(text, brace);
      const { keys, closed } = object;
      if (!closed) return keys.has('msgid') ? object : undefined;
      if (keys.has('diff') && (keys.has('msgid') || keys.has('headers'))) return object;
      at = object.range.end;
      continue;
    }
    if (STARTS_PATCH.some((start) => text.startsWith(start, at))) return undefined;
    at = end + 1;
  }
  return undefined;
}

const STARTS_PATCH = ['diff --git ', 'From ', 'From: ', 'Subject: ', 'Message-I', 'commit ', '--- ', '@@ -'];

function firstCharacter(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && (text[at] === ' ' || text[at] === '\t' || text.charCodeAt(at) === 0xfeff)) at++;
  return at;
}

function lineAround(text: string, offset: number): TextRange {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const feed = text.indexOf('\n', offset);
  const end = feed < 0 ? text.length : feed;
  return { start, end: end > start && text[end - 1] === '\r' ? end - 1 : end };
}

function mailOf(record: RecordFields): DecodedRecord {
  const headers = isFields(record.headers) ? record.headers : {};
  const header = (name: string): string => {
    const key = Object.keys(headers).find((candidate) => candidate.toLowerCase() === name);
    const value = key === undefined ? undefined : headers[key];
    return oneLine(Array.isArray(value) ? value[0] : value);
  };
  const fields = [
    ['From', header('from') || submitterOf(record)],
    ['Date', header('date') || oneLine(record.date)],
    ['Subject', header('subject') || oneLine(record.name)],
    ['Message-Id', header('message-id') || oneLine(record.msgid)],
  ];
  const head = fields.filter(([, value]) => value !== '').map(([name, value]) => `${name}: ${value}\n`);
  const content = typeof record.content === 'string' ? record.content : '';
  const diff = typeof record.diff === 'string' ? record.diff : '';
  // the JSON is whole, so a diff that lost its last line ending was not cut
  const end = diff === '' || diff.endsWith('\n') ? '' : '\n';
  return { text: `${head.join('')}\n${content}\n\n${diff}${end}`, fileName: fileNameOf(record) };
}

const oneLine = (value: unknown): string => (typeof value === 'string' ? unfold(value).trim() : '');

function submitterOf(record: RecordFields): string {
  if (!isFields(record.submitter)) return '';
  const name = oneLine(record.submitter.name);
  const email = oneLine(record.submitter.email);
  return email === '' ? name : `${name} <${email}>`.trim();
}

function fileNameOf(record: RecordFields): string {
  if (Number.isSafeInteger(record.id)) return `${record.id}.patch`;
  const id = oneLine(record.msgid)
    .slice(0, 200)
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[-.]+|-+$/g, '');
  return `${id || 'record'}.patch`;
}
