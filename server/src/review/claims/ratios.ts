import type { NounAtom } from './atoms.ts';
import type { Figure, Statement } from './model.ts';
import {
  boundOf,
  DOUBLING,
  direction,
  FALLING,
  GENERAL,
  HALVING,
  NEAR,
  nounOfVerb,
  type Pattern,
  type Reader,
  RISING,
  subject,
  TRIPLING,
  words,
} from './sentence-reader.ts';

/** "by 53 %", "53 % fewer FlatViews" */
export const percent: Pattern = (reader, at) => {
  const number = reader.number(at);
  if (number?.unit !== '%') return undefined;
  const isBy = reader.word(at - 1) === 'by' || reader.word(at - 2) === 'by';
  const compared = reader.find(COMPARED, at + 1, at + 2);
  if (!isBy && compared < 0) return undefined;
  const less = direction(reader, compared >= 0 ? compared : at, compared >= 0 ? compared + 1 : at);
  const noun = reader.atoms[compared >= 0 ? reader.nounAfter(compared, NEAR) : subject(reader, at)];
  if (less === undefined || noun?.kind !== 'noun') return undefined;
  const statement: Statement = { kind: 'percent', percent: number.figure, less, bound: boundOf(reader, at) };
  return reader.draft(noun, statement, at, Math.max(at, compared), [number]);
};

const COMPARED = words('fewer|less|more');
const HALF = words('half|third|quarter');
const PARTS: Readonly<Record<string, number>> = { half: 2, third: 3, quarter: 4 };

/** "3 times fewer", "by a factor of 3", "3x less" */
export const times: Pattern = (reader, at) => {
  const number = reader.number(at);
  if (!number || (number.unit !== '' && number.unit !== 'x')) return undefined;
  const isTimes = number.unit === 'x' || reader.word(at + 1) === 'times';
  const behind = number.unit === 'x' ? at + 1 : at + 2;
  const isFactor = reader.word(at - 1) === 'of' && reader.word(at - 2) === 'factor';
  const compared = isTimes && COMPARED.has(reader.word(behind)) ? behind : -1;
  if (compared < 0 && !isFactor) return undefined;
  const less = compared >= 0 ? reader.word(compared) !== 'more' : direction(reader, at, at);
  const noun = reader.atoms[compared >= 0 ? reader.nounAfter(compared, NEAR) : subject(reader, at)];
  if (less === undefined || noun?.kind !== 'noun') return undefined;
  const statement: Statement = { kind: 'times', times: number.figure, less, bound: boundOf(reader, at) };
  return reader.draft(noun, statement, at, Math.max(at, compared), [number]);
};

/** "halves the FlatViews", "cuts the FlatViews in half", "half as many FlatViews", "doubles" */
export const verbs: Pattern = (reader, at) => {
  const word = reader.word(at);
  const factor = HALVING.has(word) || DOUBLING.has(word) ? 2 : TRIPLING.has(word) ? 3 : undefined;
  const figure = (value: number): Figure => ({ value, grain: 0 });
  const cue = reader.atoms[at];
  if (factor !== undefined) {
    const noun = reader.atoms[nounOfVerb(reader, at)];
    if (noun?.kind !== 'noun') return undefined;
    const statement: Statement = {
      kind: 'times',
      times: figure(factor),
      less: HALVING.has(word),
      bound: boundOf(reader, at),
    };
    return reader.draft(noun, statement, at, at, [cue]);
  }
  if (!HALF.has(word)) return undefined;
  const asMany = reader.word(at + 1) === 'as' && /^(?:many|much)$/.test(reader.word(at + 2));
  const by = ['by', 'in', 'to'].includes(reader.word(at - 1)) && direction(reader, at, at) === true;
  // "by a third" leaves two thirds: only a half is the same either way
  if (!asMany && !(by && word === 'half')) return undefined;
  const noun = reader.atoms[asMany ? reader.nounAfter(at + 2, NEAR) : subject(reader, at)];
  if (noun?.kind !== 'noun') return undefined;
  const statement: Statement = {
    kind: 'times',
    times: figure(PARTS[word] ?? 2),
    less: true,
    bound: boundOf(reader, at),
  };
  return reader.draft(noun, statement, at, asMany ? at + 2 : at, [cue]);
};

/** "saves 120 MB of memory", "12 fewer FlatViews", "adds 2 FlatViews" */
export const difference: Pattern = (reader, at) => {
  const number = reader.number(at);
  if (!number) return undefined;
  // "more than two address spaces" is a rule
  if (reader.word(at - 1) === 'than') return undefined;
  const compared = COMPARED.has(reader.word(at + 1)) ? at + 1 : -1;
  const verb =
    reader.find(FALLING, at - NEAR, at) >= 0 ? true : reader.find(RISING, at - NEAR, at) >= 0 ? false : undefined;
  const by = reader.word(at - 1) === 'by';
  const less = compared >= 0 ? reader.word(compared) !== 'more' : by ? direction(reader, at, at) : verb;
  if (less === undefined || (compared < 0 && !by && reader.has(GENERAL, at - NEAR, at))) return undefined;
  const behind = reader.nounAfter(compared >= 0 ? compared : at, NEAR);
  const noun = reader.fits(by && behind < 0 ? subject(reader, at) : behind, number);
  const bytes = number.unit === 'bytes' && !noun ? memoryBehind(reader, at) : undefined;
  const counted = noun ?? bytes;
  if (!counted) return undefined;
  return reader.draft(counted, { kind: 'difference', by: number.figure, less }, at, Math.max(at, compared), [number]);
};

/** "120 MB of memory": the bare word counts only behind a size. */
function memoryBehind(reader: Reader, at: number): NounAtom | undefined {
  for (let i = at + 1; i <= at + NEAR; i++) {
    const atom = reader.atoms[i];
    if (atom?.kind === 'word' && (atom.word === 'memory' || atom.word === 'ram'))
      return { kind: 'noun', counted: 'memory', start: atom.start, end: atom.end };
  }
  return undefined;
}
