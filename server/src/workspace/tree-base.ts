import type { GitRepository } from '../host/types.ts';
import type { FilePatch } from '../patch/model.ts';
import { newestFit, shortId } from './newest-fit.ts';

/** The commit whose files are those that patches do not change. */
export interface TreeBase {
  readonly commit: string;
  /** Why this one: "the base-commit of the series". */
  readonly why: string;
  /** It has all the blobs that the patches name. */
  readonly whole: boolean;
}

/** So many commits that change one of the files are looked through, the newest first. */
const MOST_COMMITS = 2000;

/**
 * The base of patches that change files (each the first change of its path): of the base-commits that they name, HEAD,
 * and the history of HEAD, then of all branches, the first with all the blobs that the patches name; else the first
 * base-commit; else the commit with most of the blobs; else the newest to which all the files apply.
 */
export async function treeBase(
  repository: GitRepository,
  named: readonly string[],
  changes: readonly FilePatch[],
): Promise<TreeBase | undefined> {
  const starts = changes.filter(({ oldPath }) => oldPath !== '');
  const ofSeries = await existing(repository, named, starts);
  const blobs = await repository.blobIds(starts.map(({ oldBlob }) => oldBlob));
  const wanted = starts.flatMap(({ oldPath }, i) => (blobs[i] === undefined ? [] : [{ path: oldPath, id: blobs[i] }]));
  const paths = wanted.map(({ path }) => path);
  let best: { readonly commit: string; readonly count: number } | undefined;
  const isFound = (): boolean => best?.count === wanted.length || wanted.length === 0;
  const look = async (commits: readonly string[]): Promise<void> => {
    const ids = await repository.blobIds(commits.flatMap((commit) => paths.map((path) => `${commit}:${path}`)));
    for (const [i, commit] of commits.entries()) {
      const count = wanted.filter(({ id }, j) => ids[i * wanted.length + j] === id).length;
      if (count > (best?.count ?? 0)) best = { commit, count };
    }
  };
  await look(ofSeries);
  for (const from of ['HEAD', 'all'] as const) {
    if (isFound()) break;
    let looked = 0;
    for await (const commits of repository.states(paths, from)) {
      await look(commits);
      looked += commits.length;
      if (isFound() || looked > MOST_COMMITS) break;
    }
  }
  const [base] = ofSeries;
  const whole = best?.count === starts.length;
  if (base !== undefined && (!whole || best?.commit === base)) {
    return { commit: base, why: 'the base-commit of the series', whole };
  }
  if (best) return { commit: best.commit, why: hasBlobs(best.count, starts.length), whole };
  const { found } = await newestFit(repository, starts);
  return (
    found && {
      commit: found.commit,
      why: `the newest commit to which the patch applies ${found.words}`,
      whole: false,
    }
  );
}

const hasBlobs = (count: number, of: number): string => {
  const what = count === of ? (of === 1 ? 'the blob' : 'the blobs') : `${count} of the ${of} blobs`;
  return `the newest commit with ${what} that the patch names`;
};

/** Those of the commits that the repository has. */
async function existing(
  repository: GitRepository,
  commits: readonly string[],
  changes: readonly FilePatch[],
): Promise<readonly string[]> {
  const paths = changes.map(({ oldPath }) => oldPath);
  const ids = await repository.blobIds(commits.flatMap((commit) => paths.map((path) => `${commit}:${path}`)));
  return commits.filter((_, i) => ids.slice(i * paths.length, (i + 1) * paths.length).some((id) => id !== undefined));
}

/** Where all files are from that no patch changes: a commit, and why that one, or the folder. */
export const sayBase = (commit: string | undefined, why: string | undefined): string =>
  commit === undefined
    ? 'All other files are those of the folder.'
    : `All other files are those of ${shortId(commit)}${why ? `, ${why}` : ''}.`;
