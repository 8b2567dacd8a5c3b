import type { Atom, NounAtom, NumberAtom } from './atoms.ts';
import type { Bound, Figure, Statement } from './model.ts';

/** A claim in one sentence; offsets in the sentence. */
export interface Draft {
  readonly noun: Pick<NounAtom, 'counted' | 'start' | 'end'>;
  readonly statement: Statement;
  readonly start: number;
  readonly end: number;
}

/** How far a noun may stand from what is said of it, in words. */
const FAR = 12;
const NEAR = 3;

const FALLS =
  'reduce|reduces|reduced|reducing|cut|cuts|cutting|lower|lowers|shrink|shrinks|drop|drops|save|saves|saving|decrease|decreases|decreased|remove|removes|avoid|avoids|free|frees|fewer|less';
const RISES = 'increase|increases|increased|raise|raises|grow|grows|add|adds|adding|more|additional|extra|cost|costs';
const words = (list: string): ReadonlySet<string> => new Set(list.split('|'));
const FALLING = words(FALLS);
const RISING = words(RISES);
const HALVING = words('halve|halves|halved|halving');
const DOUBLING = words('double|doubles|doubled|doubling');
const TRIPLING = words('triple|triples|tripled');
/** What tells a count of what is there from a number that a rule or a design has. */
const EXISTING = words(
  'alive|exist|exists|existed|remain|remains|remaining|left|there|only|just|total|altogether|now|instead|created|allocated|live|leaves|leaving|got|get|gives|shows|showed|see|results|resulting|ends|end|uses|used|need|needs',
);
/** Rules and limits, not what one machine has. */
const GENERAL = words(
  'each|every|per|any|up|most|maximum|max|limit|limited|support|supports|least|either|both|other|these|those',
);
const BEFORE = words('before|previously|formerly|originally|currently|old|was|were|today');
const AFTER = words('after|afterwards|now|with|new|becomes|become|patched');
const SAME = words('same|unchanged|identical|unaffected');
const CHANGES = words('change|changes|changed|changing|affect|affects|alter|alters|difference|differences');
const NEGATIONS = words("no|not|doesn't|don't|didn't|won't|never|without|nor|cannot");

/** What a sentence claims, in its order; every number counts once. */
export function statementsIn(atoms: readonly Atom[]): readonly Draft[] {
  if (!atoms.some((atom) => atom.kind === 'noun')) return [];
  const reader = new Reader(atoms);
  const found: Found[] = [];
  const taken = new Set<Atom>();
  for (const pattern of PATTERNS) {
    for (let i = 0; i < atoms.length; i++) {
      const draft = pattern(reader, i);
      if (!draft || draft.uses.some((atom) => taken.has(atom))) continue;
      for (const atom of draft.uses) taken.add(atom);
      found.push(draft);
    }
  }
  return found.sort((a, b) => a.start - b.start).map(({ uses: _, ...draft }) => draft);
}

type Found = Draft & { readonly uses: readonly Atom[] };
type Pattern = (reader: Reader, at: number) => Found | undefined;

/** Looks around in a sentence. */
class Reader {
  constructor(readonly atoms: readonly Atom[]) {}

  number(at: number): NumberAtom | undefined {
    const atom = this.atoms[at];
    return atom?.kind === 'number' && atom.unit !== 'other' ? atom : undefined;
  }

  word(at: number): string {
    const atom = this.atoms[at];
    return atom?.kind === 'word' ? atom.word : '';
  }

  /** Whether one of `set` stands in [from, to). */
  has(set: ReadonlySet<string>, from = 0, to = this.atoms.length): boolean {
    for (let i = Math.max(0, from); i < to; i++) if (set.has(this.word(i))) return true;
    return false;
  }

  /** The index of one of `set` in [from, to), or -1. */
  find(set: ReadonlySet<string>, from: number, to: number): number {
    for (let i = Math.max(0, from); i < Math.min(to, this.atoms.length); i++) if (set.has(this.word(i))) return i;
    return -1;
  }

