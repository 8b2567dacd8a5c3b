import type { Value } from '../parse/ast.ts';
import type { FunctionInfo, Tracing } from './runtime.ts';

/** A call of a function of a unit, as it went. */
export interface TracedCall {
  readonly info: FunctionInfo;
  readonly args: readonly Value[];
  /** Places in order, and the calls between them. */
  readonly steps: (number | TracedCall)[];
  returned: Value | undefined;
}

const MAX_STEPS = 50_000;

/** Writes down which lines run, in order, while it is on. Functions that `isShown` does not know leave no trace. */
export class Tracer implements Tracing {
  private open: TracedCall[] | undefined;
  private calls: TracedCall[] = [];
  private steps = 0;
  private readonly isShown: (info: FunctionInfo) => boolean;

  constructor(isShown: (info: FunctionInfo) => boolean) {
    this.isShown = isShown;
  }

  start(): void {
    this.open = [];
    this.calls = [];
    this.steps = 0;
  }

  /** What was called since the start; `cut` where it was more than is kept. */
  stop(): { readonly calls: readonly TracedCall[]; readonly cut: boolean } {
    this.open = undefined;
    return { calls: this.calls, cut: this.steps > MAX_STEPS };
  }

  enter(info: FunctionInfo, args: readonly Value[]): void {
    if (!this.open || !this.isShown(info)) return;
    const call: TracedCall = { info, args, steps: [], returned: undefined };
    if (++this.steps <= MAX_STEPS) (this.open.at(-1)?.steps ?? this.calls).push(call);
    this.open.push(call);
  }

  line(info: FunctionInfo, at: number): void {
    const call = this.open?.at(-1);
    const place = info.places[at];
    if (!call || call.info !== info || place === undefined) return;
    if (call.steps.at(-1) !== place && ++this.steps <= MAX_STEPS) call.steps.push(place);
  }

  leave(info: FunctionInfo): void {
    if (this.open?.at(-1)?.info === info) this.open.pop();
  }

  returns(info: FunctionInfo, value: Value): void {
    const call = this.open?.at(-1);
    if (call?.info === info) call.returned = value;
  }
}
