/** Bytes that were decoded, and where each came from. */
export interface DecodedBytes {
  readonly bytes: Uint8Array;
  /** Offset in the text of the characters that gave the byte of an index; for the index behind the last, its end. */
  readonly place: (index: number) => number;
}

const VALUES = new Int8Array(128).fill(-1);
[...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].forEach((c, i) => {
  VALUES[c.charCodeAt(0)] = i;
});

/**
 * Decodes the base64 in [start, end) of a text (RFC 2045, 6.8) as git mailinfo does (decode_b_segment): each line is
 * decoded by itself; other characters, padding too, are passed over.
 */
export function decodeBase64(text: string, start = 0, end = text.length): DecodedBytes {
  const bytes = new Uint8Array(Math.ceil(((end - start) * 3) / 4));
  // where a run of characters without others between begins: the index of its first byte, its offset
  const indices: number[] = [];
  const offsets: number[] = [];
  const phases: number[] = [];
  let length = 0;
  let group = 0;
  let held = 0;
  let running = false;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    const value = code < 128 ? (VALUES[code] ?? -1) : -1;
    if (value < 0) {
      running = false;
      if (code === 10) held = 0;
      continue;
    }
    if (!running) {
      indices.push(length);
      offsets.push(at);
      phases.push(held);
    }
    running = true;
    group = ((group << 6) | value) & 0xffffff;
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes[length++] = (group >> held) & 255;
    }
  }
  const place = (index: number): number => {
    if (index >= length) return end;
    let low = 0;
    let high = indices.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((indices[middle] ?? 0) <= index) low = middle;
      else high = middle - 1;
    }
    const offset = offsets[low] ?? start;
    const bits = (index - (indices[low] ?? 0)) * 8 - (phases[low] ?? 0);
    return Math.max(offset, offset + Math.floor(bits / 6));
  };
  return { bytes: bytes.subarray(0, length), place };
}
