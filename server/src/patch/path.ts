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

/**
 * The name behind `--- ` or `+++ `: quoted, or up to a tab (Git puts one behind names with blanks, diff a time).
 * '' for /dev/null, and for a time of 1970's first day, by which diff -N marks a file that is not there.
 */
export function headerName(rest: string): string {
  const quoted = unquote(rest);
  if (quoted) return quoted.name;
  const tab = rest.indexOf('\t');
  const dated = tab < 0 ? rest.search(/ \d{4}-\d\d-\d\d \d\d:\d\d/) : tab;
  const name = dated < 0 ? rest : rest.slice(0, dated).trimEnd();
  const time = dated < 0 ? '' : rest.slice(dated).trimStart();
  return name === '/dev/null' || time.startsWith('1970-01-01 ') || time.startsWith('1969-12-31 ') ? '' : name;
}

/** The two names of a `diff --git` line with their prefixes, or undefined where they cannot be told apart. */
export function gitNames(rest: string): { old: string; new: string } | undefined {
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
  const split = (at: number): { old: string; new: string } => ({ old: rest.slice(0, at), new: rest.slice(at + 1) });
  // One name twice, with prefixes of one length: the blank in the middle parts them, whatever blanks the name has.
  const middle = (rest.length - 1) / 2;
  if (middle >= 1 && rest[middle] === ' ') {
    const names = split(middle);
    if (names.old === names.new || names.old.slice(2) === names.new.slice(2)) return names;
  }
  const lone = rest.indexOf(' ');
  if (lone > 0 && lone < rest.length - 1 && rest.indexOf(' ', lone + 1) < 0) return split(lone);
  const prefixed = rest.startsWith('a/') ? rest.indexOf(' b/') : -1;
  return prefixed > 0 && rest.indexOf(' b/', prefixed + 1) < 0 ? split(prefixed) : undefined;
}

/** diff.mnemonicPrefix and -R: index, work tree, commit, object, and the usual ones reversed. */
const MNEMONIC = new Set(['ba', 'iw', 'wi', 'ci', 'ic', 'cw', 'wc', 'ow', 'wo', '12']);

/** How many characters of prefix the two names of a file have: 2 for a/ and b/ and Git's mnemonic ones, else 0. */
export function prefixLength(old: string, now: string): number {
  const marks = `${old[1] === '/' ? old[0] : ''}${now[1] === '/' ? now[0] : ''}`;
  if (old === '' || now === '') return (now === '' ? old.startsWith('a/') : now.startsWith('b/')) ? 2 : 0;
  if (marks === 'ab') return 2;
  return MNEMONIC.has(marks) && old.slice(2) === now.slice(2) ? 2 : 0;
}

/** Why a path of a patch must not be followed, as the end of a sentence; undefined where it may. (Git: verify_path.) */
export function pathRefusal(path: string): string | undefined {
  if (path.includes('\0')) return 'it holds a NUL';
  if (/^[/\\]/.test(path)) return 'it is absolute';
  if (/^[A-Za-z]:/.test(path)) return 'it names a drive';
  for (const part of path.split(/[/\\]/)) {
    if (part === '..') return 'it leaves its folder by ".."';
    if (/^(\.git[. ]*|git~\d)$/i.test(part)) return 'it reaches into .git';
  }
  return undefined;
}
