import { bytesOfText } from '../text/bytes.ts';
import { decodeUtf8 } from './charset.ts';

/** In bytes; four times Linux's PATH_MAX. */
const LONGEST_PATH = 16384;

const ESCAPES: Readonly<Record<string, number>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13, '"': 34, '\\': 92 };

/**
 * Reads a C-quoted name that starts with `"` at `from` (Git's quote.c): the name and the offset behind the closing
 * quote. Octal escapes are bytes of UTF-8. Undefined where the quotes do not close, an escape is not one of C's,
 * or the name is longer than any path.
 */
export function unquote(text: string, from = 0): { name: string; end: number } | undefined {
  if (text[from] !== '"') return undefined;
  const bytes: number[] = [];
  for (let i = from + 1; i < text.length && bytes.length < LONGEST_PATH; ) {
    const close = i;
    while (i < text.length && text[i] !== '"' && text[i] !== '\\') i++;
    for (const byte of bytesOfText(text.slice(close, i))) bytes.push(byte);
    if (text[i] === '"') return { name: decodeUtf8(bytes), end: i + 1 };
    const octal = /^[0-3][0-7]{2}/.exec(text.slice(i + 1, i + 4));
    const plain = ESCAPES[text[i + 1] ?? ''];
    if (!octal && plain === undefined) return undefined;
    bytes.push(octal ? Number.parseInt(octal[0], 8) : (plain ?? 0));
    i += octal ? 4 : 2;
  }
  return undefined;
}

/** The name behind `--- `, `+++ `, `rename from `: quoted, or up to a tab, which Git puts behind names with blanks. */
export function gitName(rest: string): string {
  const quoted = unquote(rest);
  if (quoted) return quoted.name;
  const tab = rest.indexOf('\t');
  return tab < 0 ? rest : rest.slice(0, tab);
}

/** A time as diff -u puts it behind a name, which may hold tabs itself (apply.c, diff_timestamp_len). */
const TIME_AT_END = /[ \t]\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,9})?(?: [-+]\d\d:?\d\d)?$/;
const LONGEST_TIME = 40;

/** The name of a file that is not there. */
export const NOT_THERE = '/dev/null';

/**
 * The name behind `--- ` or `+++ ` where no Git header is before it: quoted, or up to a time, else a tab; and whether the
 * file is there: it is not where /dev/null stands, or the first second of 1970, by which diff -N says so.
 */
export function traditionalName(rest: string): { readonly name: string; readonly isThere: boolean } {
  const time = rest.slice(-LONGEST_TIME).search(TIME_AT_END);
  const dated = time < 0 ? rest.indexOf('\t') : Math.max(0, rest.length - LONGEST_TIME) + time;
  const name = unquote(rest)?.name ?? (dated < 0 ? rest : rest.slice(0, dated).trimEnd());
  if (name === NOT_THERE) return { name: '', isThere: false };
  return { name, isThere: !isEpoch(rest.slice(rest.lastIndexOf('\t') + 1)) };
}

/** Whether a time, in any zone, is the first second of 1970 (apply.c, has_epoch_timestamp). */
function isEpoch(time: string): boolean {
  const match = /^(1969-12-31|1970-01-01) (\d\d):(\d\d):00(?:\.0+)? ([-+])(\d\d):?(\d\d)$/.exec(time);
  if (!match) return false;
  const [, day, hour, minute, sign, zoneHour, zoneMinute] = match;
  const zone = (Number(zoneHour) * 60 + Number(zoneMinute)) * (sign === '-' ? -1 : 1);
  return Number(hour) * 60 + Number(minute) - zone === (day === '1970-01-01' ? 0 : 24 * 60);
}

export interface Names {
  readonly old: string;
  readonly new: string;
}

export const behindSlash = (name: string): string => name.slice(name.indexOf('/') + 1);

/** The two names of a `diff --git` line with their prefixes, or undefined where they cannot be told apart. */
export function gitNames(rest: string): Names | undefined {
  if (rest.startsWith('"')) {
    const first = unquote(rest);
    if (!first || rest[first.end] !== ' ') return undefined;
    const second = rest[first.end + 1] === '"' ? unquote(rest, first.end + 1)?.name : rest.slice(first.end + 1);
    return second ? { old: first.name, new: second } : undefined;
  }
  const quote = rest.indexOf(' "');
  if (quote > 0 && rest.endsWith('"')) {
    const second = unquote(rest, quote + 1);
    if (second?.end === rest.length) return { old: rest.slice(0, quote), new: second.name };
  }
  return rest.length <= 2 * LONGEST_PATH ? plainNames(rest) : undefined;
}

/** Names are told apart where they are one name twice, with no prefix or one (apply.c, git_header_name), or have no blanks. */
function plainNames(rest: string): Names | undefined {
  const split = (at: number): Names => ({ old: rest.slice(0, at), new: rest.slice(at + 1) });
  const middle = (rest.length - 1) / 2;
  if (rest[middle] === ' ' && rest.slice(0, middle) === rest.slice(middle + 1)) return split(middle);
  const slash = rest.indexOf('/');
  const first = rest.indexOf(' ');
  const blanks: number[] = [];
  for (let at = first; at >= 0; at = rest.indexOf(' ', at + 1)) {
    const second = rest.indexOf('/', at);
    if (slash < 0 || second < 0) break;
    // a name before the blank is as long as that behind the next slash
    const fits = slash < at && at - slash === rest.length - second;
    if (fits && rest.startsWith(rest.slice(slash + 1, at), second + 1)) return split(at);
    if (rest.startsWith(' b/', at)) blanks.push(at);
  }
  if (first > 0 && first < rest.length - 1 && rest.indexOf(' ', first + 1) < 0) return split(first);
  const [only, other] = blanks;
  return rest.startsWith('a/') && only !== undefined && other === undefined ? split(only) : undefined;
}

/**
 * How long the prefixes of the names of a file are, their slash included: `a/` and `b/`, those of diff.mnemonicPrefix
 * (commit, index, object, work tree), or any others before one name.
 */
export function prefixes({ old, new: now }: Names): { readonly old: number; readonly new: number } {
  const usual = (name: string): number => (/^[abciow]\//.test(name) ? 2 : 0);
  if (old === '' || now === '') return { old: usual(old), new: usual(now) };
  if (old[0] !== now[0] && usual(old) && usual(now)) return { old: 2, new: 2 };
  const own = old === now || !old.includes('/') || !now.includes('/') || behindSlash(old) !== behindSlash(now);
  return own ? { old: 0, new: 0 } : { old: old.indexOf('/') + 1, new: now.indexOf('/') + 1 };
}
