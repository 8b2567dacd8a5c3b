import type { Bound, Counting, Figure, Statement } from './model.ts';

/**
 * Whether figures are what is stated, to the precision with which it is stated: an exact number exactly, a rounded one
 * where it is less than a unit of its last digit away, be it rounded up or down. Words such as "halves" and "3 times"
 * agree where our ratio rounds to theirs. `contentMoves`: views of the same number have other ranges.
 */
export function agrees(statement: Statement, { before, after }: Counting, contentMoves: boolean): boolean {
  switch (statement.kind) {
    case 'change':
      return near(statement.before, before) && near(statement.after, after);
    case 'count':
      if (statement.side === 'before') return near(statement.value, before);
      if (statement.side === 'after') return near(statement.value, after);
      return near(statement.value, before) || near(statement.value, after);
    case 'times': {
      const [from, to] = statement.less ? [after, before] : [before, after];
      return from > 0 && within(to / from, statement.times, statement.bound, 1);
    }
    case 'percent': {
      const change = statement.less ? before - after : after - before;
      return before > 0 && within((100 * change) / before, statement.percent, statement.bound, 1);
    }
    case 'difference':
      return near(statement.by, statement.less ? before - after : after - before);
    case 'same':
      return before === after && !contentMoves;
  }
}

const near = ({ value, grain }: Figure, ours: number): boolean =>
  grain === 0 ? ours === value : Math.abs(ours - value) < grain;

/** A ratio or a percentage against the one that is stated in whole units, or in units of its own grain. */
function within(ours: number, { value, grain }: Figure, bound: Bound, unit: number): boolean {
  if (bound === 'more') return ours >= value;
  if (bound === 'less') return ours <= value && ours > value - Math.max(unit, grain);
  return grain > unit ? Math.abs(ours - value) < grain : Math.abs(ours - value) <= unit / 2;
}
