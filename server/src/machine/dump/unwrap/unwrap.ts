import type { TextRange } from '../../../text/range.ts';
import type { MachineProblem } from '../../machine.ts';
import type { Layer } from './layer.ts';
import { withoutMargin } from './margin.ts';
import { qmpReplies } from './qmp.ts';
import { asTyped, lineEnds } from './terminal.ts';

/** The lines of a dump, without what stands around and between them where it was pasted from. */
export interface Unwrapped {
  readonly text: string;
  /** Where a stretch of `text` stands in the original. */
  readonly place: (start: number, end: number) => TextRange;
  /** Nothing was around it: places are the same. */
  readonly asIs: boolean;
  readonly problems: readonly MachineProblem[];
}

/** In the order in which they were put on: a mail quotes what a terminal showed; a QMP reply has no margin inside. */
const LAYERS: readonly Layer[] = [lineEnds, asTyped, withoutMargin, qmpReplies];

/**
 * Undoes what pasting does: line ends of other systems, the echo and colours of a terminal, no-break spaces, the marks
 * of a quotation or an indent, the JSON of QMP. What cannot be undone exactly is a problem.
 */
export function unwrap(original: string): Unwrapped {
  const asIs: Unwrapped = { text: original, place: (start, end) => ({ start, end }), asIs: true, problems: [] };
  return LAYERS.reduce((outer, layer) => {
    const peeled = layer(outer.text);
    if (!peeled) return outer;
    const place = (start: number, end: number): TextRange => {
      const range = peeled.inside.place(start, end);
      return outer.place(range.start, range.end);
    };
    const problems = peeled.problems.map((problem) => ({
      ...problem,
      range: outer.place(problem.range.start, problem.range.end),
    }));
    return { text: peeled.inside.text, place, asIs: false, problems: [...outer.problems, ...problems] };
  }, asIs);
}
