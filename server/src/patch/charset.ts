import { isUtf8 } from '../text/bytes.ts';

/** Turns bytes into text. */
export type Decoder = (bytes: Uint8Array) => string;

/** ISO-8859-1 as it is defined: the Encoding Standard takes windows-1252 for it, iconv and thus Git do not. */
export const decodeLatin1: Decoder = (bytes) => {
  if (bytes.length <= 4096) return String.fromCharCode(...bytes);
  const parts: string[] = [];
  for (let i = 0; i < bytes.length; i += 4096) parts.push(String.fromCharCode(...bytes.subarray(i, i + 4096)));
  return parts.join('');
};

/** UTF-8, and where it is not that, ISO-8859-1: for text whose charset is not said, whose bytes Git keeps as they are. */
export const decodeGuessed: Decoder = (bytes) =>
  isUtf8(bytes) ? new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes) : decodeLatin1(bytes);

const LATIN1 = /^(?:us-ascii|ascii|ansi_x3\.4-1968|(?:cs)?iso_?-?8859-?1|iso_8859-1|latin-?1|l1)$/;
/** What 0x80 to 0x9f mean in windows-1252. Some releases of Node take ISO-8859-1 for it, so it is decoded here. */
const WINDOWS_1252 =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';

export const decodeWindows1252: Decoder = (bytes) =>
  decodeLatin1(bytes).replace(/[\x80-\x9f]/g, (c) => WINDOWS_1252.charAt(c.charCodeAt(0) - 0x80));

const WINDOWS = /^(?:windows|cp|x-cp|ms|ibm|win)-?(125\d|874)$/;
const OTHER_NAMES: Readonly<Record<string, string>> = {
  cp932: 'shift_jis',
  cp936: 'gbk',
  cp949: 'euc-kr',
  cp950: 'big5',
};

/**
 * The decoder of a charset of mail by its IANA name; '' is guessed. Bytes that are no character give U+FFFD. Undefined
 * for a charset that is not known here.
 */
export function decoderOf(charset: string): Decoder | undefined {
  const name = charset.trim().toLowerCase();
  if (name === '') return decodeGuessed;
  if (LATIN1.test(name)) return decodeLatin1;
  const windows = WINDOWS.exec(name)?.[1];
  if (windows === '1252') return decodeWindows1252;
  try {
    const decoder = new TextDecoder(windows ? `windows-${windows}` : (OTHER_NAMES[name] ?? name), { ignoreBOM: true });
    return (bytes) => decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Whether a charset has only the characters below 0x80. */
export const isAscii = (charset: string): boolean => /^(?:us-)?ascii$/i.test(charset.trim());

/** Whether a charset is UTF-8. */
export const isUtf8Name = (charset: string): boolean => /^utf-?8$/i.test(charset.trim());

/** Charsets in which a byte below 0x80 may be part of a longer character: their lines are decoded as a whole. */
export const isShifted = (charset: string): boolean =>
  /^(?:iso-2022|hz|gb|big5|shift|sjis|cp9|ms_kanji|windows-31j)/i.test(charset);

/** Charsets that git mailinfo, which converts line by line, refuses or reads otherwise. */
export const isRefused = (charset: string): boolean =>
  /^\s*(?:(?:cs)?(?:utf-?(?:16|32)|ucs|unicode|iso-10646)|hz)/i.test(charset);

/** Charsets in which text in ASCII alone may mean something else. */
export const isEscaped = (charset: string): boolean => /^iso-2022/i.test(charset);

/** UTF-8 to text; what is no UTF-8 gives U+FFFD. */
export const decodeUtf8 = (bytes: readonly number[]): string =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(bytes));
