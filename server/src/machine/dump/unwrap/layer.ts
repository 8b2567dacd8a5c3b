import type { SourceText } from '../../../text/source-text.ts';
import type { MachineProblem } from '../../machine.ts';

/** One way in which text is wrapped: what is inside, or undefined where the text is not wrapped so. */
export type Layer = (
  text: string,
) => { readonly inside: SourceText; readonly problems: readonly MachineProblem[] } | undefined;
