/**
 * A file's bytes as text that loses nothing: UTF-8 is decoded, and a byte that is no part of UTF-8 becomes the lone
 * surrogate U+DC80 to U+DCFF with its low eight bits (as Python's "surrogateescape" does, PEP 383). A byte order mark
 * stays.
 */
export function textOfBytes(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return withStrayBytes(bytes);
  }
}

function withStrayBytes(bytes: Uint8Array): string {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at);
    if (length > 0) {
      at += length;
      continue;
    }
    if (from < at) parts.push(decoder.decode(bytes.subarray(from, at)));
    parts.push(String.fromCharCode(0xdc00 | (bytes[at] ?? 0)));
    from = ++at;
  }
  parts.push(decoder.decode(bytes.subarray(from)));
  return parts.join('');
}

/** The length of the UTF-8 sequence at an index; 0 where the byte begins none (Unicode, table 3-7). */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return 1;
  const length = lead < 0xc2 || lead > 0xf4 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  for (let i = 1; i < length; i++) {
    const byte = bytes[at + i] ?? 0;
    const least = i > 1 ? 0x80 : lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
    const most = i > 1 ? 0xbf : lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
    if (byte < least || byte > most) return 0;
  }
  return length;
}

/** Whether a text holds bytes that were not UTF-8 (see `textOfBytes`). */
export const hasStrayBytes = (text: string): boolean => !text.isWellFormed() && STRAY_BYTE.test(text);

/** Such a byte: with the flag u, half of a pair does not match. */
export const STRAY_BYTE = /[\udc80-\udcff]/u;

/** Whether bytes are UTF-8. */
export function isUtf8(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at);
    if (length === 0) return false;
    at += length;
  }
  return true;
}

/** The bytes that `textOfBytes` made a text of; any other lone surrogate gives U+FFFD. */
export function bytesOfText(text: string): Uint8Array {
  if (!hasStrayBytes(text)) return new TextEncoder().encode(text);
  const bytes = new Uint8Array(text.length * 3);
  let length = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) bytes[length++] = code;
    else if (code >= 0xdc80 && code <= 0xdcff) bytes[length++] = code & 0xff;
    else for (const byte of new TextEncoder().encode(character)) bytes[length++] = byte;
  }
  return bytes.subarray(0, length);
}

/** What a reader of UTF-8 that replaces bytes, such as an editor, makes of the same file; without its byte order mark. */
export const readAsUtf8 = (text: string): string => new TextDecoder('utf-8').decode(bytesOfText(text));
