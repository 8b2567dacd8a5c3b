import type { TextRange } from '../text/range.ts';
import { authorOf } from './author.ts';
import { decodeWords } from './encoded-words.ts';
import { fieldText, headerValue, rawValue, readHeaders } from './headers.ts';
import { readInBody } from './in-body.ts';
import type { Lines } from './lines.ts';
import { bodyForm } from './mime/content-type.ts';
import type { Problems } from './problems.ts';
import { parseSubject } from './subject.ts';

/** A message but for its body's end, which only the diff tells. */
export interface MessageHead {
  readonly subject: string;
  /** Undefined where the text has no subject. */
  readonly subjectRange: TextRange | undefined;
  readonly from: string;
  readonly date: string;
  readonly messageId: string;
  readonly number: number;
  readonly total: number;
  readonly version: number;
  readonly prefixes: readonly string[];
  /** Its subject begins with Re:. */
  readonly isReply: boolean;
  readonly inReplyTo: string;
  readonly references: readonly string[];
  /** The body is format=flowed. */
  readonly flowed: boolean;
  /** The line where the body begins, and behind the header fields that open it. */
  readonly body: number;
  readonly message: number;
}

/**
 * Reads the header of a mail whose first line is `at`, be it its mbox separator, and the From, Subject and Date that
 * may open the body and count instead; of a field that is there twice the last counts (git mailinfo).
 */
export function readMailHead(lines: Lines, at: number, to: number, problems: Problems): MessageHead {
  let first = lines.skipBlank(at, to);
  while (lines.startsWith(first, 'From ') || lines.startsWith(first, '>From ')) first++;
  const { headers, next } = readHeaders(lines, first, to);
  const body = next < to && lines.isBlank(next) ? next + 1 : next;
  const inBody = readInBody(lines, body, to);
  const field = (name: string): { readonly range: TextRange } | undefined =>
    inBody.fields.findLast((own) => own.name === name) ?? headers.findLast((header) => header.name === name);
  const value = (name: string): string => {
    const found = field(name);
    if (!found) return '';
    const { text, refusal } = decodeWords(fieldText(lines, found));
    if (refusal !== '') {
      const said = `git am refuses this mail: in its ${name} field ${refusal}. It is shown as it stands.`;
      problems.add('mail-refused', 'warning', said, found.range);
    }
    return text;
  };
  const subject = parseSubject(value('subject'));
  const subjectField = field('subject');
  return {
    subject: subject.text,
    subjectRange: subjectField && subjectRange(lines, subjectField),
    from: authorOf(value('from')),
    date: value('date'),
    messageId: headerValue(lines, headers, 'message-id'),
    number: subject.number,
    total: subject.total,
    version: subject.version,
    prefixes: subject.prefixes,
    isReply: subject.isReply,
    inReplyTo: idsIn(headerValue(lines, headers, 'in-reply-to'))[0] ?? '',
    references: idsIn(headerValue(lines, headers, 'references')),
    flowed: bodyForm(lines, headers).flowed,
    body,
    message: inBody.next,
  };
}

/** The message ids of a value, in their angle brackets (RFC 5322, 3.6.4). */
const idsIn = (value: string): string[] => value.match(/<[^<>\s]{1,998}>/g) ?? [];

/** The subject's place without its prefixes, where these are not encoded. */
function subjectRange(lines: Lines, field: { readonly range: TextRange }): TextRange {
  const { at } = parseSubject(rawValue(lines, field));
  return { start: Math.min(field.range.start + at, field.range.end), end: field.range.end };
}
