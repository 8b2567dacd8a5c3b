import type { SourceText } from '../../text/source-text.ts';
import { stringEnd } from './json-object.ts';

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** Puts what a JSON string means, whose opening quote is at `start`; the string is valid (JSON.parse took it). */
export function putString(source: SourceText, start: number): void {
  const text = source.original;
  const end = stringEnd(text, start) - 1;
  let plain = start + 1;
  for (let at = text.indexOf('\\', plain); at >= 0 && at < end; at = text.indexOf('\\', plain)) {
    source.keep(plain, at);
    const letter = text.charAt(at + 1);
    const length = letter === 'u' ? 6 : 2;
    const meant =
      letter === 'u'
        ? String.fromCharCode(Number.parseInt(text.slice(at + 2, at + 6), 16))
        : (ESCAPES[letter] ?? letter);
    source.put(meant, at, at + length);
    plain = at + length;
  }
  source.keep(plain, end);
}
