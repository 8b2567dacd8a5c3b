import { decodeUtf8, decodeWindows1252 } from '../charset.ts';
import type { Checked } from './checked.ts';

/** The byte that each character of windows-1252 (and of ISO-8859-1 below it) stands for. */
const BYTES: ReadonlyMap<string, number> = new Map(
  Array.from({ length: 128 }, (_, i) => i + 128).flatMap((byte) => [
    [String.fromCharCode(byte), byte] as const,
    [decodeWindows1252(Uint8Array.of(byte)), byte] as const,
  ]),
);

/** A first byte of UTF-8 of two or three bytes, read as a character. */
const LEADS = /[\u00c2-\u00c5\u00e2\u00ef\ufffd]/g;
const MOST = 10_000;

/**
 * UTF-8 that was read as windows-1252 or ISO-8859-1, and U+FFFD. Only what was certainly another character before: of
 * Latin letters, typographic marks and the byte order mark. One problem a line.
 */
export function checkMojibake({ lines, problems }: Checked): void {
  const pattern = new RegExp(LEADS);
  let behind = -1;
  let count = 0;
  for (let match = pattern.exec(lines.text); match && count < MOST; match = pattern.exec(lines.text), count++) {
    const at = match.index;
    if (at < behind) continue;
    const original = match[0] === '\ufffd' ? '' : originalAt(lines.text, at);
    if (original === undefined) continue;
    const line = lines.lineOf(at);
    behind = lines.start(line + 1);
    if (original === '') {
      const message =
        'U+FFFD stands here for bytes that are no text in the charset of the mail or the file. What they were is lost in this copy; the original may have them.';
      problems.add('replacement-character', 'information', message, { start: at, end: at + 1 });
      continue;
    }
    const edits = mojibakeOf(lines.text, lines.start(line), lines.end(line));
    const end = edits[0]?.range.end ?? at + 2;
    const message = `UTF-8 was read here as another charset: "${lines.text.slice(at, end)}" was "${original}". The patch will not apply where such text is context, and names become wrong. Fetch it from an archive that keeps the bytes.`;
    const fix = { title: 'Restore the characters of this line', sure: false, edits };
    problems.add('mojibake', 'warning', message, { start: at, end }, fix);
  }
}

function mojibakeOf(text: string, start: number, end: number) {
  const edits: { range: { start: number; end: number }; text: string }[] = [];
  for (let at = start; at < end; ) {
    const original = originalAt(text, at);
    const length = original === undefined ? 1 : lengthOf(text.charAt(at));
    if (original !== undefined) edits.push({ range: { start: at, end: at + length }, text: original });
    at += length;
  }
  return edits;
}

const lengthOf = (lead: string): number => (lead <= '\u00c5' ? 2 : 3);

/** The character whose bytes stand at an offset as a character each, if it is one of those that mails have. */
function originalAt(text: string, at: number): string | undefined {
  const lead = text.charAt(at);
  if (!/[\u00c2-\u00c5\u00e2\u00ef]/.test(lead)) return undefined;
  const bytes = Array.from(text.slice(at, at + lengthOf(lead)), (character) => BYTES.get(character) ?? 0);
  if (bytes.length !== lengthOf(lead)) return undefined;
  const original = decodeUtf8(bytes);
  // Latin letters and signs, general punctuation, the byte order mark
  return /^[\u00a0-\u017f\u2010-\u2044\ufeff]$/.test(original) ? original : undefined;
}
