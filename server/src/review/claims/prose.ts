import type { PatchMessage } from '../../patch/model.ts';
import type { TextRange } from '../../text/range.ts';

/** A line of a message's prose: offsets in the patch's text, without margin and line ending. */
export interface ProseLine {
  readonly text: string;
  readonly start: number;
}

/** Lines longer than this are no prose. */
const LONGEST_LINE = 2000;
const MOST_LINES = 20_000;

const DIFFSTAT = /^ .* \| +(?:\d+ ?[+-]*|Bin .*)$|^ \d+ files? changed\b/;
const TRAILER = /^[A-Z][A-Za-z-]{1,40}: .*(?:[<@].*|\(".*"\)|https?:)/;
const QUOTED = /^\s{0,3}[>|](?:\s|$)/;
/** Lines of dumps, backtraces, logs and hex. */
const MACHINE_TEXT =
  /[0-9a-f]{8,16}-[0-9a-f]{8,16}|^\s*#\d+\s|\b0x[0-9a-f]{9,}|^\s*(?:address-space|memory-region): |^ *FlatView #\d|^ *AS "|^==\d+==|^\s*[$#] |^[0-9a-f]{7,40} |^\s*@@ |^(?:diff|index) /;

/**
 * The paragraphs of a commit message or a cover letter: what its author says. Quotations, trailers, the diffstat and all
 * behind "---", the signature, dumps and backtraces are left out; where one stood, a paragraph ends.
 */
export function paragraphs(text: string, { kind, bodyRange }: PatchMessage): readonly (readonly ProseLine[])[] {
  const found: ProseLine[][] = [];
  let open: ProseLine[] = [];
  const close = (): void => {
    if (open.length > 0) found.push(open);
    open = [];
  };
  for (let at = bodyRange.start, n = 0; at < bodyRange.end && n < MOST_LINES; n++) {
    const newline = text.indexOf('\n', at);
    const next = newline < 0 || newline >= bodyRange.end ? bodyRange.end : newline + 1;
    const line = text.slice(at, Math.min(next, at + LONGEST_LINE + 1)).replace(/[\r\n]+$/, '');
    if (line === '-- ' || line === '--' || (line === '---' && kind === 'patch')) break;
    if (isProse(line)) {
      const indent = line.length - line.trimStart().length;
      open.push({ text: line.slice(indent).trimEnd(), start: at + indent });
    } else close();
    at = next;
  }
  close();
  return found;
}

const isProse = (line: string): boolean =>
  line.trim() !== '' &&
  line.length <= LONGEST_LINE &&
  ![DIFFSTAT, TRAILER, QUOTED, MACHINE_TEXT].some((pattern) => pattern.test(line));

/** A sentence on one line, and where its characters stand in the text. */
export class Sentence {
  private constructor(
    readonly text: string,
    private readonly pieces: readonly { readonly at: number; readonly start: number }[],
  ) {}

  static of(lines: readonly ProseLine[]): Sentence {
    const pieces: { at: number; start: number }[] = [];
    let text = '';
    for (const line of lines) {
      if (text !== '') text += ' ';
      pieces.push({ at: text.length, start: line.start });
      text += line.text;
    }
    return new Sentence(text, pieces);
  }

  place(start: number, end: number): TextRange {
    return { start: this.offset(start), end: this.offset(Math.max(start, end - 1)) + (end > start ? 1 : 0) };
  }

  private offset(at: number): number {
    const piece = this.pieces.findLast((one) => one.at <= at);
    return piece ? piece.start + at - piece.at : 0;
  }
}

/** A line that ends so far left that the next word would have stood on it was ended on purpose. */
const FILLED = 56;

/** The sentences of a paragraph; a line that was ended on purpose, such as a row of a table, ends one. */
export function sentences(lines: readonly ProseLine[]): readonly Sentence[] {
  const found: Sentence[] = [];
  let open: ProseLine[] = [];
  const close = (): void => {
    if (open.length > 0) found.push(Sentence.of(open));
    open = [];
  };
  lines.forEach((line, i) => {
    let from = 0;
    for (const end of line.text.matchAll(/[.;!?]["')]?(?=\s+["'(]?[A-Z~\d-])/g)) {
      const stop = end.index + end[0].length;
      // "e.g. 5", "vs. 5"
      if (/\b(?:e\.g|i\.e|vs|ca|approx|resp)\.$/i.test(line.text.slice(from, stop))) continue;
      open.push({ text: line.text.slice(from, stop), start: line.start + from });
      close();
      from = stop + (line.text.slice(stop).length - line.text.slice(stop).trimStart().length);
    }
    open.push({ text: line.text.slice(from), start: line.start + from });
    const next = lines[i + 1];
    const word = next?.text.split(/\s/, 1)[0] ?? '';
    const isItem = next !== undefined && /^(?:[-*+|•]|\d+[.)])\s/.test(next.text);
    if (/[.;!?:]$/.test(line.text) || isItem || line.text.length + 1 + word.length <= FILLED) close();
  });
  close();
  return found;
}