  /** The noun right behind `at`, no number between. */
  nounAfter(at: number, far: number): number {
    for (let i = at + 1; i <= at + far && i < this.atoms.length; i++) {
      const atom = this.atoms[i];
      if (atom?.kind === 'noun') return i;
      if (atom?.kind === 'number' || atom?.kind === 'arrow') return -1;
    }
    return -1;
  }

  /** The nearest noun before `at`; of a size, the nearest that is memory. */
  nounBefore(at: number, far: number, ofBytes = false): number {
    for (let i = at - 1; i >= at - far && i >= 0; i--) {
      const atom = this.atoms[i];
      if (atom?.kind === 'noun' && (!ofBytes || atom.counted === 'memory')) return i;
    }
    return -1;
  }

  /** A number's noun: the one right behind it, else the nearest before it. */
  nounOf(first: number, last: number): number {
    const behind = this.nounAfter(last, NEAR);
    const closes = behind >= 0 && this.atoms.slice(last + 1, behind).every((atom) => atom.kind === 'word');
    return closes ? behind : this.nounBefore(first, FAR, this.number(last)?.unit === 'bytes');
  }

  /** Bytes count memory, other numbers do not. */
  fits(noun: number, ...numbers: readonly NumberAtom[]): NounAtom | undefined {
    const atom = this.atoms[noun];
    if (atom?.kind !== 'noun') return undefined;
    const bytes = atom.counted === 'memory';
    const counts = ({ unit, figure }: NumberAtom) => unit === '' && Number.isInteger(figure.value);
    return numbers.every((one) => (bytes ? one.unit === 'bytes' : counts(one))) ? atom : undefined;
  }

  draft(noun: NounAtom, statement: Statement, first: number, last: number, uses: readonly (Atom | undefined)[]): Found {
    const start = this.atoms[first]?.start ?? 0;
    const end = this.atoms[last]?.end ?? start;
    return { noun, statement, start, end, uses: uses.filter((atom) => atom !== undefined) };
  }
}

/** "557 -> 260", "from 557 to 260", "557 to 260 FlatViews": before or behind its noun. */
const change: Pattern = (reader, at) => {
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
const beforeAfter: Pattern = (reader, at) => {
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
const instead: Pattern = (reader, at) => {
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

/** "by 53 %", "53 % fewer FlatViews" */
const percent: Pattern = (reader, at) => {
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
const times: Pattern = (reader, at) => {
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
const verbs: Pattern = (reader, at) => {
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
const difference: Pattern = (reader, at) => {
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

/** "only 4 FlatViews are alive", "FlatViews: 557", "the number of FlatViews is 4" */
const count: Pattern = (reader, at) => {
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
const created: Pattern = (reader, at) => {
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
const same: Pattern = (reader, at) => {
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

/** Whether what stands before `at`, or at it, makes less or more of something; undefined where nothing does. */
function direction(reader: Reader, at: number, to: number): boolean | undefined {
  for (let i = to; i >= Math.max(0, at - FAR); i--) {
    const word = reader.word(i);
    if (FALLING.has(word)) return true;
    if (RISING.has(word)) return false;
  }
  return undefined;
}

/** What a verb before "by" is done to: the noun behind "by N", else the one before. */
function subject(reader: Reader, at: number): number {
  return reader.nounBefore(at, FAR);
}

/** The object of a verb, else its subject. */
function nounOfVerb(reader: Reader, at: number): number {
  const behind = reader.nounAfter(at, 6);
  return behind >= 0 ? behind : reader.nounBefore(at, NEAR);
}

function boundOf(reader: Reader, at: number): Bound {
  const near = (set: ReadonlySet<string>) => reader.has(set, at - 3, at);
  if (near(words('almost|nearly'))) return 'less';
  return near(words('than|over|least')) && near(words('more|over|least')) ? 'more' : 'exactly';
}

/** The order matters: what says more takes its numbers first. */
const PATTERNS: readonly Pattern[] = [
  change,
  instead,
  beforeAfter,
  percent,
  times,
  verbs,
  difference,
  count,
  created,
  same,
];
