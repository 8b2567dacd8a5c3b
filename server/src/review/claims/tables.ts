import { type Atom, atomsOf, type NounAtom, type NumberAtom } from './atoms.ts';
import { type ProseLine, Sentence } from './prose.ts';
import type { Draft } from './sentence-reader.ts';

/** A line of a table whose columns are Before and After, or whose lines are. */
export interface TableRow {
  readonly sentence: Sentence;
  readonly drafts: readonly Draft[];
}

const nounsOf = (atoms: readonly Atom[]): readonly NounAtom[] => atoms.filter((atom) => atom.kind === 'noun');
const numbersOf = (atoms: readonly Atom[]): readonly NumberAtom[] =>
  atoms.filter((atom) => atom.kind === 'number' && atom.unit !== 'other').filter((atom) => atom.kind === 'number');

/**
 * The claims of a paragraph that is a table: a head with "before" and "after" over lines "FlatViews 557 260", or lines
 * "before: 557" and "after: 260" below or beside what they count. Empty where the paragraph is none.
 */
export function tableRows(lines: readonly ProseLine[]): readonly TableRow[] {
  const rows = lines.map((line) => ({ line, atoms: atomsOf(line.text) }));
  const head = rows.findIndex(
    ({ line, atoms }) => /\bbefore\b.{1,60}\bafter\b/i.test(line.text) && numbersOf(atoms).length === 0,
  );
  return head >= 0 ? columns(rows.slice(head + 1)) : pairs(rows);
}

type Row = { readonly line: ProseLine; readonly atoms: readonly Atom[] };

/** "FlatViews 557 260", below a head that says which is which. */
const columns = (rows: readonly Row[]): readonly TableRow[] =>
  rows.flatMap(({ line, atoms }) => {
    const [noun] = nounsOf(atoms);
    const [before, after] = numbersOf(atoms);
    const fits = noun && before && after && (noun.counted === 'memory') === (before.unit === 'bytes');
    if (!fits || noun.start > before.start) return [];
    return [{ sentence: Sentence.of([line]), drafts: [draftOf(noun, before, after)] }];
  });

/** "before: 557 FlatViews" on one line and "after: 260" on the next, or on one that follows. */
function pairs(rows: readonly Row[]): readonly TableRow[] {
  const found: TableRow[] = [];
  const side = (row: Row | undefined, word: RegExp): NumberAtom | undefined => {
    const numbers = row && word.test(row.line.text) ? numbersOf(row.atoms) : [];
    return numbers.length === 1 ? numbers[0] : undefined;
  };
  rows.forEach((row, i) => {
    const next = rows[i + 1];
    const before = side(row, /^\W{0,4}(?:before|old|without)\b/i);
    const after = side(next, /^\W{0,4}(?:after|new|now|with)\b/i);
    if (!before || !after || !next) return;
    const noun = nounsOf(row.atoms)[0] ?? nounsOf(next.atoms)[0];
    const above = rows.slice(Math.max(0, i - 2), i).flatMap(({ atoms }) => nounsOf(atoms));
    const sentence = Sentence.of([row.line, next.line]);
    const shift = row.line.text.length + 1;
    const last = { ...after, start: after.start + shift, end: after.end + shift };
    const isNext = noun !== undefined && nounsOf(row.atoms).length === 0;
    const own = noun
      ? { ...noun, start: noun.start + (isNext ? shift : 0), end: noun.end + (isNext ? shift : 0) }
      : undefined;
    // what both lines count stands above them
    const [only, more] = above;
    const counted = own ?? (only && !more ? { ...only, start: before.start, end: before.end } : undefined);
    if (!counted || (counted.counted === 'memory') !== (before.unit === 'bytes')) return;
    found.push({ sentence, drafts: [draftOf(counted, before, last)] });
  });
  return found;
}

function draftOf(noun: NounAtom, before: NumberAtom, after: NumberAtom): Draft {
  const statement = { kind: 'change', before: before.figure, after: after.figure } as const;
  return { noun, statement, start: before.start, end: after.end };
}
