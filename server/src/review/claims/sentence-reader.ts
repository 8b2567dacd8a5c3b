import type { Atom, NounAtom, NumberAtom } from './atoms.ts';
import type { Bound, Statement } from './model.ts';

/** A claim in one sentence; offsets in the sentence. */
export interface Draft {
  readonly noun: Pick<NounAtom, 'counted' | 'start' | 'end'>;
  readonly statement: Statement;
  readonly start: number;
  readonly end: number;
}

/** How far a noun may stand from what is said of it, in words. */
export const FAR = 12;
export const NEAR = 3;

const FALLS =
  'reduce|reduces|reduced|reducing|cut|cuts|cutting|lower|lowers|shrink|shrinks|drop|drops|save|saves|saving|decrease|decreases|decreased|remove|removes|avoid|avoids|free|frees|fewer|less';
const RISES = 'increase|increases|increased|raise|raises|grow|grows|add|adds|adding|more|additional|extra|cost|costs';
export const words = (list: string): ReadonlySet<string> => new Set(list.split('|'));
export const FALLING = words(FALLS);
export const RISING = words(RISES);
export const HALVING = words('halve|halves|halved|halving');
export const DOUBLING = words('double|doubles|doubled|doubling');
export const TRIPLING = words('triple|triples|tripled');
/** What tells a count of what is there from a number that a rule or a design has. */
export const EXISTING = words(
  'alive|exist|exists|existed|remain|remains|remaining|left|there|only|just|total|altogether|now|instead|created|allocated|live|leaves|leaving|got|get|gives|shows|showed|see|results|resulting|ends|end|uses|used|need|needs',
);
/** Rules and limits, not what one machine has. */
export const GENERAL = words(
  'each|every|per|any|up|most|maximum|max|limit|limited|support|supports|least|either|both|other|these|those',
);
export const BEFORE = words('before|previously|formerly|originally|currently|old|was|were|today');
export const AFTER = words('after|afterwards|now|with|new|becomes|become|patched');
export const SAME = words('same|unchanged|identical|unaffected');
export const CHANGES = words('change|changes|changed|changing|affect|affects|alter|alters|difference|differences');
export const NEGATIONS = words("no|not|doesn't|don't|didn't|won't|never|without|nor|cannot");

export type Found = Draft & { readonly uses: readonly Atom[] };
export type Pattern = (reader: Reader, at: number) => Found | undefined;

/** Looks around in a sentence. */
export class Reader {
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

/** Whether what stands before `at`, or at it, makes less or more of something; undefined where nothing does. */
export function direction(reader: Reader, at: number, to: number): boolean | undefined {
  for (let i = to; i >= Math.max(0, at - FAR); i--) {
    const word = reader.word(i);
    if (FALLING.has(word)) return true;
    if (RISING.has(word)) return false;
  }
  return undefined;
}

/** What a verb before "by" is done to: the noun behind "by N", else the one before. */
export function subject(reader: Reader, at: number): number {
  return reader.nounBefore(at, FAR);
}

/** The object of a verb, else its subject. */
export function nounOfVerb(reader: Reader, at: number): number {
  const behind = reader.nounAfter(at, 6);
  return behind >= 0 ? behind : reader.nounBefore(at, NEAR);
}

export function boundOf(reader: Reader, at: number): Bound {
  const near = (set: ReadonlySet<string>) => reader.has(set, at - 3, at);
  if (near(words('almost|nearly'))) return 'less';
  return near(words('than|over|least')) && near(words('more|over|least')) ? 'more' : 'exactly';
}
