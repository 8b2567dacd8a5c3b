import type { TextRange } from '../text/range.ts';
import { HIDDEN_BUT_CR, HIDDEN_CHARACTER } from './hidden-characters.ts';

/**
 * The lines of a text as Git counts them: a line ends in LF, and a CR before it belongs to the ending. A CR elsewhere
 * is content (Git's apply.c). A text that ends in LF has no empty line behind it. Indices are zero-based.
 */
export class Lines {
  readonly count: number;
  /** How many lines end in LF: all, or all but the last. */
  readonly ended: number;
  private readonly starts: Uint32Array;
  private readonly controls: RegExp;
  /** No control character stands in [from, at). */
  private readonly searched = { from: 0, at: 0 };

  constructor(readonly text: string) {
    let starts = new Uint32Array(64 + (text.length >> 4));
    let count = 0;
    for (let at = 0; at < text.length; at = nextStart(text, at)) {
      if (count === starts.length) starts = grown(starts);
      starts[count++] = at;
    }
    this.starts = starts.subarray(0, count);
    this.count = count;
    this.controls = new RegExp(text.includes('\r') ? HIDDEN_CHARACTER : HIDDEN_BUT_CR, 'g');
    this.ended = count === 0 || text.endsWith('\n') ? count : count - 1;
  }

  /** Offset of the line's first character; the end of the text for a line past the last. */
  start(line: number): number {
    return this.starts[line] ?? this.text.length;
  }

  /** Offset behind the line's last character, without its ending. */
  end(line: number): number {
    const start = this.start(line);
    let end = this.start(line + 1);
    if (end > start && this.text.charCodeAt(end - 1) === 10) end--;
    if (end > start && this.text.charCodeAt(end - 1) === 13) end--;
    return end;
  }

  /** Offset of the LF that ends a line, or the end of the text: a CR before it is not taken off. */
  feed(line: number): number {
    const next = this.start(line + 1);
    return line < this.ended ? next - 1 : next;
  }

  /** Whether a line ends in CR LF. */
  endsInCrlf(line: number): boolean {
    return this.end(line) < this.feed(line);
  }

  /**
   * Offset of the first control character at or behind an offset; the end of the text where there is none. Linear in
   * the text where it is asked in order.
   */
  nextControl(from: number): number {
    const { searched, controls } = this;
    if (from < searched.from || from > searched.at || searched.at === 0) {
      controls.lastIndex = from;
      searched.from = from;
      searched.at = controls.exec(this.text)?.index ?? this.text.length;
    }
    return searched.at;
  }

  range(line: number): TextRange {
    return { start: this.start(line), end: this.end(line) };
  }

  /** The line that holds an offset; the last one for offsets past it. */
  lineOf(offset: number): number {
    let low = 0;
    let high = Math.max(0, this.count - 1);
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.start(middle) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The line's text, without its ending; '' past the last. */
  at(line: number): string {
    return this.text.slice(this.start(line), this.end(line));
  }

  isBlank(line: number): boolean {
    return this.end(line) === this.start(line);
  }

  startsWith(line: number, prefix: string): boolean {
    const start = this.start(line);
    return this.text.startsWith(prefix, start) && start + prefix.length <= this.end(line);
  }

  /** The first line from `line` on, before `to`, that is not empty; `to` where there is none. */
  skipBlank(line: number, to: number): number {
    let at = line;
    while (at < to && this.isBlank(at)) at++;
    return at;
  }
}

function grown(starts: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const more = new Uint32Array(starts.length * 2);
  more.set(starts);
  return more;
}

function nextStart(text: string, at: number): number {
  const feed = text.indexOf('\n', at);
  return feed < 0 ? text.length : feed + 1;
}
