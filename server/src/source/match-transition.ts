import { append } from '../text/append.ts';
import type { CoreHunk, HunkSide } from './core-hunks.ts';
import { type Bindings, lengthOf, matchAt, NO_BINDINGS, type Pattern } from './patterns.ts';
import { type Change, type Piece, type Transition, whole } from './transition.ts';

export type Side = 'before' | 'after';
export const SIDES: readonly Side[] = ['before', 'after'];

/** A change found in a hunk: where its pieces begin in the tokens of each side. */
export interface FoundChange {
  readonly change: Change;
  readonly hunk: CoreHunk;
  readonly start: Readonly<Record<Side, number>>;
}

export interface TransitionMatch {
  readonly transition: Transition;
  readonly reversed: boolean;
  readonly found: readonly FoundChange[];
  /** What is not there as it has to be; empty where the patch makes this transition. */
  readonly missing: readonly string[];
  /** How much of it is there, to choose the nearest. */
  readonly score: number;
}

/** A change's pieces on a side of the patch; a reversed patch has them the other way round. */
export function piecesOn(change: Change, side: Side, reversed: boolean): readonly Piece[] {
  return (side === 'before') === reversed ? change.after : change.before;
}

/** The function that a change is in on a side of the patch. */
function scopeOn(change: Change, side: Side, reversed: boolean): string {
  return (side === 'before') === reversed ? change.in : (change.was ?? change.in);
}

/** How much of a transition's changes a patch makes. */
export function matchTransition(
  hunks: readonly CoreHunk[],
  transition: Transition,
  reversed: boolean,
): TransitionMatch {
  const found: FoundChange[] = [];
  const missing: string[] = [];
  let score = 0;
  const names = new Map<string, Bindings>();
  for (const group of byFunction(transition.changes)) {
    const candidates = group.map((change) => candidatesOf(hunks, change, reversed));
    group.forEach((change, i) => {
      if (candidates[i]?.length !== 0) return;
      const lack = describeLack(hunks, change, reversed);
      missing.push(lack.text);
      score += lack.score;
    });
    const there = candidates.filter((list) => list.length > 0);
    const chosen = choose(there, 0, NO_BINDINGS);
    if (chosen === undefined || takesAnothersName(chosen.bindings, variablesIn(group, transition))) {
      missing.push(`the names of variables do not agree in ${group[0]?.in ?? ''}`);
      continue;
    }
    names.set(group[0]?.in ?? '', chosen.bindings);
    append(found, chosen.found);
    score += 10 * chosen.found.length;
  }
  append(missing, unlikeKnown(hunks, transition, names));
  return { transition, reversed, found, missing, score };
}

/** The metavariables that a function has in a transition: they are called as QEMU calls the variables. */
function variablesIn(group: readonly Change[], transition: Transition): Set<string> {
  const own = transition.known.filter((known) => known.in === group[0]?.in).flatMap((known) => known.code);
  const codes = [...group.flatMap((change) => [...whole(change.before), ...whole(change.after)]), ...own];
  return new Set(codes.flatMap(({ names }) => names).filter((name) => name.startsWith('$')));
}

/** A variable that goes by the name of another one of the function, while that one is not seen to have a new name. */
function takesAnothersName(bindings: Bindings, variables: ReadonlySet<string>): boolean {
  return [...bindings].some(([variable, name]) => {
    const other = `$${name}`;
    return other !== variable && variables.has(other) && !bindings.has(other);
  });
}

function byFunction(changes: readonly Change[]): Change[][] {
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    const key = change.in;
    const group = groups.get(key);
    if (group && key !== '') group.push(change);
    else groups.set(key, [change]);
  }
  return [...groups.values()];
}

interface Candidate {
  readonly found: FoundChange;
  readonly codes: Readonly<Record<Side, Pattern>>;
}

/** Every place where a change's pieces stand on both sides, between the same lines of context. */
function candidatesOf(hunks: readonly CoreHunk[], change: Change, reversed: boolean): Candidate[] {
  const codes = {
    before: whole(piecesOn(change, 'before', reversed)),
    after: whole(piecesOn(change, 'after', reversed)),
  };
  const list: Candidate[] = [];
  for (const hunk of hunks) {
    if (hunk.same || !hunk.source) continue;
    const starts = SIDES.map((side) => places(hunk[side], codes[side], scopeOn(change, side, reversed)));
    for (const before of starts[0] ?? []) {
      for (const after of starts[1] ?? []) {
        if (!betweenSameLines(hunk, codes, before, after)) continue;
        list.push({ found: { change, hunk, start: { before, after } }, codes });
        if (list.length >= 8) return list;
      }
    }
  }
  return list;
}

