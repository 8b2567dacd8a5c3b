import { bytesOfText } from '../text/bytes.ts';
import { decodeGuessed, decoderOf } from './charset.ts';
import { decodeBase64 } from './mime/base64.ts';

/** A header's value decoded, and why git mailinfo refuses the mail for it, or ''. */
export interface DecodedWords {
  readonly text: string;
  readonly refusal: string;
}

/**
 * Decodes the encoded words of a header's value (RFC 2047) as git mailinfo does (decode_header): Q and B, words that
 * touch others or hold blanks too. Blanks between two of them vanish, and bytes of neighbours of one charset are joined,
 * as some mailers cut characters. A word that cannot be decoded stays as it is, and says why.
 */
export function decodeWords(value: string): DecodedWords {
  if (!value.includes('=?')) return { text: decodeRaw(value), refusal: '' };
  const reader = new WordReader(value);
  return { text: reader.read(), refusal: reader.refusal };
}

/** Text between words: bytes that were no UTF-8 are guessed. */
const decodeRaw = (text: string): string => (text.isWellFormed() ? text : decodeGuessed(bytesOfText(text)));

interface Word {
  readonly charset: string;
  readonly bytes: Uint8Array;
  readonly end: number;
}

class WordReader {
  refusal = '';
  private readonly parts: string[] = [];
  /** Neighbours of one charset. */
  private run: { charset: string; bytes: Uint8Array[]; from: number; to: number } | undefined;

  constructor(private readonly value: string) {}

  read(): string {
    const { value, parts } = this;
    let behind = 0;
    for (let at = value.indexOf('=?'); at >= 0; at = value.indexOf('=?', at)) {
      const word = this.wordAt(at);
      if (word === undefined) break;
      const between = value.slice(behind, at);
      const neighbours = this.run !== undefined && between.trim() === '';
      if (!neighbours || this.run?.charset !== word.charset) this.flush();
      if (!neighbours) parts.push(decodeRaw(between));
      this.run ??= { charset: word.charset, bytes: [], from: at, to: at };
      this.run.bytes.push(word.bytes);
      this.run.to = word.end;
      behind = at = word.end;
    }
    this.flush();
    parts.push(decodeRaw(value.slice(behind)));
    return parts.join('');
  }

  private wordAt(at: number): Word | undefined {
    const { value } = this;
    const mark = value.indexOf('?', at + 2);
    const encoding = value.charAt(mark + 1).toLowerCase();
    const end = mark < 0 ? -1 : value.indexOf('?=', mark + 3);
    if (end < 0 || value.charAt(mark + 2) !== '?' || (encoding !== 'q' && encoding !== 'b')) {
      this.refusal ||= '"=?" begins no encoded word that is whole (RFC 2047)';
      return undefined;
    }
    const text = value.slice(mark + 3, end);
    const charset = value.slice(at + 2, mark).toLowerCase();
    return { charset, bytes: encoding === 'q' ? bytesOfQ(text) : decodeBase64(text).bytes, end: end + 2 };
  }

  private flush(): void {
    const { run, parts } = this;
    this.run = undefined;
    if (!run) return;
    // RFC 2231, 5: a language may stand behind the charset
    const decode = decoderOf(run.charset.split('*')[0] ?? '');
    if (!decode) this.refusal ||= `the charset "${run.charset.slice(0, 40)}" is not known`;
    parts.push(decode ? decode(joined(run.bytes)) : this.value.slice(run.from, run.to));
  }
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

function bytesOfQ(text: string): Uint8Array {
  const raw = bytesOfText(text);
  const bytes = new Uint8Array(raw.length);
  let length = 0;
  for (let i = 0; i < raw.length; i++) {
    const byte = raw[i] ?? 0;
    const escaped = byte === 61 ? hexByte(raw[i + 1], raw[i + 2]) : -1;
    bytes[length++] = escaped >= 0 ? escaped : byte === 95 ? 32 : byte;
    if (escaped >= 0) i += 2;
  }
  return bytes.subarray(0, length);
}

/** The byte of two hexadecimal digits, by their codes; -1 where one is none. */
export function hexByte(high = 0, low = 0): number {
  const [a, b] = [hexDigit(high), hexDigit(low)];
  return a < 0 || b < 0 ? -1 : a * 16 + b;
}

function hexDigit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const letter = code | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}
