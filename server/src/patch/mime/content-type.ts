import type { TextRange } from '../../text/range.ts';
import type { Header } from '../headers.ts';
import { fullValues, headerValue } from '../headers.ts';
import type { Lines } from '../lines.ts';

/** What the header fields of a mail or of a part of it say of its body (RFC 2045, 2183, 3676). */
export interface BodyForm {
  /** In lower case, `text/plain` where nothing is said. */
  readonly type: string;
  readonly encoding: 'base64' | 'quoted-printable' | '';
  readonly charset: string;
  /** Of each Content-Type field, without its dashes: the last one parts the body. Empty where there are none. */
  readonly boundaries: readonly string[];
  /** The name of an attachment, or ''. */
  readonly name: string;
  /** format=flowed, and of that delsp=yes. */
  readonly flowed: boolean;
  readonly delsp: boolean;
  /** A Content-Type field is there, and its form counts for parts behind that have none. */
  readonly said: boolean;
  /** A field is longer than what is read of it. */
  readonly cut: boolean;
  /** The Content-Type field, where there is one. */
  readonly range?: TextRange;
}

/** Longer fields are not read to their ends, in UTF-16 units. */
const LONGEST_VALUE = 1 << 20;

/**
 * The form as git mailinfo reads it: attributes are found anywhere in a Content-Type, of whatever type it is, and an
 * encoding anywhere in its field.
 */
export function bodyForm(lines: Lines, headers: readonly Header[]): BodyForm {
  const content = parameters(headerValue(lines, headers, 'content-type'));
  const disposition = parameters(headerValue(lines, headers, 'content-disposition')).named;
  const { value, named } = content;
  const field = headers.findLast((header) => header.name === 'content-type');
  const types = fullValues(lines, headers, 'content-type', LONGEST_VALUE);
  const last = types.at(-1) ?? '';
  const type = value.includes('/') ? value.toLowerCase() : 'text/plain';
  return {
    type,
    encoding: encodingIn(fullValues(lines, headers, 'content-transfer-encoding', LONGEST_VALUE).at(-1) ?? ''),
    charset: attribute(last, /charset=/i) ?? '',
    boundaries: types.map((value) => attribute(value, /boundary=/i)).filter((value) => value !== undefined),
    name: disposition.get('filename') ?? named.get('name') ?? '',
    flowed: attribute(last, /format=/i)?.toLowerCase() === 'flowed',
    delsp: attribute(last, /delsp=/i)?.toLowerCase() === 'yes',
    said: field !== undefined,
    cut: headers.some(({ name, range }) => OF_FORM.has(name) && range.end - range.start > LONGEST_VALUE),
    ...(field ? { range: field.range } : {}),
  };
}

const OF_FORM = new Set(['content-type', 'content-transfer-encoding']);

function encodingIn(value: string): BodyForm['encoding'] {
  if (/base64/i.test(value)) return 'base64';
  return /quoted-printable/i.test(value) ? 'quoted-printable' : '';
}

/** What stands behind the first `name=`: up to the next quote where it is quoted, else to a semicolon or a blank. */
function attribute(value: string, name: RegExp): string | undefined {
  const found = name.exec(value);
  if (!found) return undefined;
  const from = found.index + found[0].length;
  const quoted = value.charAt(from) === '"';
  const rest = value.slice(quoted ? from + 1 : from);
  const end = rest.search(quoted ? /"/ : /[; \t]/);
  return end < 0 ? rest : rest.slice(0, end);
}

/** For a name and a type, longer fields are cut, in UTF-16 units. */
const LONGEST_FIELD = 4096;

/** `value; name=word; name="quoted"`: the value, and the parameters by their names in lower case, the first of each. */
function parameters(whole: string): { value: string; named: ReadonlyMap<string, string> } {
  const field = whole.slice(0, LONGEST_FIELD);
  const named = new Map<string, string>();
  const [, value = ''] = /^\s*([^;\s]*)/.exec(field) ?? [];
  // RFC 2231's `name*=utf-8''...` counts under its plain name; its escapes stay
  const parameter = /;\s*([^\s=;"*]{1,40})(?:\*0?\*?)?\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s"]*))/gy;
  for (let at = field.indexOf(';'); at >= 0; at = field.indexOf(';', Math.max(at + 1, parameter.lastIndex))) {
    parameter.lastIndex = at;
    const match = parameter.exec(field);
    if (!match) continue;
    const name = (match[1] ?? '').toLowerCase();
    if (!named.has(name)) named.set(name, match[2]?.replace(/\\(.)/g, '$1') ?? match[3] ?? '');
  }
  return { value, named };
}
