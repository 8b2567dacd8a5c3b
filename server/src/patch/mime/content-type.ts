import type { TextRange } from '../../text/range.ts';
import type { Header } from '../headers.ts';
import { headerValue } from '../headers.ts';
import type { Lines } from '../lines.ts';

/** What the header fields of a mail or of a part of it say of its body (RFC 2045, 2183, 3676). */
export interface BodyForm {
  /** In lower case, `text/plain` where nothing is said. */
  readonly type: string;
  /** In lower case; '' where nothing is said. */
  readonly encoding: string;
  readonly charset: string;
  /** Without its dashes; '' but for multipart. */
  readonly boundary: string;
  /** The name of an attachment, or ''. */
  readonly name: string;
  /** format=flowed, and of that delsp=yes. */
  readonly flowed: boolean;
  readonly delsp: boolean;
  /** The Content-Type field, where there is one. */
  readonly range?: TextRange;
}

export function bodyForm(lines: Lines, headers: readonly Header[]): BodyForm {
  const content = parameters(headerValue(lines, headers, 'content-type'));
  const disposition = parameters(headerValue(lines, headers, 'content-disposition')).named;
  const { value, named } = content;
  const field = headers.find((header) => header.name === 'content-type');
  const type = value.includes('/') ? value.toLowerCase() : 'text/plain';
  const flowed = named.get('format')?.toLowerCase() === 'flowed' && type.startsWith('text/');
  return {
    type,
    encoding: headerValue(lines, headers, 'content-transfer-encoding').trim().toLowerCase(),
    charset: named.get('charset') ?? '',
    boundary: type.startsWith('multipart/') ? (named.get('boundary') ?? '') : '',
    name: disposition.get('filename') ?? named.get('name') ?? '',
    flowed,
    delsp: flowed && named.get('delsp')?.toLowerCase() === 'yes',
    ...(field ? { range: field.range } : {}),
  };
}

/** Longer fields are cut, in UTF-16 units. */
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
