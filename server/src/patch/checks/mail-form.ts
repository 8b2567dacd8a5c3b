import type { Lines } from '../lines.ts';
import type { Patch, PatchFix } from '../model.ts';
import { bodyOf, type Checked, counted, nameOf } from './checked.ts';
import { isIndentedBy } from './indents.ts';

/** More of the headers of a mail is not looked at, in UTF-16 units. */
const LONGEST_HEADERS = 65536;

/** What the form of a mail does to a patch in it: format=flowed, HTML, and a list's address in place of the author's. */
export function checkMailForm(checked: Checked): void {
  for (const patch of checked.set.patches) {
    checkFlowed(checked, patch);
    checkHtml(checked, patch);
    checkAuthor(checked, patch);
  }
}

const headersOf = ({ text }: Lines, { message: { headersRange } }: Patch): string =>
  text.slice(headersRange.start, Math.min(headersRange.end, headersRange.start + LONGEST_HEADERS));

/** The Content-Type field of a mail, folds included, and where it stands. */
function contentType(lines: Lines, patch: Patch): { readonly value: string; readonly start: number } | undefined {
  const field = /^content-type:[^\n]*(?:\n[ \t][^\n]*)*/im.exec(headersOf(lines, patch));
  return field ? { value: field[0], start: patch.message.headersRange.start + field.index } : undefined;
}

/**
 * format=flowed (RFC 3676): the sender's program puts a blank before lines that begin with one, and the reader's takes
 * one, and joins lines that end in a blank (mailinfo.c, handle_filter_flowed).
 */
function checkFlowed({ lines, problems }: Checked, patch: Patch): void {
  const field = contentType(lines, patch);
  const parameter = field && /[ \t\r\n]*;\s*format="?flowed"?/i.exec(field.value);
  const { stuffed, plain, open } = contextLines(lines, patch);
  if (field && parameter) {
    const start = field.start + parameter.index;
    const range = { start, end: start + parameter[0].length };
    const without = { range, text: '' };
    if (plain > 0 || open > 0) {
      const why =
        plain > 0 ? 'takes a blank from each context line' : `joins ${counted(open, 'line')} of hunks with the next`;
      const message = `This mail says format=flowed, but its diff was not written so: git am ${why}, and the patch does not apply. Save the mail without "format=flowed" in this field.`;
      const fix: PatchFix = { title: 'Remove format=flowed', sure: true, edits: [without] };
      problems.add('format-flowed', 'warning', message, range, fix);
      return;
    }
    if (stuffed.length === 0) return;
    const message = `This mail is format=flowed: a blank more stands before each of ${counted(stuffed.length, 'line')} of context. git am takes them away, git apply does not.`;
    const fix: PatchFix = {
      title: 'Take the blanks and format=flowed away',
      sure: false,
      edits: [without, ...unstuff(stuffed)],
    };
    problems.add('format-flowed', 'warning', message, range, fix);
    return;
  }
  if (plain > 0 || !isIndentedBy(lines, patch, 2)) return;
  const [first = 0] = stuffed;
  const message = `Each context line of this patch has a blank more than its code (${counted(stuffed.length, 'line')}), as mails in format=flowed do: the patch does not apply. Take one away from each.`;
  const fix: PatchFix = { title: 'Take the blanks away', sure: false, edits: unstuff(stuffed) };
  problems.add('format-flowed', 'warning', message, { start: first, end: first + 2 }, fix);
}

const unstuff = (stuffed: readonly number[]): PatchFix['edits'] =>
  stuffed.map((start) => ({ range: { start, end: start + 1 }, text: '' }));

/** Context lines of a patch: where those begin that have two blanks in front, how many have not, how many lines end in a blank. */
function contextLines(lines: Lines, patch: Patch): { stuffed: number[]; plain: number; open: number } {
  const { text } = lines;
  const stuffed: number[] = [];
  let plain = 0;
  let open = 0;
  for (const { hunks } of patch.files) {
    for (const hunk of hunks) {
      const { first, end } = bodyOf(lines, hunk);
      for (let at = first; at < end; at++) {
        const start = lines.start(at);
        const stop = lines.end(at);
        if (stop - start > 1 && text.charCodeAt(stop - 1) === 32) open++;
        if (stop - start < 2 || text.charCodeAt(start) !== 32) continue;
        if (text.charCodeAt(start + 1) === 32) stuffed.push(start);
        else plain++;
      }
    }
  }
  return { stuffed, plain, open };
}

