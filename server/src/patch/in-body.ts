import type { TextRange } from '../text/range.ts';
import type { Lines } from './lines.ts';

/** A header field that opens the body of a mail and counts instead of the mail's own. */
export interface InBodyField {
  /** `from`, `subject` or `date`. */
  readonly name: string;
  /** Its value as it stands, folds included. */
  readonly range: TextRange;
}

/** The fields at the front of a body, and the line where the message begins. */
export interface InBody {
  readonly fields: readonly InBodyField[];
  readonly next: number;
}

const FIELD = /^(from|subject|date):[ \t]*/i;
const SEPARATOR = /^>From [0-9a-f]{40} Mon Sep 17 00:00:00 2001$/;

/**
 * Reads in-body header fields (git mailinfo, check_inbody_header): From, Subject and Date, each once, folded or not;
 * empty lines before them, one behind. A line "[PATCH] text" is a subject too.
 */
export function readInBody(lines: Lines, from: number, to: number): InBody {
  const fields: InBodyField[] = [];
  const has = (name: string): boolean => fields.some((field) => field.name === name);
  let at = from;
  let open = false;
  for (; at < to; at++) {
    if (lines.isBlank(at)) {
      if (open) return { fields, next: at + 1 };
      continue;
    }
    const first = lines.text.charAt(lines.start(at));
    const last = fields.at(-1);
    if (open && last && (first === ' ' || first === '\t')) {
      fields[fields.length - 1] = { ...last, range: { start: last.range.start, end: lines.end(at) } };
      continue;
    }
    open = false;
    const range = lines.range(at);
    if (first === '>' && SEPARATOR.test(lines.at(at))) continue;
    if (first === '[' && lines.startsWith(at, '[PATCH]') && /\s/.test(lines.text.charAt(range.start + 7))) {
      fields.push({ name: 'subject', range });
      continue;
    }
    const field = 'fsd'.includes(first.toLowerCase()) ? FIELD.exec(lines.at(at).slice(0, 80)) : null;
    const name = field?.[1]?.toLowerCase() ?? '';
    if (!field || has(name)) break;
    fields.push({ name, range: { start: range.start + field[0].length, end: range.end } });
    open = true;
  }
  return { fields, next: at };
}
