import type { GitRepository } from '../host/types.ts';
import type { FailedHunk } from '../patch/apply.ts';
import type { Patch } from '../patch/model.ts';
import type { EvaluatedFile } from '../review/evaluated/model.ts';
import { CoreFiles, UNITS } from '../source/evaluate/core/files.ts';
import {
  type FileSides,
  fileSides,
  MOST_COMMITS,
  type NoSides,
  type PatchOrder,
  repositoryOf,
  type Tree,
  uriIn,
} from './file-sides.ts';

/** All files that the memory core is made of, Before and After of a patch or of several that follow one another. */
export interface PatchTree {
  /** By path in the tree. */
  readonly before: ReadonlyMap<string, string>;
  readonly after: ReadonlyMap<string, string>;
  /** Files that the patches change and the core is made of. */
  readonly changed: readonly string[];
  /** Of a single patch: its files that the core is made of, and where their hunks were applied. */
  readonly files: readonly EvaluatedFile[];
  /** Sentences: where the tree is from, and Before of each changed file. */
  readonly how: readonly string[];
}

/** Why there is no tree to evaluate; `aside` where the patch changes nothing that the core is made of. */
export interface NoTree {
  readonly reason: string;
  readonly aside?: boolean;
  /** Where a hunk of a file did not apply. */
  readonly failed?: FailedHunk;
  /** There is nothing of QEMU where it was looked for. */
  readonly noTree?: boolean;
}

const ASIDE: NoTree = { reason: 'It changes no file that the memory core is made of.', aside: true };

/** Gives the texts at paths of a tree. */
type ReadPaths = (paths: readonly string[]) => Promise<readonly (string | undefined)[]>;

/** Where the files are from that no patch changes. */
interface Base {
  readonly read: ReadPaths;
  readonly how: string;
}

/**
 * The trees that patches relate: `own` are indexes into `order.patches`, in the order in which they apply, and what
 * `order.earlier` changes is applied on both sides. The files that no patch changes are those of one commit: the
 * base-commit, else the newest at which the changed files are what Before starts from.
 */
export async function patchTree(
  tree: Tree,
  order: PatchOrder,
  own: readonly number[],
  signal?: AbortSignal,
): Promise<PatchTree | NoTree> {
  const places = changesOf(order.patches, own);
  if (places.size === 0) return ASIDE;
  const before = new Map<string, string | undefined>();
  const after = new Map<string, string | undefined>();
  const failed = new Map<string, NoSides>();
  const bases: { readonly path: string; readonly base: NonNullable<FileSides['base']> }[] = [];
  const how = new Map<string, string>();
  const files = new Map<number, { readonly path: string; readonly hunks: EvaluatedFile['hunks'] }>();
  const find = (place: Place): Promise<FileSides | NoSides> =>
    fileSides(tree, { ...order, earlier: earlierThan(order, own, place.patch) }, place, signal);
  for (const [path, { first, last }] of places) {
    const start = await find(first);
    const end = first === last ? start : await find(last);
    const missing = 'reason' in start ? start : 'reason' in end ? end : undefined;
    if (missing) failed.set(path, missing);
    if ('reason' in start || 'reason' in end) continue;
    // a file that is made or gets its name by the patches is not there Before, one that loses it not After
    before.set(path, fileAt(order.patches, first)?.oldPath === path ? start.before : undefined);
    const kept = fileAt(order.patches, last);
    const isSource = kept?.change === 'copied' && kept.oldPath === path;
    after.set(path, kept?.newPath === path ? end.after : isSource ? end.before : undefined);
    how.set(path, start.how);
    if (own.length === 1) files.set(first.file, { path, hunks: start.hunks });
    if (start.base) bases.push({ path, base: start.base });
  }
  for (const [path, { last }] of changesOf(order.patches, order.earlier)) {
    if (places.has(path)) continue;
    const sides = await find(last);
    if ('reason' in sides) failed.set(path, sides);
    else for (const side of [before, after]) side.set(path, sides.after);
    if ('base' in sides && sides.base) bases.push({ path, base: sides.base });
  }
  const base = await baseOf(tree, bases, signal);
  if ('reason' in base) {
    const [first] = failed;
    return first ? noTree(first) : base;
  }
  const texts = await filesOf(base.read, [before, after]);
  const changed = [...places.keys()].filter((path) => texts.some((files) => files.has(path)));
  const broken = [...failed].find(([path]) => texts.some((files) => files.has(path)));
  if (broken) return noTree(broken);
  if (changed.length === 0) return ASIDE;
  const [old, now] = texts;
  const words = changed.map((path) => `${path}: ${how.get(path) ?? ''}`);
  const placed = [...files].flatMap(([file, { path, hunks }]) => (changed.includes(path) ? [{ file, hunks }] : []));
  return { before: old, after: now, changed, files: placed, how: [base.how, ...words] };
}