function checkHtml({ lines, problems }: Checked, patch: Patch): void {
  const field = contentType(lines, patch);
  if (!field || !/^content-type:\s*text\/html\b/i.test(field.value)) return;
  const message =
    'This mail is HTML: its diff, if it has one, is not what the author has. Ask for the patch as plain text, as git send-email sends it.';
  problems.add('html-mail', 'warning', message, {
    start: field.start,
    end: field.start + (field.value.split('\n')[0] ?? '').length,
  });
}

/** "A via list" with the list's address: lists that rewrite From: of domains whose DMARC they would break. */
function checkAuthor({ lines, problems }: Checked, { message: { kind, from, headersRange } }: Patch): void {
  if (kind !== 'patch' || !/\bvia\b[^<]*<[^<>\s]+@(?:[\w-]+\.)*(?:non)?gnu\.org>\s*$/i.test(from.slice(-400))) return;
  const text = lines.text.slice(headersRange.start, headersRange.end);
  const at = text.search(/^from:/im);
  const range = lines.range(lines.lineOf(headersRange.start + Math.max(0, at)));
  const message =
    'The list has put its own address in place of the author\'s, and the patch has no From: line of its own: git am would record the list as the author. Set it: git am, then git commit --amend --author="Name <address>"; Reply-To: or Signed-off-by: may tell it.';
  problems.add('list-author', 'warning', message, range);
}

/** A diff that is quoted, in a text that has no other: what a reply shows of a patch is not the patch. */
export function checkQuoted({ lines, set, problems }: Checked): void {
  if (set.patches.some(({ files }) => files.length > 0)) return;
  for (let at = 0; at < lines.count; at++) {
    if (!lines.startsWith(at, '>')) continue;
    if (!/^(?:>[> ]{0,40})(?:diff --git |@@ -\d)/.test(lines.at(at).slice(0, 80))) continue;
    const answered = set.patches.find(({ range }) => range.end > lines.start(at))?.message.inReplyTo;
    const where = answered ? `the mail that this one answers (${answered})` : 'the mail that this one answers';
    const message = `This diff is quoted: parts of it are left out, and others were written between. Open the patch itself, ${where}.`;
    problems.add('quoted-patch', 'information', message, lines.range(at));
    return;
  }
}

/** Lines ending in CR LF, in a diff that no mail explains. */
export function checkLineEndings({ lines, set, hunks, problems }: Checked): void {
  const [first] = hunks;
  if (set.kind !== 'diff' || !first) return;
  const crlf = hunks.filter(({ hunk }) => lines.text.charCodeAt(hunk.headerRange.end) === 13);
  if (crlf.length < hunks.length) return;
  const message = `The lines of this diff end in CR LF, its headers too: something converted it. git apply then finds none of its context in ${nameOf(first.file)} unless that file has such lines; git am takes the CRs away. Convert the patch: dos2unix, or the line ending of the editor.`;
  problems.add('line-endings', 'information', message, first.hunk.headerRange);
}

/** Context lines that are empty: Git takes them for lines that lost their blank; other blanks may be gone unseen. */
export function checkEmptyContext({ lines, set, problems }: Checked): void {
  for (const patch of set.patches) {
    const empty: number[] = [];
    for (const { hunks } of patch.files) {
      for (const hunk of hunks) {
        const { first, end } = bodyOf(lines, hunk);
        for (let at = first; hunk.whole && at < end; at++) if (lines.isBlank(at)) empty.push(at);
      }
    }
    const [first] = empty;
    if (first === undefined) continue;
    const message = `${counted(empty.length, 'empty context line has', 'empty context lines have')} lost the blank in front, this one first. git apply takes that; blanks at the ends of other lines may be gone too, and would be missed.`;
    const edits = empty.map((at) => ({ range: { start: lines.start(at), end: lines.start(at) }, text: ' ' }));
    const fix = { title: 'Put the blanks back', sure: true, edits };
    problems.add('blanks-stripped', 'hint', message, lines.range(first), fix);
  }
}
