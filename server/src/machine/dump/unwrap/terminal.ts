import { SourceText } from '../../../text/source-text.ts';
import type { Layer } from './layer.ts';

/** `\r\r\n` of some terminals, and `\r` alone where nothing of a terminal shows: line ends. `\r\n` is read as it is. */
export const lineEnds: Layer = (text) => {
  if (!text.includes('\r')) return undefined;
  // a terminal goes back to the margin with it
  const isTerminal = text.includes(ESCAPE);
  const inside = new SourceText(text);
  let at = 0;
  for (const { 0: run, index } of text.matchAll(/\r+/g)) {
    const end = index + run.length;
    const isEnd = text.charCodeAt(end) === 10;
    if (isEnd ? run.length === 1 : isTerminal) continue;
    inside.keep(at, index);
    // of those before a line feed the last stays
    for (let i = index; !isEnd && i < end; i++) inside.put('\n', i, i + 1);
    at = isEnd ? end - 1 : end;
  }
  if (at === 0) return undefined;
  inside.keep(at, text.length);
  return { inside, problems: [] };
};

const ESCAPE = '\u001b';

/** What a pasted text has of a terminal or of a web page, if anything: controls, no-break and zero-width spaces. */
const SIGNS = [ESCAPE, '\b', '\0', '\ufffd', '\u00a0', '\u200b'];

/** Controls that are no line end and no tab, what decoding leaves of a telnet negotiation, and such spaces. */
const UNPRINTED = /[\u00a0\ufffd\u200b]|(?![\t\n\r])\p{Cc}|\r(?!\n)/u;

/** Lines as a terminal showed them: the monitor's echo prints a command again with each key (readline_update). */
export const asTyped: Layer = (text) => {
  if (!SIGNS.some((sign) => text.includes(sign))) return undefined;
  const inside = new SourceText(text);
  const problems: ReturnType<typeof lost>[] = [];
  let kept = 0;
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const stop = end > start && text.charCodeAt(end - 1) === 13 ? end - 1 : end;
    if (stop - start <= LONGEST && UNPRINTED.test(text.slice(start, stop))) {
      inside.keep(kept, start);
      const line = new ScreenLine(text);
      if (!line.show(start, stop) && problems.length < 20) problems.push(lost(start, stop));
      for (const cell of line.cells) inside.put(cell.character, cell.at, cell.at + 1);
      kept = stop;
    }
    start = end + 1;
  }
  inside.keep(kept, text.length);
  return { inside, problems };
};

/** A command that is typed into the monitor is printed once for each of its characters. */
const LONGEST = 1 << 16;
/** Wider than any line of a dump. */
const WIDEST = 4096;

const lost = (start: number, end: number) => ({
  severity: 'warning' as const,
  code: 'ambiguous' as const,
  message: 'The terminal moved between lines here: this line may not be what QEMU printed.',
  range: { start, end },
});

/** What follows ESC: a control sequence, a title that ends with BEL or ESC, a character set or a single function. */
const SEQUENCE = /\[([0-9;?]*)([@-~])|\]\P{Cc}*(?:\p{Cc}\\?)?|[()][A-Z0-9]|[=>78cDEHM]|/uy;

interface Cell {
  readonly character: string;
  /** Where it stands in the text. */
  readonly at: number;
}

/** One line of a terminal's screen. */
class ScreenLine {
  readonly cells: Cell[] = [];
  private column = 0;

  constructor(private readonly text: string) {}

  /** Shows [start, end) of the text; false where that moves to other lines. */
  show(start: number, end: number): boolean {
    let exact = true;
    for (let at = start; at < end; at++) {
      const code = this.text.charCodeAt(at);
      if (code === 0x1b) {
        SEQUENCE.lastIndex = at + 1;
        const [whole = '', parameter = '', command = ''] = SEQUENCE.exec(this.text) ?? [];
        exact = this.control(command, parameter) && exact;
        at += whole.length;
      } else if (code === 8) this.column = Math.max(0, this.column - 1);
      else if (code === 13) this.column = 0;
      else if (code === 0xa0) this.put({ character: ' ', at });
      else if (code === 9 || !UNPRINTED.test(this.text.charAt(at))) this.put({ character: this.text.charAt(at), at });
    }
    return exact;
  }

  private put(cell: Cell): void {
    while (this.cells.length < this.column) this.cells.push({ character: ' ', at: cell.at });
    this.cells[this.column++] = cell;
  }

  /** A control sequence; false for one that moves to another line. */
  private control(command: string, parameter: string): boolean {
    const count = Math.min(Number.parseInt(parameter, 10) || 1, WIDEST);
    if (command === 'D') this.column = Math.max(0, this.column - count);
    else if (command === 'C') this.column = Math.min(this.column + count, WIDEST);
    else if (command === 'G') this.column = count - 1;
    else if (command === 'K') this.erase(parameter);
    else if (command === 'P') this.cells.splice(this.column, count);
    return !'ABEFHJLMSTdf'.includes(command) || command === '';
  }

  private erase(parameter: string): void {
    if (parameter === '' || parameter === '0') this.cells.splice(this.column);
    else
      for (let i = 0; i < (parameter === '1' ? this.column : this.cells.length); i++) {
        const cell = this.cells[i];
        if (cell) this.cells[i] = { ...cell, character: ' ' };
      }
  }
}