const noTree = ([path, { reason, failed }]: readonly [string, NoSides]): NoTree => ({
  reason: `${path}: ${reason}`,
  ...(failed ? { failed } : {}),
});

interface Place {
  readonly patch: number;
  readonly file: number;
}

const fileAt = (patches: readonly Patch[], { patch, file }: Place) => patches[patch]?.files[file];

/** Of files ending in .c only the units are the core's; headers and what is included as one may be. */
const mayBeOfCore = (path: string): boolean => UNITS.includes(path) || /\.(h|inc|inc\.[ch])$/.test(path);

/** By path, the first and the last of the patches that change it. A rename is a file gone and one made. */
function changesOf(
  patches: readonly Patch[],
  indexes: readonly number[],
): Map<string, { readonly first: Place; readonly last: Place }> {
  const found = new Map<string, { first: Place; last: Place }>();
  for (const patch of indexes) {
    for (const [file, { oldPath, newPath }] of (patches[patch]?.files ?? []).entries()) {
      for (const path of new Set([oldPath, newPath])) {
        if (!mayBeOfCore(path)) continue;
        found.set(path, { first: found.get(path)?.first ?? { patch, file }, last: { patch, file } });
      }
    }
  }
  return found;
}

const earlierThan = ({ earlier }: PatchOrder, own: readonly number[], patch: number): readonly number[] =>
  own.includes(patch)
    ? [...earlier, ...own.slice(0, own.indexOf(patch))]
    : earlier.slice(0, Math.max(earlier.indexOf(patch), 0));

/** The commit, or the folder, that has all that patches do not change. */
async function baseOf(
  tree: Tree,
  bases: readonly { readonly path: string; readonly base: NonNullable<FileSides['base']> }[],
  signal: AbortSignal | undefined,
): Promise<Base | NoTree> {
  const repository = await repositoryOf(tree);
  if (!repository) {
    const read: ReadPaths = (paths) =>
      Promise.all(paths.map((path) => tree.host.readText(uriIn(tree.folder, path)).catch(() => undefined)));
    return { read, how: 'All other files are those of the folder.' };
  }
  const commit = await commitOf(repository, bases, signal);
  if (commit === undefined)
    return { reason: 'No commit of the repository has the files that the patch starts from.', noTree: true };
  const read: ReadPaths = async (paths) =>
    (
      await repository.blobs(
        paths.map((path) => `${commit}:${path}`),
        signal,
      )
    ).map((blob) => blob?.text);
  return { read, how: `All other files are those of ${commit.slice(0, 12)}.` };
}

/** The commit that a file is from, else the newest that has the blobs that the patch names: the more of them, the better. */
async function commitOf(
  repository: GitRepository,
  bases: readonly { readonly path: string; readonly base: NonNullable<FileSides['base']> }[],
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  for (const { base } of bases) if ('commit' in base) return base.commit;
  const blobs = bases.flatMap(({ path, base }) => ('blob' in base ? [{ path, blob: base.blob }] : []));
  let best: { readonly commit: string; readonly count: number } | undefined;
  for (const { path } of blobs) {
    const commits = await repository.commitsOf(path, MOST_COMMITS, signal);
    const names = commits.flatMap((commit) => blobs.map((one) => `${commit}:${one.path}`));
    const ids = await repository.blobIds(names, signal);
    for (const [i, commit] of commits.entries()) {
      const count = blobs.filter(({ blob }, j) => ids[i * blobs.length + j] === blob).length;
      if (count > (best?.count ?? 0)) best = { commit, count };
    }
  }
  return best?.commit;
}

/** What the core is made of on each side; what both have is read once. */
async function filesOf(
  read: ReadPaths,
  sides: readonly [ReadonlyMap<string, string | undefined>, ReadonlyMap<string, string | undefined>],
): Promise<[ReadonlyMap<string, string>, ReadonlyMap<string, string>]> {
  const known = new Map<string, string | undefined>();
  const side = async (changed: ReadonlyMap<string, string | undefined>): Promise<ReadonlyMap<string, string>> => {
    const files = new CoreFiles();
    for (const [path, text] of changed) files.add(path, text);
    for (let wanted = files.wanted(); wanted.length > 0; wanted = files.wanted()) {
      const unread = wanted.filter((path) => !known.has(path));
      const texts = await read(unread);
      for (const [i, path] of unread.entries()) known.set(path, texts[i]);
      for (const path of wanted) files.add(path, known.get(path));
    }
    return files.files;
  };
  const [before, after] = sides;
  return [await side(before), await side(after)];
}
