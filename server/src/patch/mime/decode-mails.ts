import { hasStrayBytes, STRAY_BYTE } from '../../text/bytes.ts';
import type { TextRange } from '../../text/range.ts';
import { SourceText } from '../../text/source-text.ts';
import {
  decodeGuessed,
  decodeLatin1,
  decoderOf,
  isAscii,
  isEscaped,
  isRefused,
  isShifted,
  isUtf8Name,
} from '../charset.ts';
import { type Header, readHeaders } from '../headers.ts';
import type { Lines } from '../lines.ts';
import { Problems, shown } from '../problems.ts';
import type { Section } from '../sections.ts';
import { type BodyForm, bodyForm } from './content-type.ts';
import { unflow } from './flowed.ts';
import { behindBlank, holdsDiff, type Leaf, leavesOf, rangeOf } from './parts.ts';
import { type DecodedLine, decodedLines, wholeLine } from './transfer.ts';

/** A text of mails decoded, and which of its mails read otherwise in the original: their places in the decoded text. */
export interface DecodedMails {
  readonly source: SourceText;
  readonly changed: readonly { readonly section: number; readonly range: TextRange }[];
}

/** Header fields that no longer hold when a mail is decoded. */
const OF_MIME = new Set(['content-type', 'content-transfer-encoding', 'content-disposition', 'mime-version']);

/**
 * Decodes the mails of a text as git mailinfo reads them: transfer encodings, charsets, parts, format=flowed. What is
 * no mail is kept, but for bytes that are not UTF-8, which are read as ISO-8859-1. Undefined where the text reads as
 * it stands. Parts that hold no text of a patch, and what cannot be decoded, are in `problems`.
 */
export function decodeMails(lines: Lines, sections: readonly Section[], problems: Problems): DecodedMails | undefined {
  const stray = hasStrayBytes(lines.text);
  const heads = sections.map((section) => (section.kind === 'mail' ? readHead(lines, section) : undefined));
  if (!stray && !heads.some((head) => head && isWrapped(lines, head))) return undefined;
  const source = new SourceText(lines.text);
  const changed: { section: number; range: TextRange }[] = [];
  sections.forEach((section, i) => {
    const start = source.length;
    const head = heads[i];
    const writer = new MailWriter(lines, source, problems, stray);
    if (head && (stray || isWrapped(lines, head))) writer.writeMail(head);
    else writer.writeRaw(section.from, section.to);
    if (writer.changed) changed.push({ section: i, range: { start, end: source.length } });
  });
  return changed.length === 0 ? undefined : { source, changed };
}

interface MailHead {
  readonly from: number;
  readonly headers: readonly Header[];
  readonly form: BodyForm;
  /** The line behind the header fields, and behind the empty line there. */
  readonly next: number;
  readonly body: number;
  readonly to: number;
}

function readHead(lines: Lines, { head, from, to }: Section): MailHead {
  let first = lines.skipBlank(head, to);
  while (lines.startsWith(first, 'From ') || lines.startsWith(first, '>From ')) first++;
  const { headers, next } = readHeaders(lines, first, to);
  return { from, headers, form: bodyForm(lines, headers), next, body: behindBlank(lines, next, to), to };
}

/**
 * Whether a mail may read otherwise when it is decoded. One that is but format=flowed is read as it stands: its counts
 * are the same, and a check of the patch says what became of its blanks.
 */
function isWrapped(lines: Lines, { form, next, to }: MailHead): boolean {
  if (
    form.encoding === 'base64' ||
    form.boundaries.length > 0 ||
    form.cut ||
    isRefused(form.charset) ||
    form.type === 'message/rfc822'
  )
    return true;
  const body = (character: string): boolean => {
    const found = lines.text.indexOf(character, lines.start(next));
    return found >= 0 && found < lines.start(to);
  };
  return (form.encoding === 'quoted-printable' && body('=')) || (isEscaped(form.charset) && body('\x1b'));
}

/** A line that separates mails, for one that was attached: lore's. */
const SEPARATOR = 'From mboxrd@z Thu Jan  1 00:00:00 1970\n';

class MailWriter {
  changed = false;
  private reported: BodyForm | undefined;

  constructor(
    private readonly lines: Lines,
    private readonly source: SourceText,
    private readonly problems: Problems,
    /** Whether the text has bytes that are not UTF-8. */
    private readonly stray: boolean,
  ) {}

  writeMail(head: MailHead): void {
    const { lines } = this;
    const leaves = leavesOf(lines, head.form, head.body, head.to);
    this.changed ||= leaves.length !== 1 || head.form.boundaries.length > 0;
    this.reportForm(head.form);
    this.writeHeaders(head.from, head.next, head.headers);
    this.writeBlank(head.next, head.body);
    const whole = leaves.length === 1 && leaves[0]?.from === head.body;
    for (const leaf of leaves) this.writeLeaf(leaf, whole);
  }

  /** The empty line behind a header, also where it is missing. */
  private writeBlank(at: number, body: number): void {
    if (body > at) this.writeRaw(at, body);
    else this.source.put('\n', this.lines.start(at), this.lines.start(at));
  }

  /** The lines of a header but for the fields of MIME. */
  private writeHeaders(from: number, to: number, headers: readonly Header[]): void {
    let at = from;
    for (const { name, first, next } of headers) {
      if (!OF_MIME.has(name)) continue;
      this.writeRaw(at, first);
      at = next;
    }
    this.writeRaw(at, to);
  }

  /** Lines as they are; those with bytes that are not UTF-8 as ISO-8859-1. */
  writeRaw(from: number, to: number): void {
    this.write({ from, to, encoding: '', charset: '', flowed: false, delsp: false });
  }

