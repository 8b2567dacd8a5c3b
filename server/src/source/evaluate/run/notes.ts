import type { Value } from '../parse/ast.ts';
import type { CType } from '../parse/types.ts';
import type { Note } from '../translate/function.ts';

/** An expression that was recorded, with how often it had each value. */
export interface Noted extends Note {
  /** In the order in which values came first. Of a FlatView its root: views are freed, and others get their place. */
  readonly values: ReadonlyMap<Value, number>;
  /** How often it was a value beyond the first thousand different ones. */
  readonly others: number;
  /** It stands once on its line: its values are as many as the runs of what it is in. */
  readonly once: boolean;
}

interface Counted {
  readonly values: Map<Value, number>;
  others: number;
}

const MAX_VALUES = 1000;

/** What stands for a view whose root is NULL, as 0 stands for no view. */
export const NO_ROOT = -1;

/** The values of expressions, by number; what is written alike on one line has one number. */
export class Notes {
  private readonly list: Note[] = [];
  private readonly numbers = new Map<string, number>();
  /** Those that stand on their line more than once. */
  private readonly repeated = new Set<number>();
  private counted: (Counted | undefined)[] = [];
  private readonly rootOf: (view: number) => number;

  /** `rootOf` gives the region that keys a FlatView. */
  constructor(rootOf: (view: number) => number) {
    this.rootOf = rootOf;
  }

  /** The numbers of the notes of a function. */
  add(notes: readonly Note[]): number[] {
    const own = new Set<number>();
    return notes.map((note) => {
      const key = `${note.place} ${note.text}`;
      const number = this.numbers.get(key) ?? this.list.push(note) - 1;
      this.numbers.set(key, number);
      if (own.has(number)) this.repeated.add(number);
      own.add(number);
      return number;
    });
  }

  note(number: number, given: Value): void {
    const { type } = this.list[number] ?? {};
    const value = type && isView(type) && given !== 0 ? this.rootOf(Number(given)) || NO_ROOT : given;
    let counts = this.counted[number];
    if (!counts) {
      counts = { values: new Map(), others: 0 };
      this.counted[number] = counts;
    }
    const known = counts.values.get(value);
    if (known !== undefined) counts.values.set(value, known + 1);
    else if (counts.values.size < MAX_VALUES) counts.values.set(value, 1);
    else counts.others++;
  }

  forget(): void {
    this.counted = [];
  }

  /** Those that had a value since counts were forgotten. */
  recorded(): readonly Noted[] {
    return this.list.flatMap((note, i) => {
      const counts = this.counted[i];
      return counts ? [{ ...note, ...counts, once: !this.repeated.has(i) }] : [];
    });
  }
}

/** A pointer to a FlatView. */
export const isView = (type: CType): boolean => isPointerTo(type, 'FlatView');

export const isPointerTo = (type: CType, tag: string): boolean =>
  type.kind === 'pointer' && type.to.kind === 'record' && type.to.tag === tag;
