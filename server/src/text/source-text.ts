import type { TextRange } from './range.ts';

/** Where a piece begins here, where it begins in the original and how long it is there, and whether it is the same. */
interface Piece {
  readonly at: number;
  readonly start: number;
  length: number;
  readonly plain: boolean;
}

/** A text made of pieces of another one, each taken as it is, or one text that stands for a piece. */
export class SourceText {
  private readonly pieces: Piece[] = [];
  private inside = '';
  private lineEnded = true;

  constructor(readonly original: string) {}

  /** Takes [start, end) of the original as it is. */
  keep(start: number, end: number): void {
    if (end > start) this.add(this.original.slice(start, end), start, end - start);
  }

  /** Puts a text where the original has [start, end), which may be empty. */
  put(part: string, start: number, end: number): void {
    if (part !== '') this.add(part, start, end - start);
  }

  private add(part: string, start: number, length: number): void {
    const last = this.pieces[this.pieces.length - 1];
    const goesOn = last?.plain && part.length === length && last.start + last.length === start;
    if (goesOn) last.length += length;
    else this.pieces.push({ at: this.inside.length, start, length, plain: part.length === length });
    this.inside += part;
    this.lineEnded = part.endsWith('\n');
  }

  get text(): string {
    return this.inside;
  }

  get length(): number {
    return this.inside.length;
  }

  /** Whether it is empty or its last line has its ending. */
  get endsLine(): boolean {
    return this.lineEnded;
  }

  /** Where a stretch of this text stands in the original. */
  place(start: number, end: number): TextRange {
    const first = this.character(start).start;
    return { start: first, end: end > start ? this.character(end - 1).end : first };
  }

  private character(at: number): TextRange {
    let low = 0;
    let high = this.pieces.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.pieces[middle]?.at ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    const piece = this.pieces[low];
    if (!piece) return { start: 0, end: 0 };
    if (!piece.plain) return { start: piece.start, end: piece.start + piece.length };
    const start = Math.min(piece.start + at - piece.at, piece.start + piece.length);
    return { start, end: Math.min(start + 1, piece.start + piece.length) };
  }
}
