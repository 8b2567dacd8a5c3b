import type { Atom, NounAtom } from './atoms.ts';
import {
  BEFORE,
  CHANGES,
  EXISTING,
  FAR,
  GENERAL,
  NEAR,
  NEGATIONS,
  type Pattern,
  type Reader,
  SAME,
  words,
} from './sentence-reader.ts';

/** "only 4 FlatViews are alive", "FlatViews: 557", "the number of FlatViews is 4" */
export const count: Pattern = (reader, at) => {
  const number = reader.number(at);
  if (!number || number.spelled) return undefined;
  const behind = reader.nounAfter(at, NEAR);
  const adjectives = reader.atoms.slice(at + 1, behind).every((atom) => ADJECTIVES.has(wordOf(atom)));
  const noun = behind >= 0 && adjectives ? reader.fits(behind, number) : reader.fits(namedBefore(reader, at), number);
  if (!noun || reader.has(GENERAL, at - 6, at + 6)) return undefined;
  const named = behind < 0 || !adjectives;
  if (!named && !reader.has(EXISTING, at - 6, at + 9)) return undefined;
  const made = noun.counted === 'flatViews' && reader.has(MADE, at, at + 8) && !reader.has(ALIVE, at, at + 8);
  const side = reader.has(BEFORE, at - 6, at + 9)
    ? 'before'
    : reader.has(AFTER_ONLY, at - 6, at + 9)
      ? 'after'
      : 'unsaid';
  const counted = made ? { ...noun, counted: 'flatViewsCreated' as const } : noun;
  return reader.draft(counted, { kind: 'count', value: number.figure, side }, at, at, [number]);
};

/** "only 4 FlatViews are alive, and 2000 are created": the noun stands before. */
export const created: Pattern = (reader, at) => {
  const number = reader.number(at);
  const noun = reader.atoms[reader.nounBefore(at, FAR)];
  const verb = /^(?:is|are|were|get|got|being)$/.test(reader.word(at + 1)) ? at + 2 : at + 1;
  if (number?.unit !== '' || noun?.kind !== 'noun' || !MADE.has(reader.word(verb))) return undefined;
  const counted = MADE_OF[noun.counted];
  if (!counted) return undefined;
  return reader.draft({ ...noun, counted }, { kind: 'count', value: number.figure, side: 'unsaid' }, at, at, [number]);
};

const MADE_OF: Partial<Readonly<Record<NounAtom['counted'], NounAtom['counted']>>> = {
  flatViews: 'flatViewsCreated',
  flatViewsCreated: 'flatViewsCreated',
  dispatchTrees: 'dispatchTreesCreated',
  dispatchTreesCreated: 'dispatchTreesCreated',
};

const MADE = words('created|made|allocated|generated|rendered');
const ALIVE = words('alive|live|use|used|exist');
const AFTER_ONLY = words('after|afterwards|now|becomes|patched|remain|remains|left');
const ADJECTIVES = words('different|distinct|unique|separate|shared|live|identical|whole|such');
const wordOf = (atom: Atom): string => (atom.kind === 'word' ? atom.word : '');

/** "FlatViews: 557", "number of FlatViews is 557": the noun of a number behind a colon or a verb. */
function namedBefore(reader: Reader, at: number): number {
  const noun = reader.nounBefore(at, NEAR);
  if (noun < 0) return -1;
  const between = reader.atoms.slice(noun + 1, at);
  const isColon = between.length === 1 && between[0]?.kind === 'stop';
  const isVerb =
    between.length > 0 && between.every((atom) => /^(?:is|are|was|were|becomes?|now|only)$/.test(wordOf(atom)));
  const counts = reader.has(NUMBER_OF, noun - NEAR, noun);
  return isColon || (isVerb && counts) ? noun : -1;
}

/** "no change in FlatViews", "does not change the FlatViews", "FlatViews stay the same" */
export const same: Pattern = (reader, at) => {
  const word = reader.word(at);
  const cue = reader.atoms[at];
  if (CHANGES.has(word)) {
    const negation = reader.find(NEGATIONS, at - NEAR, at);
    if (negation < 0) return undefined;
    const noun = reader.atoms[reader.nounAfter(at, 6)];
    const counts = reader.has(NUMBER_OF, at, at + 6);
    // "never changes the address spaces" is said of what they show
    if (noun?.kind !== 'noun' || (noun.counted === 'addressSpaces' && !counts)) return undefined;
    return reader.draft(noun, { kind: 'same' }, negation, at, [cue]);
  }
  if (!SAME.has(word)) return undefined;
  const counts = reader.word(at + 1);
  const ahead = word === 'same' && NUMBER_OF.has(counts) ? reader.nounAfter(at, NEAR) : -1;
  const stays = reader.find(STAYS, at - 3, at);
  const noun = reader.atoms[ahead >= 0 ? ahead : stays >= 0 ? reader.nounBefore(stays, NEAR) : -1];
  if (noun?.kind !== 'noun' || (ahead < 0 && reader.has(NEGATIONS, stays, at))) return undefined;
  return reader.draft(noun, { kind: 'same' }, stays >= 0 ? stays : at, ahead >= 0 ? at + 1 : at, [cue]);
};

const NUMBER_OF = words('number|amount|count');
const STAYS = words('stay|stays|remain|remains|is|are');
