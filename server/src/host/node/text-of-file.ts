import { gunzipSync } from 'node:zlib';
import { textOfBytes } from '../../text/bytes.ts';

/** Larger files are not read, nor such as unpack to more. */
export const MAX_BYTES = 64 << 20;

/** The text of a file's bytes: unpacked where they are gzip's (lore's t.mbox.gz). Throws a sentence. */
export function textOfFile(bytes: Uint8Array, name: string): string {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return textOfBytes(bytes);
  try {
    return textOfBytes(gunzipSync(bytes, { maxOutputLength: MAX_BYTES }));
  } catch (error) {
    const large = error instanceof RangeError;
    throw new Error(`${name}: the gzip file ${large ? 'unpacks to more than 64 MiB' : 'is damaged or cut short'}.`);
  }
}
