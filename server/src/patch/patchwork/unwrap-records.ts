import { collapseBlanks } from '../../text/blanks.ts';
import type { TextRange } from '../../text/range.ts';
import { SourceText } from '../../text/source-text.ts';
import { Problems } from '../problems.ts';
import type { WrappedText } from '../wrapped.ts';
import { type FoundRecord, findRecords } from './find-records.ts';
import { scanObject, valueStart } from './json-object.ts';
import { putString } from './json-string.ts';

/** The largest text that is decoded, in UTF-16 units. */
const LARGEST = 32 * 1024 * 1024;

/** Patchwork's own separator in an mbox that it serves. */
const SEPARATOR = 'From patchwork Thu Jan  1 00:00:00 1970\n';

/**
 * Decodes the records of Patchwork's API in a text, with or without the web page's text around them: a mail each, like
 * format-patch's: From, Date, Subject and what threads it, the content, and the diff verbatim. Undefined where the text
 * holds no record.
 */
export function unwrapRecords(text: string): WrappedText | undefined {
  const records = findRecords(text);
  const [first] = records;
  if (!first) return undefined;
  const problems = new Problems();
  const lens = lineAround(text, first.object.keys.get('name')?.start ?? first.object.range.start);
  const wrapped = { kind: 'record', lens, problems } as const;
  if (text.length > LARGEST) {
    const message = 'This Patchwork record is larger than 32 million characters and is not decoded. Fetch its mbox.';
    problems.add('too-large', 'error', message, lineAround(text, first.object.range.start));
    return { ...wrapped, source: undefined, name: '' };
  }
  const source = new SourceText(text);
  const read = records.flatMap((record) => readRecord(text, record, problems) ?? []);
  for (const record of read) writeMail(source, record, read.length > 1);
  const [one, ...more] = read;
  const name = one && more.length === 0 ? nameOf(one.fields) : 'patchwork';
  return { ...wrapped, source: read.length > 0 ? source : undefined, name };
}

type Fields = Readonly<Record<string, unknown>>;

interface ReadRecord extends FoundRecord {
  readonly fields: Fields;
}

function readRecord(text: string, found: FoundRecord, problems: Problems): ReadRecord | undefined {
  const { object, kind } = found;
  const first = lineAround(text, object.range.start);
  const invalid = (message: string, range: TextRange): undefined => {
    problems.add('record-invalid', 'error', message, range);
  };
  if (!object.closed) {
    const message =
      'This Patchwork record is cut short: its JSON does not close. Save the whole answer of the API again.';
    return invalid(message, lineAround(text, text.trimEnd().length));
  }
  const fields = parseObject(text.slice(object.range.start, object.range.end));
  if (!fields) return invalid('This Patchwork record is not valid JSON. Save the answer of the API again.', first);
  if (kind === 'reference') {
    const mbox = typeof fields.mbox === 'string' ? `: ${fields.mbox.slice(0, 300)}` : '';
    const message = `This Patchwork record names patches but does not hold them. Fetch its mbox${mbox}.`;
    return invalid(message, lineAround(text, object.keys.get('mbox')?.start ?? object.range.start));
  }
  if (kind === 'patch' && typeof fields.diff !== 'string') {
    const key = object.keys.get('diff') ?? first;
    return invalid('This Patchwork record has no text as its "diff". Open the record of a patch.', key);
  }
  return { ...found, fields };
}

function parseObject(json: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function lineAround(text: string, offset: number): TextRange {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const feed = text.indexOf('\n', offset);
  const end = feed < 0 ? text.length : feed;
  return { start, end: end > start && text[end - 1] === '\r' ? end - 1 : end };
}

/** The fields of a mail that its record has, and the key that has each where its headers do not; MIME's are undone already. */
const HEADER: readonly (readonly [name: string, instead: string])[] = [
  ['From', 'submitter'],
  ['Date', 'date'],
  ['Subject', 'name'],
  ['Message-Id', 'msgid'],
  ['In-Reply-To', ''],
  ['References', ''],
];

function writeMail(source: SourceText, { object, fields }: ReadRecord, several: boolean): void {
  const text = source.original;
  const begin = object.range.start;
  if (several) source.put(SEPARATOR, begin, begin);
  const headers = isFields(fields.headers) ? fields.headers : {};
  const headersKey = object.keys.get('headers');
  const headerKeys = headersKey && scanObject(text, valueStart(text, headersKey)).keys;
  for (const [name, instead] of HEADER) {
    const key = Object.keys(headers).find((candidate) => candidate.toLowerCase() === name.toLowerCase());
    const said = key === undefined ? '' : oneLine(headers[key]);
    const value = said || (instead === 'submitter' ? submitterOf(fields) : oneLine(fields[instead]));
    const place = (said === '' ? object.keys.get(instead) : headerKeys?.get(key ?? '')) ?? { start: begin, end: begin };
    if (value !== '') source.put(`${name}: ${value}\n`, place.start, place.end);
  }
  source.put('\n', begin, begin);
  putField(source, object.keys.get('content'), fields.content);
  if (typeof fields.diff === 'string') {
    const key = object.keys.get('diff');
    source.put('\n\n', key?.start ?? begin, key?.start ?? begin);
    putField(source, key, fields.diff);
  }
  // the JSON is whole, so a text that lost its last line ending was not cut
  if (!source.endsLine) source.put('\n', object.range.end, object.range.end);
}

function putField(source: SourceText, key: TextRange | undefined, value: unknown): void {
  if (key && typeof value === 'string') putString(source, valueStart(source.original, key));
}

/** A header's value; Patchwork gives a list where a field is there twice, and of such git takes the last. */
function oneLine(value: unknown): string {
  const one: unknown = Array.isArray(value) ? value.at(-1) : value;
  return typeof one === 'string' ? collapseBlanks(one) : '';
}

function submitterOf({ submitter }: Fields): string {
  if (!isFields(submitter)) return '';
  const name = oneLine(submitter.name);
  const email = oneLine(submitter.email);
  return email === '' ? name : `${name} <${email}>`.trim();
}

function nameOf(fields: Fields): string {
  if (Number.isSafeInteger(fields.id)) return String(fields.id);
  return oneLine(fields.msgid);
}
