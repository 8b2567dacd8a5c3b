import type { GitRepository } from '../host/types.ts';
import { type Applied, type AppliedHunk, type ApplyOptions, applyFile, type FailedHunk } from '../patch/apply.ts';
import type { FilePatch } from '../patch/model.ts';

/** So many commits that change a file are looked through, the newest first. */
export const MOST_COMMITS = 200;

/** The newest commit to which changes of files apply, and how closely. */
export interface Fit {
  readonly commit: string;
  /** "exactly". */
  readonly words: string;
  /** In the order of the changes. */
  readonly files: readonly FittedFile[];
}

interface FittedFile {
  readonly before: string;
  readonly after: string;
  readonly hunks: readonly AppliedHunk[];
}

export interface FitSearch {
  readonly found?: Fit;
  /** The commits that have all the files, in different states: the newest first. */
  readonly tried: readonly string[];
  /** Why the first change does not apply to the newest of them. */
  readonly failed?: FailedHunk;
}

/** A commit, and the texts of the files there. */
interface Candidate {
  readonly commit: string;
  readonly befores: readonly string[];
}

interface Fitting {
  readonly options: ApplyOptions;
  readonly fits: (hunk: AppliedHunk) => boolean;
  readonly words: string;
}

/** How closely a patch may fit, the closest first. */
const FITS: readonly Fitting[] = [
  { options: {}, fits: ({ offset }) => offset === 0, words: 'exactly' },
  { options: {}, fits: () => true, words: 'at other lines' },
  { options: { context: 1 }, fits: () => true, words: 'with one line of context' },
  { options: { between: 3 }, fits: () => true, words: 'if other lines may stand between its own' },
];

/** The newest commit to which all the changes apply, the closest fit first: of those given, else of HEAD's history. */
export async function newestFit(
  repository: GitRepository,
  changes: readonly FilePatch[],
  commits?: readonly string[],
): Promise<FitSearch> {
  const paths = changes.map(({ oldPath }) => oldPath);
  const candidates = new Map<string, Candidate>();
  const [exactly, ...loosely] = FITS;
  const search = (fit: Fitting | undefined, among: readonly Candidate[]): FitSearch | undefined => {
    const found = fit && firstFit(fit, changes, among);
    return found && { found, tried: [...candidates.values()].map(({ commit }) => commit) };
  };
  let looked = 0;
  for await (const states of commits ? [commits] : repository.states(paths, 'HEAD')) {
    const fresh = await candidatesOf(repository, states, paths, candidates);
    const found = search(exactly, fresh);
    if (found) return found;
    looked += states.length;
    if (looked > MOST_COMMITS) break;
  }
  const all = [...candidates.values()];
  for (const fit of loosely) {
    const found = search(fit, all);
    if (found) return found;
  }
  const [newest] = all;
  const against = newest && changes[0] && applyTo(newest.befores[0] ?? '', changes[0]);
  return {
    tried: all.map(({ commit }) => commit),
    ...(against && 'failed' in against ? { failed: against.failed } : {}),
  };
}

/** Adds the commits that have all the files in a state that is not among the candidates; gives those. */
async function candidatesOf(
  repository: GitRepository,
  commits: readonly string[],
  paths: readonly string[],
  candidates: Map<string, Candidate>,
): Promise<readonly Candidate[]> {
  const ids = await repository.blobIds(commits.flatMap((commit) => paths.map((path) => `${commit}:${path}`)));
  const blobs = await repository.blobs([...new Set(ids.filter((id) => id !== undefined))]);
  const texts = new Map(blobs.flatMap((blob) => (blob ? [[blob.id, blob.text]] : [])));
  return commits.flatMap((commit, i) => {
    const own = ids.slice(i * paths.length, (i + 1) * paths.length);
    const befores = own.flatMap((id) => texts.get(id ?? '') ?? []);
    if (befores.length < paths.length || candidates.has(own.join())) return [];
    const made = { commit, befores };
    candidates.set(own.join(), made);
    return [made];
  });
}

/** The first of the candidates to which all the changes apply so closely; a text is tried once. */
function firstFit(fit: Fitting, changes: readonly FilePatch[], candidates: readonly Candidate[]): Fit | undefined {
  const known = changes.map(() => new Map<string, FittedFile | undefined>());
  for (const { commit, befores } of candidates) {
    const files: FittedFile[] = [];
    for (const [at, before] of befores.entries()) {
      const [file, memo] = [changes[at], known[at]];
      if (file && memo && !memo.has(before)) memo.set(before, fitted(before, file, fit));
      const sides = memo?.get(before);
      if (!sides) break;
      files.push(sides);
    }
    if (files.length === changes.length) return { commit, words: fit.words, files };
  }
  return undefined;
}

function fitted(before: string, file: FilePatch, { options, fits }: Fitting): FittedFile | undefined {
  const applied = applyTo(before, file, { ...options, brief: true });
  if ('failed' in applied || !applied.hunks.every(fits)) return undefined;
  return { before, after: applied.text, hunks: applied.hunks };
}

/** Without any context in a file's hunks there are no ends to hold on to (git diff -U0). */
export function applyTo(before: string, file: FilePatch, options: ApplyOptions = {}): Applied {
  const context = file.hunks.some((hunk) => hunk.lines.some((line) => line.kind === 'context'));
  return applyFile(before, file, { ...options, unidiffZero: !context && file.oldPath !== '' && file.newPath !== '' });
}

export const shortId = (id: string): string => id.slice(0, 12);
