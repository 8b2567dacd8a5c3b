import { type CToken, isIdentifier } from './c-tokens.ts';

/** Tokens, made ready for digests of their runs. */
interface Prepared {
  /** Two hashes of each token. */
  readonly first: Int32Array;
  readonly second: Int32Array;
  /** Which name a token is, where it is a free one; else -1. */
  readonly names: Int32Array;
  /** The digests of the runs of a length, by where they begin; 0 where it is not known yet. */
  readonly digests: Map<number, Float64Array>;
}

const KEYWORDS = new Set(
  (
    'auto bool break case char const continue default do double else enum extern false float for goto if inline int ' +
    'long NULL register return short signed sizeof static struct switch true typedef union unsigned void volatile while'
  ).split(' '),
);

/** Keywords, and what is written as macros and types are. */
export function isFixedWord(name: string): boolean {
  return KEYWORDS.has(name) || /^[A-Z][A-Z0-9_]+$|^[A-Z][a-z]|\w_t$/.test(name);
}

/** A field of a struct, or a function that is called. */
export function isUsedAsFixed(tokens: readonly CToken[], at: number): boolean {
  const previous = tokens[at - 1]?.text;
  return previous === '->' || previous === '.' || tokens[at + 1]?.text === '(';
}

/**
 * A name for which its order of appearance stands in a digest: whether it is a variable is seen only where it is bound.
 * All digests of this folder rest on this rule.
 */
function isFree(tokens: readonly CToken[], at: number): boolean {
  const name = tokens[at]?.text ?? '';
  return isIdentifier(name) && !isFixedWord(name) && !isUsedAsFixed(tokens, at);
}

/** The free names of a run of tokens, in the order in which they first appear. */
export function freeNames(tokens: readonly CToken[], at: number, length: number): string[] {
  const names = new Set<string>();
  for (let i = at; i < at + length; i++) if (isFree(tokens, i)) names.add(tokens[i]?.text ?? '');
  return [...names];
}

const prepared = new WeakMap<readonly CToken[], Prepared>();

/** A digest of 53 bits of a run of tokens, which is the same with other free names in the same places. */
export function digestAt(tokens: readonly CToken[], at: number, length: number): number {
  const ready = prepared.get(tokens) ?? prepare(tokens);
  const digests = ready.digests.get(length) ?? new Float64Array(tokens.length);
  ready.digests.set(length, digests);
  const digest = digests[at] || digestOf(ready, at, length);
  digests[at] = digest;
  return digest;
}

function prepare(tokens: readonly CToken[]): Prepared {
  const count = tokens.length;
  const names = new Map<string, number>();
  const ready = { first: new Int32Array(count), second: new Int32Array(count), names: new Int32Array(count).fill(-1) };
  tokens.forEach(({ text }, i) => {
    ready.first[i] = hash(text, 0x811c9dc5);
    ready.second[i] = hash(text, 0x41c6ce57);
    if (!isFree(tokens, i)) return;
    const name = names.get(text) ?? names.size;
    names.set(text, name);
    ready.names[i] = name;
  });
  const all = { ...ready, digests: new Map() };
  prepared.set(tokens, all);
  return all;
}

/** FNV-1a. */
function hash(text: string, seed: number): number {
  let value = seed;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value;
}

/** As cyrb53 mixes, but over tokens. */
function digestOf(ready: Prepared, at: number, length: number): number {
  const slots: number[] = [];
  let a = 0xdeadbeef ^ length;
  let b = 0x41c6ce57 ^ length;
  for (let i = at; i < at + length; i++) {
    const name = ready.names[i] ?? -1;
    let one = ready.first[i] ?? 0;
    let other = ready.second[i] ?? 0;
    if (name >= 0) {
      let slot = slots.indexOf(name);
      if (slot < 0) slot = slots.push(name) - 1;
      one = slot + 1;
      other = ~slot;
    }
    a = Math.imul(a ^ one, 2654435761);
    b = Math.imul(b ^ other, 1597334677);
    a = (a << 13) | (a >>> 19);
    b = (b << 17) | (b >>> 15);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return 4294967296 * (2097151 & b) + (a >>> 0);
}
