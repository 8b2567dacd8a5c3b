const ESCAPES: Readonly<Record<string, number>> = { n: 10, t: 9, r: 13, a: 7, b: 8, f: 12, v: 11, e: 27 };

/** The bytes of a string or character literal, without its quotes (C11 6.4.4.4); text outside ASCII as UTF-8. */
export function literalBytes(literal: string): number[] {
  const inner = literal.slice(literal.search(/["']/) + 1, -1);
  const bytes: number[] = [];
  for (let i = 0; i < inner.length; ) {
    const code = inner.codePointAt(i) ?? 0;
    if (code !== 92) {
      bytes.push(...utf8(code));
      i += code > 0xffff ? 2 : 1;
      continue;
    }
    const match = /^\\(?:x([0-9a-fA-F]+)|([0-7]{1,3})|([\s\S]))/.exec(inner.slice(i, i + 20));
    const [all = '\\', hex, octal, letter = ''] = match ?? [];
    bytes.push(
      hex !== undefined
        ? Number.parseInt(hex, 16) & 0xff
        : octal !== undefined
          ? Number.parseInt(octal, 8) & 0xff
          : (ESCAPES[letter] ?? letter.charCodeAt(0) & 0xff),
    );
    i += all.length;
  }
  return bytes;
}

function utf8(code: number): number[] {
  if (code < 0x80) return [code];
  if (code < 0x800) return [0xc0 | (code >> 6), 0x80 | (code & 63)];
  if (code < 0x10000) return [0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63)];
  return [0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63)];
}

/** The int that a character literal is; of several characters as gcc has it, the last the lowest byte. */
export function characterValue(literal: string): number {
  const bytes = literalBytes(literal);
  if (bytes.length === 1) return ((bytes[0] ?? 0) << 24) >> 24;
  return bytes.reduce((value, byte) => (value << 8) | byte | 0, 0);
}
