/** What 0x80 to 0x9f mean in windows-1252; 0 where it means nothing. */
const WINDOWS_1252 = [
  0x20ac, 0, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0, 0x17d, 0, 0, 0x2018,
  0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0, 0x17e, 0x178,
];

/** Where ISO-8859-15 differs from ISO-8859-1. */
const LATIN_9 = new Map([
  [0xa4, 0x20ac],
  [0xa6, 0x160],
  [0xa8, 0x161],
  [0xb4, 0x17d],
  [0xb8, 0x17e],
  [0xbc, 0x152],
  [0xbd, 0x153],
  [0xbe, 0x178],
]);

/** The text of `bytes` in a charset of mail, by its IANA name; undefined for a charset that is not known here. */
export function decodeBytes(bytes: readonly number[], charset: string): string | undefined {
  switch (charset.toLowerCase()) {
    case 'utf-8':
    case 'utf8':
      return decodeUtf8(bytes);
    case 'us-ascii':
    case 'ascii':
    case 'iso-8859-1':
    case 'latin1':
      return fromCodes(bytes);
    case 'iso-8859-15':
      return fromCodes(bytes.map((byte) => LATIN_9.get(byte) ?? byte));
    case 'windows-1252':
    case 'cp1252':
      return fromCodes(bytes.map((byte) => WINDOWS_1252[byte - 0x80] || byte));
    default:
      return undefined;
  }
}

/** UTF-8 to text; what is not UTF-8 (overlong, surrogate, cut) gives U+FFFD, a byte each (RFC 3629). */
export function decodeUtf8(bytes: readonly number[]): string {
  const codes: number[] = [];
  for (let i = 0; i < bytes.length; ) {
    const lead = bytes[i] ?? 0;
    const length = lead < 0x80 ? 1 : lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : 4;
    const code = lead < 0x80 ? lead : lead >= 0xc2 && lead < 0xf5 ? sequence(bytes, i, length) : -1;
    codes.push(code < 0 ? 0xfffd : code);
    i += code < 0 ? 1 : length;
  }
  return fromCodes(codes);
}

const LEAST = [0, 0, 0x80, 0x800, 0x10000];

function sequence(bytes: readonly number[], at: number, length: number): number {
  let code = (bytes[at] ?? 0) & (0x7f >> length);
  for (let i = 1; i < length; i++) {
    const byte = bytes[at + i] ?? 0;
    if ((byte & 0xc0) !== 0x80) return -1;
    code = (code << 6) | (byte & 0x3f);
  }
  const valid = code >= (LEAST[length] ?? 0) && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  return valid ? code : -1;
}

function fromCodes(codes: readonly number[]): string {
  const parts: string[] = [];
  for (let i = 0; i < codes.length; i += 4096) parts.push(String.fromCodePoint(...codes.slice(i, i + 4096)));
  return parts.join('');
}

/** UTF-8 of a text; a lone surrogate gives the bytes of U+FFFD. */
export function encodeUtf8(text: string): number[] {
  const bytes: number[] = [];
  for (const character of text) {
    const found = character.codePointAt(0) ?? 0xfffd;
    const code = found >= 0xd800 && found <= 0xdfff ? 0xfffd : found;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 0x3f));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
    else {
      bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 0x3f), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
    }
  }
  return bytes;
}
