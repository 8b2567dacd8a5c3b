import type { Value } from '../parse/ast.ts';

/** The values that an expression had. */
export interface Distribution {
  /** Values and how often each was seen, in the order in which they came. */
  readonly values: ReadonlyMap<Value, number>;
  /** How often it was a value beyond the first thousand different ones. */
  readonly others: number;
  /** How often it could not be read: through NULL, say. */
  readonly unreadable: number;
}

const MAX_VALUES = 1000;

/** Counts values; never stops a run. */
export class Recorder {
  private readonly seen = new Map<number, { values: Map<Value, number>; others: number; unreadable: number }>();

  record(id: number, read: () => Value): void {
    let counts = this.seen.get(id);
    if (!counts) {
      counts = { values: new Map(), others: 0, unreadable: 0 };
      this.seen.set(id, counts);
    }
    let value: Value;
    try {
      value = read();
    } catch {
      counts.unreadable++;
      return;
    }
    const known = counts.values.get(value);
    if (known !== undefined) counts.values.set(value, known + 1);
    else if (counts.values.size < MAX_VALUES) counts.values.set(value, 1);
    else counts.others++;
  }

  forget(): void {
    this.seen.clear();
  }

  distribution(id: number): Distribution | undefined {
    return this.seen.get(id);
  }
}
