import type { NumberAtom } from './atoms.ts';
import type { Statement } from './model.ts';
import { AFTER, BEFORE, FAR, NEAR, type Pattern, words } from './sentence-reader.ts';

/** "557 -> 260", "from 557 to 260", "557 to 260 FlatViews": before or behind its noun. */
export const change: Pattern = (reader, at) => {
  const before = reader.number(at);
  if (!before) return undefined;
  const from = reader.word(at - 1) === 'from';
  let next = at + 1;
  // "from 557 FlatViews to 260"
  if (from && reader.atoms[next]?.kind === 'noun') next++;
  const isArrow = reader.atoms[next]?.kind === 'arrow';
  const isTo = reader.word(next) === 'to' || (from && reader.word(next) === 'down' && reader.word(++next) === 'to');
  const after = reader.number(next + 1);
  if (!after || !(isArrow || (isTo && (from || reader.nounAfter(next + 1, 1) >= 0)))) return undefined;
  const own = from && reader.atoms[at + 1]?.kind === 'noun' ? at + 1 : reader.nounOf(at, next + 1);
  const first = inUnitOf(before, after);
  const noun = reader.fits(own, first, after);
  if (!noun) return undefined;
  const statement: Statement = { kind: 'change', before: first.figure, after: after.figure };
  return reader.draft(noun, statement, at, next + 1, [before, after]);
};

/** "from 1.4 to 1 G": the unit stands behind the last number. */
function inUnitOf(number: NumberAtom, last: NumberAtom): NumberAtom {
  if (number.unit !== '' || last.unit !== 'bytes') return number;
  const { value, grain } = number.figure;
  return { ...number, unit: 'bytes', figure: { value: value * last.scale, grain: (grain || 1) * last.scale } };
}

/** "557 FlatViews before, 260 after", "before: 557, after: 260 FlatViews" */
export const beforeAfter: Pattern = (reader, at) => {
  const first = reader.number(at);
  if (!first) return undefined;
  const second = reader.atoms.findIndex((atom, i) => i > at && atom.kind === 'number');
  const last = reader.number(second);
  if (!last || second - at > FAR) return undefined;
  const between = (set: ReadonlySet<string>) => reader.has(set, at + 1, second);
  const leads = reader.has(BEFORE, at - 6, at) && between(AFTER) && !reader.has(BEFORE, second + 1, second + NEAR);
  const trails = between(BEFORE) && reader.has(AFTER, at + 1, second + 1 + NEAR);
  if (!leads && !trails) return undefined;
  const own = reader.nounAfter(at, NEAR);
  const noun = reader.fits(own >= 0 ? own : reader.nounOf(at, second), first, last);
  if (!noun) return undefined;
  const statement: Statement = { kind: 'change', before: first.figure, after: last.figure };
  return reader.draft(noun, statement, at, second, [first, last]);
};

const INSTEAD = words('instead|rather|was|previously|down|formerly|against|versus|vs');

/** "260 FlatViews instead of 557", "260 (was 557)", "260, down from 557" */
export const instead: Pattern = (reader, at) => {
  const after = reader.number(at);
  if (!after) return undefined;
  const cue = reader.find(INSTEAD, at + 1, at + 1 + 6);
  if (cue < 0) return undefined;
  const second = reader.atoms.findIndex((atom, i) => i > cue && i <= cue + 2 && atom.kind === 'number');
  const before = reader.number(second);
  const own = reader.nounAfter(at, NEAR);
  const noun = before && reader.fits(own >= 0 ? own : reader.nounOf(at, second), before, after);
  if (!before || !noun) return undefined;
  const statement: Statement = { kind: 'change', before: before.figure, after: after.figure };
  return reader.draft(noun, statement, at, second, [before, after]);
};
