import { CError } from '../parse/cursor.ts';
import { Unsupported } from '../translate/context.ts';
import { isOutside, outside } from './memory.ts';
import { Stop } from './stop.ts';

/** Whatever ended a run as a stop; a fault of the evaluator itself is 'internal'. */
export function asStop(error: unknown): Stop {
  if (error instanceof Stop) return error;
  if (isOutside(error)) return outside();
  if (error instanceof RangeError && /call stack/i.test(error.message)) {
    return new Stop('too-deep', 'functions call each other without end');
  }
  // what is called through a pointer is not looked at
  if (error instanceof TypeError && /BigInt/.test(error.message)) {
    return new Stop('wild-call', 'a function is called with other types than those of its definition');
  }
  if (error instanceof CError || error instanceof Unsupported) return new Stop('not-understood', error.message);
  return new Stop('internal', `the evaluator failed: ${error instanceof Error ? error.message : String(error)}`);
}
