import type { TextRange } from '../../text/range.ts';
import { readHeaders } from '../headers.ts';
import type { Lines } from '../lines.ts';
import { type BodyForm, bodyForm } from './content-type.ts';

/** Deeper parts, and more of them, are not read. */
const DEEPEST = 8;
const MOST_PARTS = 1000;

/** A part of a mail that holds no parts itself, on the lines `from` up to `to`. */
export interface Leaf {
  readonly form: BodyForm;
  readonly from: number;
  readonly to: number;
  /** A message (message/rfc822) begins with this part: the lines of its header. */
  readonly message?: { readonly from: number; readonly to: number };
  /** Why it is not read though it is there. */
  readonly refusal?: string;
}

/** What a mail's parts are told from: its own body, or a part of it. */
interface Body {
  readonly form: BodyForm;
  readonly from: number;
  readonly to: number;
  readonly message?: { readonly from: number; readonly to: number };
}

/**
 * The parts of a mail in their order (RFC 2046, 5.1). A multipart that does not say where its parts end is one part;
 * text before the first and behind the last boundary belongs to none.
 */
export function leavesOf(lines: Lines, form: BodyForm, from: number, to: number): readonly Leaf[] {
  const leaves: Leaf[] = [];
  const walk = (body: Body, depth: number): void => {
    if (leaves.length >= MOST_PARTS) return;
    const inner = innerBodies(lines, body);
    if (inner === undefined) leaves.push(body);
    else if (depth >= DEEPEST) leaves.push({ ...body, refusal: `it is nested more than ${DEEPEST} deep` });
    else for (const part of inner) walk(part, depth + 1);
  };
  walk({ form, from, to }, 0);
  return leaves;
}

function innerBodies(lines: Lines, body: Body): readonly Body[] | undefined {
  const { form, from, to } = body;
  if (form.type === 'message/rfc822' && form.encoding !== 'base64' && form.encoding !== 'quoted-printable') {
    const first = lines.skipBlank(from, to);
    const { headers, next } = readHeaders(lines, first, to);
    if (headers.length === 0) return undefined;
    const start = behindBlank(lines, next, to);
    return [{ form: bodyForm(lines, headers), from: start, to, message: { from: first, to: next } }];
  }
  if (form.boundary === '') return undefined;
  const parts = partsBetween(lines, form.boundary, from, to);
  return parts.map((part, i): Body => {
    const { headers, next } = readHeaders(lines, part.from, part.to);
    const start = behindBlank(lines, next, part.to);
    const message = i === 0 ? body.message : undefined;
    return { form: bodyForm(lines, headers), from: start, to: part.to, ...(message ? { message } : {}) };
  });
}

/** The lines between the boundaries; to the end where the last one is missing. */
function partsBetween(lines: Lines, boundary: string, from: number, to: number): { from: number; to: number }[] {
  const parts: { from: number; to: number }[] = [];
  const mark = `--${boundary}`;
  let open = -1;
  for (let at = from; at < to; at++) {
    if (!lines.startsWith(at, mark)) continue;
    const rest = lines.text.slice(lines.start(at) + mark.length, lines.end(at)).trimEnd();
    if (rest !== '' && rest !== '--') continue;
    if (open >= 0) parts.push({ from: open, to: at });
    open = at + 1;
    if (rest === '--') return parts;
  }
  if (open >= 0 && open < to) parts.push({ from: open, to });
  return parts;
}

/** The line where a body begins, whose header ends before `at`. */
export const behindBlank = (lines: Lines, at: number, to: number): number =>
  at < to && lines.isBlank(at) ? at + 1 : at;

/** From the first to the last character of lines. */
export const rangeOf = (lines: Lines, { from, to }: { readonly from: number; readonly to: number }): TextRange => ({
  start: lines.start(from),
  end: Math.max(lines.start(from), lines.end(Math.max(from, to - 1))),
});