/** Where a pattern stands in a function on a side of a hunk. */
function places(side: HunkSide, code: Pattern, scope: string): number[] {
  const list: number[] = [];
  if (scope !== '' && !side.scopeNames.has(scope)) return list;
  const length = lengthOf(code);
  let inside = -1;
  for (let at = 0; at + length <= side.tokens.length; at++) {
    if (scope !== '' && inside < at) inside = side.scopes.indexOf(scope, at);
    if (scope !== '' && inside < 0) break;
    if (inside < at + length && matchAt(side.tokens, at, code, NO_BINDINGS)) list.push(at);
  }
  return list;
}

function betweenSameLines(
  hunk: CoreHunk,
  codes: Readonly<Record<Side, Pattern>>,
  before: number,
  after: number,
): boolean {
  const ends: readonly (readonly [number, number])[] = [
    [before, after],
    [before + lengthOf(codes.before) - 1, after + lengthOf(codes.after) - 1],
  ];
  return ends.every(([b, a]) => {
    const one = hunk.before.tokens[b];
    const other = hunk.after.tokens[a];
    return one !== undefined && other !== undefined && !one.changed && !other.changed && one.line === other.line;
  });
}

/** One candidate for each change of a function, such that the names of its variables agree throughout. */
function choose(
  lists: readonly (readonly Candidate[])[],
  index: number,
  bindings: Bindings,
): { found: FoundChange[]; bindings: Bindings } | undefined {
  const list = lists[index];
  if (list === undefined) return { found: [], bindings };
  for (const { found, codes } of list) {
    const withBefore = matchAt(found.hunk.before.tokens, found.start.before, codes.before, bindings);
    const withBoth = withBefore && matchAt(found.hunk.after.tokens, found.start.after, codes.after, withBefore);
    const rest = withBoth && choose(lists, index + 1, withBoth);
    if (rest) return { found: [found, ...rest.found], bindings: rest.bindings };
  }
  return undefined;
}

/** Names the first piece of a change that does not follow the ones before it, on the side that lacks most. */
function describeLack(hunks: readonly CoreHunk[], change: Change, reversed: boolean): { text: string; score: number } {
  let score = 0;
  let text = '';
  for (const side of ['after', 'before'] as const) {
    const pieces = piecesOn(change, side, reversed);
    const scope = scopeOn(change, side, reversed);
    const where = scope === '' ? 'the declarations' : scope;
    const reached = longestRun(hunks, side, pieces, scope);
    score += pieces.filter((piece) => piece.says && standsOnChangedLine(hunks, side, piece, scope)).length;
    const next = pieces.slice(reached).find((piece) => piece.says);
    if (text === '' && reached < pieces.length) text = `${where} (${side}): ${next?.says ?? change.says}`;
  }
  return { text: text || `${change.in}: ${change.says}`, score };
}

/** How many pieces, from the first, stand one after another somewhere. */
function longestRun(hunks: readonly CoreHunk[], side: Side, pieces: readonly Piece[], scope: string): number {
  for (let count = pieces.length; count > 0; count--) {
    const code = whole(pieces.slice(0, count));
    if (hunks.some((hunk) => !hunk.same && places(hunk[side], code, scope).length > 0)) return count;
  }
  return 0;
}

function standsOnChangedLine(hunks: readonly CoreHunk[], side: Side, piece: Piece, scope: string): boolean {
  return hunks.some((hunk) => {
    const { tokens } = hunk[side];
    return places(hunk[side], [piece.code], scope).some((at) =>
      tokens.slice(at, at + piece.code.length).some((token) => token.changed),
    );
  });
}

/** Code around the change that the hunks show and that is not as known. */
function unlikeKnown(
  hunks: readonly CoreHunk[],
  transition: Transition,
  names: ReadonlyMap<string, Bindings>,
): string[] {
  const missing = new Set<string>();
  for (const known of transition.known) {
    const bindings = names.get(known.in) ?? NO_BINDINGS;
    for (const hunk of hunks) {
      for (const side of SIDES) {
        const { tokens } = hunk[side];
        for (const at of places(hunk[side], [known.starts], known.in)) {
          const shown = shownOf(known.code, tokens.length - at);
          if (!shown || !matchAt(tokens, at, shown, bindings)) missing.add(`${known.in} (${side}): ${known.says}`);
        }
      }
    }
  }
  return [...missing];
}

/** The lines of known code that a hunk shows before it ends; undefined where it ends inside of one. */
function shownOf(code: Pattern, most: number): Pattern | undefined {
  let length = 0;
  const shown = code.filter((one) => {
    length += one.length;
    return length <= most;
  });
  return shown.length === code.length || lengthOf(shown) === most ? shown : undefined;
}
