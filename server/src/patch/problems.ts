import type { TextRange } from '../text/range.ts';
import type { PatchFix, PatchProblem, PatchProblemCode } from './model.ts';

/** So many problems of one code are listed; a last one then says that there are more. */
const LISTED = 100;

/** Collects problems in the order of their finding, and bounds them: a hostile text must not flood the reader. */
export class Problems {
  readonly list: PatchProblem[] = [];
  private readonly counts = new Map<PatchProblemCode, number>();

  add(
    code: PatchProblemCode,
    severity: PatchProblem['severity'],
    message: string,
    range: TextRange,
    fix?: PatchFix,
  ): void {
    const count = (this.counts.get(code) ?? 0) + 1;
    this.counts.set(code, count);
    if (count > LISTED) return;
    const more = count === LISTED ? ' Further places of this kind are not listed.' : '';
    this.list.push({ code, severity, message: `${message}${more}`, range, ...(fix ? { fix } : {}) });
  }
}

/** A name from a patch as a sentence can hold it: bounded. */
export const shown = (name: string): string => (name.length > 200 ? `${name.slice(0, 200)}...` : name);
