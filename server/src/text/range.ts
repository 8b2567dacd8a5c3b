/** A stretch of a text: UTF-16 offsets, `end` exclusive. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** Whether `offset` lies in `range`; the end counts as inside, as a cursor behind the last character does. */
export const contains = (range: TextRange, offset: number): boolean => offset >= range.start && offset <= range.end;