  private writeLeaf(leaf: Leaf, whole: boolean): void {
    const { lines, problems } = this;
    const { form, from, to, message } = leaf;
    const start = lines.start(message?.from ?? from);
    if (leaf.blanks) this.source.put('\n'.repeat(leaf.blanks), start, start);
    if (message) {
      this.changed = true;
      this.endLine(lines.start(message.from));
      this.source.put(SEPARATOR, lines.start(message.from), lines.start(message.from));
      const { headers } = readHeaders(lines, message.from, message.to);
      this.writeHeaders(message.from, message.to, headers);
      this.writeBlank(message.to, behindBlank(lines, message.to, to));
    }
    if (form !== this.reported) this.reportForm(form);
    if (leaf.refused !== undefined) {
      const said = `git am refuses this mail: ${leaf.refused}. It is read all the same.`;
      problems.add('mail-refused', 'error', said, form.range ?? lines.range(from));
    }
    const read = leaf.refusal === undefined && (whole || isText(form) || this.holdsDiff(leaf));
    if (!read) {
      if (from >= to) return;
      const refusal = leaf.refusal ?? 'it is no text of a patch';
      const name = form.name === '' ? '' : ` "${shown(form.name)}"`;
      const said = `This part of the mail${name} (${shown(form.type)}) is not read: ${refusal}.`;
      const severity = leaf.refusal === undefined ? 'information' : 'error';
      problems.add('not-understood', severity, said, rangeOf(lines, leaf));
      return;
    }
    const { ascii } = this.write({ ...form, from, to });
    const known = decoderOf(form.charset) !== undefined;
    if (!known || (isAscii(form.charset) && !ascii)) {
      const why = known ? `is wrong for this mail` : 'is not known';
      const said = `The charset "${shown(form.charset)}" ${why}; the text is read as ISO-8859-1, and git am refuses the mail. Fetch it from an archive that serves UTF-8.`;
      problems.add('charset', 'warning', said, form.range ?? lines.range(from));
    }
    if (isRefused(form.charset)) {
      const said = `git am refuses this mail, or reads it otherwise: it converts line by line, which the charset "${shown(form.charset)}" does not bear. Fetch it from an archive that serves UTF-8.`;
      problems.add('mail-refused', 'error', said, form.range ?? lines.range(from));
    }
    this.endLine(lines.start(to));
  }

  /** Whether a part that is said to be no text holds lines of a diff: Git applies them all the same. */
  private holdsDiff({ form, from, to }: Leaf): boolean {
    const { lines, stray } = this;
    const writer = new MailWriter(lines, new SourceText(lines.text), new Problems(), stray);
    writer.write({ ...form, from, to });
    return holdsDiff(writer.source.text);
  }

  private reportForm(form: BodyForm): void {
    this.reported = form;
    if (!form.cut) return;
    const said = 'A header field that says how this is encoded is longer than 1 MB and not read to its end.';
    this.problems.add('not-understood', 'error', said, form.range ?? { start: 0, end: 0 });
  }

  /** Whether all that was decoded from bytes is ASCII. */
  private write(writing: Writing): { readonly ascii: boolean } {
    const { from, to, encoding, charset, flowed, delsp } = writing;
    const { lines, source } = this;
    const { text } = lines;
    const [start, end] = [lines.start(from), lines.start(to)];
    const identity = encoding !== 'base64' && encoding !== 'quoted-printable';
    const stray = this.stray && identity && hasStrayBytes(text.slice(start, end));
    const guessed = charset === '' || isUtf8Name(charset);
    if (stray && guessed) this.reportStray(start, end);
    if (identity && !flowed && !stray && !(isEscaped(charset) && text.slice(start, end).includes('\x1b'))) {
      source.keep(start, end);
      return { ascii: true };
    }
    const decode = guessed ? decodeGuessed : (decoderOf(charset) ?? decodeLatin1);
    const whole = isShifted(charset) || (stray && !guessed);
    const before = source.length;
    let put = false;
    let ascii = true;
    const split: Iterable<DecodedLine> = decodedLines(encoding)(text, start, end);
    for (const line of flowed ? unflow(text, split, delsp) : split) {
      for (const segment of whole ? wholeLine(text, line) : line) {
        put ||= segment.bytes !== undefined;
        ascii &&= !segment.bytes?.some((byte) => byte > 127);
        if (segment.bytes) source.put(decode(segment.bytes), segment.start, segment.end);
        else source.keep(segment.start, segment.end);
      }
    }
    this.changed ||= put || source.length - before !== end - start;
    return { ascii };
  }

  private reportStray(start: number, end: number): void {
    const { text } = this.lines;
    const at = start + text.slice(start, end).search(STRAY_BYTE);
    const said =
      'This line is not UTF-8, and no other charset is said for it: it is read as ISO-8859-1. Git keeps its bytes.';
    this.problems.add('charset', 'information', said, { start: at, end: at + 1 });
  }

  private endLine(at: number): void {
    if (!this.source.endsLine) this.source.put('\n', at, at);
  }
}

interface Writing {
  readonly from: number;
  readonly to: number;
  readonly encoding: string;
  readonly charset: string;
  readonly flowed: boolean;
  readonly delsp: boolean;
}

/** Whether a part is text that a patch may be in: told by its type, or its name. */
function isText({ type, name }: BodyForm): boolean {
  if (/\.(?:patch|diff|mbox|eml)$/i.test(name)) return true;
  if (type.startsWith('multipart/') || type === 'application/mbox' || /^application\/x-(?:patch|diff)$/.test(type))
    return true;
  return type.startsWith('text/') && !/^text\/(?:html|rtf|richtext|enriched|calendar|css|javascript)/.test(type);
}
