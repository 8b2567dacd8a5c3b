import { isCorePath, isViewWord, MAKERS, MAP_FIELDS, makesViews } from './core-files.ts';
import { type CoreHunk, coreHunks } from './core-hunks.ts';
import { changedCode, isCovered } from './cover.ts';
import { evidenceOf } from './evidence.ts';
import { matchTransition, type Side, type TransitionMatch } from './match-transition.ts';
import type { HunkLinePlace, Recognition, SourcePatch } from './model.ts';
import { renamingHunks } from './renames.ts';
import { TRANSITIONS } from './transitions.ts';

/** More than this much text of the core is not looked at: memory.c and exec.c together are about 250,000 characters. */
const MOST_CHARACTERS = 400_000;

/** A changed line with code that nothing explains. */
interface Unexplained {
  readonly place: HunkLinePlace;
  readonly scope: string;
  readonly makesViews: boolean;
}

/**
 * What a patch of the memory core changes in its behaviour, by evidence in its own text. Only changes between known
 * states are recognised: everything that such a change needs is there on both sides, and nothing else in code that
 * makes views.
 */
export function recognise(patch: SourcePatch): Recognition {
  const files = patch.files.filter((file) => isCorePath(file.oldPath) || isCorePath(file.newPath));
  if (files.length === 0) return plain('not-core', 'No file of the memory core is touched.');
  const broken = files.find((file) => file.hunks.some((hunk) => !hunk.whole));
  if (broken) {
    const path = broken.newPath || broken.oldPath;
    return plain('not-recognised', `A hunk of ${path} is truncated or corrupt, so its Before and After are not known.`);
  }
  if (sizeOf(files) > MOST_CHARACTERS) {
    return plain('not-recognised', 'The patch changes too much of the memory core at once to be looked at.');
  }
  const hunks = coreHunks(patch);
  const renaming = renamingHunks(hunks);
  const changing = hunks.filter((hunk) => !hunk.same && !renaming.has(hunk));
  if (changing.length === 0) return namesOnly(hunks, renaming);
  const nearest = nearestTransition(hunks);
  const unexplained = unexplainedIn(changing, nearest);
  const makers = unexplained.filter((line) => line.makesViews);
  const places = unexplained.map((line) => line.place);
  if (nearest && nearest.missing.length === 0) return complete(patch, nearest, makers, places);
  if (nearest) {
    return {
      ...plain(
        'not-recognised',
        `${near(nearest)}, but not seen in the patch are: in ${nearest.missing.join('; in ')}.`,
      ),
      unexplained: places,
    };
  }
  if (makers.length > 0) {
    const summary = `Code that makes views changes in a way that the model does not know: ${scopesIn(makers)}.`;
    return { ...plain('not-recognised', summary), unexplained: places };
  }
  const looked = scopesIn(unexplained);
  const summary = `Nothing that is known to make views changes; that does not mean no change. Looked at: ${looked}.`;
  return { ...plain('nothing-recognised', summary), unexplained: places };
}

function plain(status: Recognition['status'], summary: string): Recognition {
  return { status, summary, evidence: [], unexplained: [] };
}

function sizeOf(files: SourcePatch['files']): number {
  let size = 0;
  for (const file of files) for (const hunk of file.hunks) for (const line of hunk.lines) size += line.text.length + 1;
  return size;
}

function namesOnly(hunks: readonly CoreHunk[], renaming: ReadonlySet<CoreHunk>): Recognition {
  if (hunks.length === 0)
    return plain('nothing-recognised', 'A file of the memory core is moved or changes its mode; no line changes.');
  const what = renaming.size > 0 ? 'names/comments' : 'comments and white space';
  return plain('nothing-recognised', `Only ${what} change.`);
}

