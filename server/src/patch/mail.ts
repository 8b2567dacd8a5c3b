import type { TextRange } from '../text/range.ts';
import { type Header, headerValue, rawValue, readHeaders } from './headers.ts';
import type { Lines } from './lines.ts';
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
  /** The line where the body begins. */
  readonly body: number;
}

/** A mail's head, and the MIME boundary of its parts with dashes, or ''. */
export interface MailHead extends MessageHead {
  readonly headers: readonly Header[];
  readonly boundary: string;
}

/**
 * Reads the headers of a mail whose first line is `at`, be it its mbox separator, and the From, Subject and Date
 * that may open the body and count instead (git am: "in-body headers").
 */
export function readMailHead(lines: Lines, at: number, to: number): MailHead {
  let first = lines.skipBlank(at, to);
  while (lines.startsWith(first, 'From ') || lines.startsWith(first, '>From ')) first++;
  const { headers, next } = readHeaders(lines, first, to);
  const body = next < to && lines.isBlank(next) ? next + 1 : next;
  const inBody = readHeaders(lines, lines.skipBlank(body, to), to).headers;
  const stop = inBody.findIndex((header) => !['from', 'subject', 'date'].includes(header.name));
  const own = stop < 0 ? inBody : inBody.slice(0, stop);
  const value = (name: string): string => headerValue(lines, own, name) || headerValue(lines, headers, name);
  const field = [...own, ...headers].find((header) => header.name === 'subject');
  const subject = parseSubject(value('subject'));
  const boundary = /\bboundary="?([^";\s]{1,70})/i.exec(headerValue(lines, headers, 'content-type'))?.[1];
  return {
    subject: subject.text,
    subjectRange: field && subjectRange(lines, field),
    from: value('from'),
    date: value('date'),
    messageId: headerValue(lines, headers, 'message-id'),
    number: subject.number,
    total: subject.total,
    version: subject.version,
    prefixes: subject.prefixes,
    isReply: subject.isReply,
    inReplyTo: idsIn(headerValue(lines, headers, 'in-reply-to'))[0] ?? '',
    references: idsIn(headerValue(lines, headers, 'references')),
    body,
    headers,
    boundary: boundary ? `--${boundary}` : '',
  };
}

/** The message ids of a value, in their angle brackets (RFC 5322, 3.6.4). */
const idsIn = (value: string): string[] => value.match(/<[^<>\s]{1,998}>/g) ?? [];

/** The subject's place without its prefixes, where these are not encoded. */
function subjectRange(lines: Lines, field: Header): TextRange {
  const { at } = parseSubject(rawValue(lines, field));
  return { start: Math.min(field.range.start + at, field.range.end), end: field.range.end };
}

/** What the reader of a mail's diff hands back for `reportEncoding`. */
interface MailBody {
  readonly head: MailHead;
  /** The line behind the mail. */
  readonly to: number;
  readonly hasFiles: boolean;
}

/**
 * Reports a Content-Transfer-Encoding (RFC 2045, 6) under which the diff does not stand in the text as it is:
 * quoted-printable with escapes, or base64 where no diff was found. Encodings are not undone here.
 */
export function reportEncoding(lines: Lines, mail: MailBody, problems: Problems): void {
  const { head, to } = mail;
  const whole = head.headers.find((header) => header.name === 'content-transfer-encoding');
  if (whole) reportPart(lines, whole.range, lines.start(head.body), mail, problems);
  if (head.boundary === '') return;
  for (let at = head.body; at < to; at++) {
    if (!/^content-transfer-encoding:/i.test(lines.at(at))) continue;
    let end = at + 1;
    while (end < to && !lines.startsWith(end, head.boundary)) end++;
    reportPart(lines, lines.range(at), lines.start(at + 1), { ...mail, to: end }, problems);
    at = end;
  }
}

function reportPart(lines: Lines, field: TextRange, from: number, mail: MailBody, problems: Problems): void {
  const value = lines.text.slice(field.start, field.end).toLowerCase();
  const escaped = lines.text.slice(from, lines.start(mail.to)).includes('=');
  const quoted = value.includes('quoted-printable') && escaped;
  const base64 = value.includes('base64') && !mail.hasFiles;
  if (!quoted && !base64) return;
  const name = quoted ? 'quoted-printable' : 'base64';
  const message = `This mail is encoded (${name}), so its diff cannot be read as it stands. Open it decoded: Patchwork's "mbox" or "diff", or the output of git format-patch.`;
  problems.add('not-understood', 'error', message, field);
}
