import { asStop } from '../run/failures.ts';
import type { Frame, StopKind } from '../run/stop.ts';

/** Why a run ended before its end, as plain data. */
export interface EvaluationStop {
  readonly kind: StopKind;
  readonly message: string;
  /** Innermost first. */
  readonly trace: readonly Frame[];
}

/** What was thrown out of a run. */
export function stopOf(error: unknown): EvaluationStop {
  const { kind, message, trace } = asStop(error);
  return { kind, message, trace };
}
