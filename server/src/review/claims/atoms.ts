import type { Counted, Figure } from './model.ts';

/** A word of a sentence as claims are made of them; offsets in the sentence. */
export type Atom = { readonly start: number; readonly end: number } & (
  | {
      readonly kind: 'number';
      readonly figure: Figure;
      readonly unit: Unit;
      readonly scale: number;
      readonly spelled: boolean;
    }
  | { readonly kind: 'arrow' }
  | { readonly kind: 'noun'; readonly counted: Counted }
  | { readonly kind: 'word'; readonly word: string }
  | { readonly kind: 'stop' }
);

export type NumberAtom = Extract<Atom, { kind: 'number' }>;
export type NounAtom = Extract<Atom, { kind: 'noun' }>;

/** What stands behind a number: nothing, %, "x", or a unit of memory; `other`: it counts something else (25s, 64-bit). */
export type Unit = '' | '%' | 'x' | 'bytes' | 'other';

/** What counts as what; the first that fits. `\s?` takes the blank, hyphen or nothing between two words. */
const NOUNS: readonly (readonly [RegExp, Counted])[] = [
  [/(?:non-?\s?empty|full) (?:flat\s?views?|fvs?)\b(?!\()/iy, 'fullFlatViews'],
  [/empty (?:flat\s?views?|fvs?)\b/iy, 'emptyFlatViews'],
  [/(?:temporary|created|allocated|new) (?:flat\s?views?|fvs?)\b/iy, 'flatViewsCreated'],
  [/(?:flat\s?views?|fvs)(?:'s|s')?(?![\w(]|\.[a-z])/iy, 'flatViews'],
  [/(?:temporary|created|allocated) dispatch (?:trees?|tables?)\b/iy, 'dispatchTreesCreated'],
  [/dispatch (?:trees?|tables?)\b|addressspacedispatch(?:es)?\b(?! \*)/iy, 'dispatchTrees'],
  [/(?:dispatch|radix|radix tree|phys_?map|physpagemap) nodes? allocated\b/iy, 'dispatchNodesAllocated'],
  [/allocated (?:dispatch|radix|radix tree|phys_?map|physpagemap) nodes?\b/iy, 'dispatchNodesAllocated'],
  [/(?:dispatch|radix|radix tree|phys_?map|physpagemap) nodes?\b/iy, 'dispatchNodes'],
  [/(?:dispatch|memory\s?region|physical) ?sections?\b/iy, 'dispatchSections'],
  [/flat\s?ranges?\b/iy, 'flatRanges'],
  [/address\s?spaces\b|\bASe?s\b/y, 'addressSpaces'],
  [/memory (?:footprint|consumption|usage|use)\b|host memory\b|resident set\b|\brss\b/iy, 'memory'],
  [/(?:memory )?transaction commits?\b|memory transactions?\b|topology (?:updates|rebuilds)\b/iy, 'commits'],
];

const NUMBER =
  /(~ ?|≈ ?)?(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?:(\s?%)|(x)(?!\w)|(\s?[kKMGT]i?B)(?!\w)|( ?[kKMGT])(?!\w)|( bytes)\b)?/y;
const ARROW = /-{1,2}>|=>|→|⇒/y;
const WORD = /[A-Za-z_][\w'-]*/y;
const STOP = /[,;:()[\]]/y;
const ABOUT = /(?:about|around|roughly|approximately|nearly|almost|some|circa|ca\.|approx\.?)\s+$/i;
const GLUED = /[\w.#/@:+=-]$/;

const WORD_NUMBERS: ReadonlyMap<string, number> = new Map(
  ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'].map((word, i) => [word, i]),
);

/** Sentences are cut off behind so many characters. */
const LONGEST = 4000;

/** The words, numbers and nouns of a sentence. Linear: every pattern is sticky and bounded. */
export function atomsOf(sentence: string): readonly Atom[] {
  const text = sentence.slice(0, LONGEST);
  const atoms: Atom[] = [];
  for (let at = 0; at < text.length; ) {
    const atom = atomAt(text, at);
    if (atom) atoms.push(atom);
    at = atom ? atom.end : at + 1;
  }
  return atoms;
}

function atomAt(text: string, at: number): Atom | undefined {
  const arrow = match(ARROW, text, at);
  if (arrow) return { kind: 'arrow', start: at, end: at + arrow[0].length };
  const free = at === 0 || !/[\w-]/.test(text[at - 1] ?? '');
  if (free) {
    for (const [pattern, counted] of NOUNS) {
      const noun = match(pattern, text, at);
      if (noun) return { kind: 'noun', counted, start: at, end: at + noun[0].length };
    }
  }
  const number = numberAt(text, at);
  if (number) return number;
  const word = match(WORD, text, at);
  if (word) return { kind: 'word', word: word[0].toLowerCase(), start: at, end: at + word[0].length };
  // what is glued to other characters is a name, a version, an address: it is taken whole
  const glued = /\d/.test(text[at] ?? '') ? match(/[\w.:/@-]+/y, text, at) : null;
  if (glued) return { kind: 'word', word: glued[0].toLowerCase(), start: at, end: at + glued[0].length };
  return match(STOP, text, at) ? { kind: 'stop', start: at, end: at + 1 } : undefined;
}

function numberAt(text: string, at: number): NumberAtom | undefined {
  const found = match(NUMBER, text, at);
  if (!found) {
    const word = match(WORD, text, at);
    const value = WORD_NUMBERS.get(word?.[0].toLowerCase() ?? '');
    if (!word || value === undefined || GLUED.test(text.slice(Math.max(0, at - 1), at))) return undefined;
    return {
      kind: 'number',
      figure: { value, grain: 0 },
      unit: '',
      scale: 1,
      spelled: true,
      start: at,
      end: at + word[0].length,
    };
  }
  const [whole, tilde, digits = '', percent, times, size, letter, bytes] = found;
  const end = at + whole.length;
  if (GLUED.test(text.slice(Math.max(0, at - 1), at)) || /^(?:[\w@#]|[.:/]\w|-\w)/.test(text.slice(end, end + 2)))
    return undefined;
  const value = Number(digits.replaceAll(',', ''));
  const about = tilde !== undefined || ABOUT.test(text.slice(Math.max(0, at - 16), at));
  const scale = unitScale((size ?? letter ?? '').trim(), size !== undefined);
  const decimals = digits.split('.')[1]?.length ?? 0;
  const shown = 10 ** -decimals;
  const grain = about ? Math.max(shown, roundness(value)) * scale : scale > 1 || decimals > 0 ? shown * scale : 0;
  const unit: Unit = percent ? '%' : times ? 'x' : size || bytes || /[MGT]/.test(letter ?? '') ? 'bytes' : '';
  const seconds = unit === '' && /^ ?(?:s|ms|us|ns|sec|seconds?|minutes?|bits?|hz)\b/i.test(text.slice(end, end + 9));
  return {
    kind: 'number',
    figure: { value: value * scale, grain },
    unit: seconds ? 'other' : unit,
    scale,
    spelled: false,
    start: at,
    end,
  };
}

/** 800000 is round to 100000, 557 to 1. */
function roundness(value: number): number {
  let unit = 1;
  while (value !== 0 && value % (unit * 10) === 0) unit *= 10;
  return unit;
}

const POWERS = ['', 'k', 'm', 'g', 't'];

/** Sizes in powers of 1024, as those who measure memory mean them; "300k" of things is in powers of 1000. */
function unitScale(unit: string, isSize: boolean): number {
  const letter = unit.charAt(0).toLowerCase();
  const power = Math.max(0, POWERS.indexOf(letter));
  return (isSize || letter !== 'k' ? 1024 : 1000) ** power;
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
