import type { TextRange } from '../../text/range.ts';
import { readHeaders } from '../headers.ts';
import type { Lines } from '../lines.ts';
import { type BodyForm, bodyForm } from './content-type.ts';

/** Messages in messages that are deeper, and more parts, are not read. */
const DEEPEST = 8;
const MOST_PARTS = 1000;
/** Of boundaries that are open, git mailinfo refuses more. */
const MOST_BOUNDARIES = 4;

/** A part of a mail that holds no parts itself, on the lines `from` up to `to`. */
export interface Leaf {
  readonly form: BodyForm;
  readonly from: number;
  readonly to: number;
  /** A message (message/rfc822) begins with this part: the lines of its header. */
  readonly message?: { readonly from: number; readonly to: number };
  /** Why it is not read though it is there. */
  readonly refusal?: string;
  /** So many empty lines stand before it: one for each boundary that was closed there. */
  readonly blanks?: number;
  /** Why git am refuses the mail for it. */
  readonly refused?: string;
}

/**
 * The parts of a mail in their order, as git mailinfo tells them (RFC 2046, 5.1, but for these): a line that begins as
 * a boundary does is one; only the innermost that is open counts; what stands in a part before the first boundary that
 * it names belongs to it. Text before the first and behind the last boundary belongs to none.
 */
export function leavesOf(lines: Lines, form: BodyForm, from: number, to: number): readonly Leaf[] {
  const leaves: Leaf[] = [];
  addLeaves(lines, { form, from, to }, 0, leaves);
  return leaves;
}

function addLeaves(lines: Lines, body: Leaf, depth: number, leaves: Leaf[]): void {
  const { form, from, to } = body;
  if (form.boundaries.length === 0) {
    addLeaf(lines, body, depth, leaves);
    return;
  }
  const open = [...form.boundaries];
  let { message } = body;
  let blanks = 0;
  let flow = { flowed: form.flowed, delsp: form.delsp };
  let at = boundaryFrom(lines, open, from, to);
  while (at < to) {
    if (isClosing(lines, open, at)) {
      open.pop();
      blanks++;
      at = boundaryFrom(lines, open, at + 1, to);
      continue;
    }
    if (leaves.length >= MOST_PARTS) {
      leaves.push({ form, from: at, to, refusal: `a mail is read up to its part ${MOST_PARTS}` });
      return;
    }
    const { headers, next } = readHeaders(lines, at + 1, to);
    const own = bodyForm(lines, headers);
    if (own.said) flow = own;
    for (const boundary of own.boundaries) open.push(boundary);
    const start = behindBlank(lines, next, to);
    // the first line of a part is none of its boundaries
    at = boundaryFrom(lines, open, Math.min(to, next + 2), to);
    const refused = open.length > MOST_BOUNDARIES ? `more than ${MOST_BOUNDARIES} boundaries are open in it` : '';
    const leaf = {
      blanks,
      form: { ...own, flowed: flow.flowed, delsp: flow.delsp },
      from: start,
      to: Math.max(start, at),
    };
    addLeaf(lines, { ...leaf, ...(message ? { message } : {}), ...(refused ? { refused } : {}) }, depth, leaves);
    message = undefined;
    blanks = 0;
  }
}

/** A part, or what the message that it is holds. */
function addLeaf(lines: Lines, leaf: Leaf, depth: number, leaves: Leaf[]): void {
  const { form, from, to } = leaf;
  const first = lines.skipBlank(from, to);
  const inner = form.type === 'message/rfc822' && form.encoding === '' ? readHeaders(lines, first, to) : undefined;
  if (!inner || inner.headers.length === 0) leaves.push(leaf);
  else if (depth >= DEEPEST) leaves.push({ ...leaf, refusal: `it is nested more than ${DEEPEST} deep` });
  else {
    const { headers, next } = inner;
    const own = bodyForm(lines, headers);
    const wrapped = own.encoding !== '' || own.boundaries.length > 0;
    const raw = wrapped && holdsDiff(lines.text.slice(lines.start(next), lines.start(to)));
    if (raw) leaves.push({ form, from: next, to, refusal: 'git am applies its lines without decoding them' });
    const start = behindBlank(lines, next, to);
    addLeaves(lines, { form: own, from: start, to, message: { from: first, to: next } }, depth + 1, leaves);
  }
}

/** The first line from a line on that the innermost boundary begins; `to` where there is none. */
function boundaryFrom(lines: Lines, open: readonly string[], from: number, to: number): number {
  const boundary = open.at(-1);
  if (boundary === undefined) return to;
  const mark = `--${boundary}`;
  let at = from;
  while (at < to && !lines.startsWith(at, mark)) at++;
  return at;
}

const isClosing = (lines: Lines, open: readonly string[], at: number): boolean =>
  lines.startsWith(at, `--${open.at(-1) ?? ''}--`);

/** Whether a text has a line that git apply may read as part of a diff. */
export const holdsDiff = (text: string): boolean =>
  /^(?:diff --git |--- \S|\+\+\+ \S|@@ -|GIT binary patch|(?:new|deleted) file mode |(?:old|new) mode |(?:rename|copy) (?:from|to) )/m.test(
    text,
  );

/** The line where a body begins, whose header ends before `at`. */
export const behindBlank = (lines: Lines, at: number, to: number): number =>
  at < to && lines.isBlank(at) ? at + 1 : at;

/** From the first to the last character of lines. */
export const rangeOf = (lines: Lines, { from, to }: { readonly from: number; readonly to: number }): TextRange => ({
  start: lines.start(from),
  end: Math.max(lines.start(from), lines.end(Math.max(from, to - 1))),
});
