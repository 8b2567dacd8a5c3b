import { decodeBytes } from './charset.ts';

/**
 * Decodes the encoded words of a header's value (RFC 2047): Q and B, in the charsets of `decodeBytes`. Blanks between
 * two of them vanish, and bytes of neighbours of one charset are joined, as some mailers cut characters. A word that
 * cannot be decoded stays as it is.
 */
export function decodeWords(value: string): string {
  if (!value.includes('=?')) return value;
  const word = /=\?([^?\s]{1,40})\?([qQbB])\?([^?\s]*)\?=/g;
  const parts: string[] = [];
  let run: { charset: string; bytes: number[]; raw: string } | undefined;
  const flush = (): void => {
    if (run) parts.push(decodeBytes(run.bytes, run.charset) ?? run.raw);
    run = undefined;
  };
  let behind = 0;
  for (let match = word.exec(value); match; match = word.exec(value)) {
    const [raw, charsetAndLanguage = '', encoding = '', text = ''] = match;
    const charset = (charsetAndLanguage.split('*')[0] ?? '').toLowerCase();
    const between = value.slice(behind, match.index);
    const bytes = encoding === 'q' || encoding === 'Q' ? bytesOfQ(text) : bytesOfBase64(text);
    if (run && between.trim() === '' && run.charset === charset) {
      for (const byte of bytes) run.bytes.push(byte);
      run.raw += between + raw;
    } else {
      const joined = run !== undefined && between.trim() === '';
      flush();
      if (!joined) parts.push(between);
      run = { charset, bytes, raw };
    }
    behind = word.lastIndex;
  }
  flush();
  parts.push(value.slice(behind));
  return parts.join('');
}

function bytesOfQ(text: string): number[] {
  const bytes: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const escaped = text[i] === '=' && /^[0-9A-Fa-f]{2}$/.test(text.slice(i + 1, i + 3));
    bytes.push(
      escaped ? Number.parseInt(text.slice(i + 1, i + 3), 16) : text[i] === '_' ? 32 : text.charCodeAt(i) & 255,
    );
    if (escaped) i += 2;
  }
  return bytes;
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function bytesOfBase64(text: string): number[] {
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const character of text) {
    const value = BASE64.indexOf(character);
    if (value < 0) continue;
    bits = ((bits << 6) | value) & 0xffffff;
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes.push((bits >> held) & 255);
    }
  }
  return bytes;
}