/** The transition that the patch makes, or of which it has most; undefined where it has nothing of any. */
function nearestTransition(hunks: readonly CoreHunk[]): TransitionMatch | undefined {
  let best: TransitionMatch | undefined;
  for (const transition of TRANSITIONS) {
    for (const reversed of [false, true]) {
      const match = matchTransition(hunks, transition, reversed);
      if (match.missing.length === 0) return match;
      if (match.score > (best?.score ?? 0)) best = match;
    }
  }
  return best;
}

function near(match: TransitionMatch): string {
  const { commit, title } = match.transition;
  return `This is near ${match.reversed ? 'taking back ' : ''}${commit} ("${title}")`;
}

function complete(
  patch: SourcePatch,
  match: TransitionMatch,
  makers: readonly Unexplained[],
  unexplained: readonly HunkLinePlace[],
): Recognition {
  const { transition, reversed } = match;
  if (makers.length > 0) {
    const summary = `${near(match)}, but more of the code that makes views changes: ${scopesIn(makers)}.`;
    return { ...plain('not-recognised', summary), unexplained };
  }
  const path = match.found[0]?.hunk.path ?? '';
  if (match.found.some(({ hunk }) => !transition.paths.includes(hunk.path))) {
    const summary = `${near(match)}, but in ${path}: of a core with its code there the model does not have both states.`;
    return { ...plain('not-recognised', summary), unexplained };
  }
  const before = reversed ? transition.to : transition.from;
  const after = reversed ? transition.from : transition.to;
  return {
    status: 'recognised',
    summary: reversed
      ? `The patch takes back ${transition.commit} ("${transition.title}").`
      : `The patch does what ${transition.commit} does ("${transition.title}").`,
    before,
    after,
    evidence: evidenceOf(match, before, after, path, patch),
    unexplained,
  };
}

function unexplainedIn(hunks: readonly CoreHunk[], match: TransitionMatch | undefined): Unexplained[] {
  const list: Unexplained[] = [];
  for (const hunk of hunks) {
    for (const { side, line, tokens } of changedCode(hunk)) {
      if (match && isCovered(hunk, side, tokens, match.found, match.reversed)) continue;
      const scope = hunk[side].scopes[tokens[0] ?? 0] ?? '';
      const views = tokens.some((index) => makesViewsAt(hunk, side, index));
      if (!hunk.source && !views) continue;
      list.push({ place: { file: hunk.file, hunk: hunk.hunk, line }, scope, makesViews: views });
    }
  }
  return list.sort((a, b) => a.place.file - b.place.file || a.place.hunk - b.place.hunk || a.place.line - b.place.line);
}

/** Whether a changed token is of code that makes views: by its function, by what it calls, or by the field it sets. */
function makesViewsAt(hunk: CoreHunk, side: Side, index: number): boolean {
  const { tokens, scopes } = hunk[side];
  const scope = scopes[index] ?? '';
  const token = tokens[index];
  if (token === undefined) return false;
  if (makesViews(scope)) return true;
  if (MAKERS.has(token.text) && tokens[index + 1]?.text === '(') return true;
  const inFunction = scope !== '' && !scope.startsWith('struct ');
  if (!inFunction && isViewWord(token.text)) return true;
  // Without a function's name, indented code may be of any function.
  if (scope === '' && hunk.source && !token.first && isStatementOutside(hunk, side, index)) return true;
  const next = tokens[index + 1]?.text ?? '';
  return tokens[index - 1]?.text === '->' && MAP_FIELDS.has(token.text) && /^[|&^+-]?=$/.test(next);
}

/** A hunk that names no function and shows indented statements before any declaration. */
function isStatementOutside(hunk: CoreHunk, side: Side, index: number): boolean {
  const { tokens } = hunk[side];
  return !tokens.slice(0, index).some((token) => token.first);
}

function scopesIn(lines: readonly Unexplained[]): string {
  const names = [...new Set(lines.map((line) => line.scope || 'declarations'))];
  return names.length === 0 ? 'declarations in headers' : names.join(', ');
}
