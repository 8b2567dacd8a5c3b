import type { TextRange } from '../../../text/range.ts';
import type { MachineProblem } from '../../machine.ts';

/** The lines of a dump, without what stands around and between them where it was pasted. */
export interface Unwrapped {
  readonly text: string;
  /** Where a stretch of `text` stands in the original. */
  readonly place: (start: number, end: number) => TextRange;
  /** Nothing was around it: places are the same. */
  readonly asIs: boolean;
  readonly problems: readonly MachineProblem[];
}

export function unwrap(original: string): Unwrapped {
  return { text: original, place: (start, end) => ({ start, end }), asIs: true, problems: [] };
}
