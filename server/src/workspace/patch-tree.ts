import type { FailedHunk } from '../patch/apply.ts';
import type { Patch } from '../patch/model.ts';
import type { EvaluatedFile } from '../review/evaluated/model.ts';
import { CoreFiles, isTooOld, UNITS } from '../source/evaluate/core/files.ts';
import { basesOf, type FileSides, fileSides, type NoSides, type PatchOrder, type Tree, uriIn } from './file-sides.ts';
import { sayBase, type TreeBase, treeBase } from './tree-base.ts';

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

/**
 * The trees that patches relate: `own` are indexes into `order.patches`, in the order in which they apply, and what
 * `order.earlier` changes is applied on both sides. The files that no patch changes are those of the folder, or of one
 * commit (tree-base.ts).
 */
export async function patchTree(
  tree: Tree,
  order: PatchOrder,
  own: readonly number[],
  start: () => Promise<SeriesStart> = () => seriesStart(tree, order),
): Promise<PatchTree | NoTree> {
  const places = changesOf(order.patches, own);
  if (places.size === 0) return ASIDE;
  const before = new Map<string, string | undefined>();
  const after = new Map<string, string | undefined>();
  const failed = new Map<string, NoSides>();
  const how = new Map<string, string>();
  const files = new Map<number, { readonly path: string; readonly hunks: EvaluatedFile['hunks'] }>();
  const { base, unchanged } = await start();
  let commit = base?.commit;
  const find = async (place: Place): Promise<FileSides | NoSides> => {
    const earlier = earlierThan(order, own, place.patch);
    const sides = await fileSides(tree, { ...order, earlier }, place, base?.commit);
    if ('base' in sides && sides.base && 'commit' in sides.base) commit ??= sides.base.commit;
    return sides;
  };
  for (const [path, { first, last }] of places) {
    const begin = await find(first);
    const end = first === last ? begin : await find(last);
    const missing = 'reason' in begin ? begin : 'reason' in end ? end : undefined;
    if (missing) failed.set(path, missing);
    if ('reason' in begin || 'reason' in end) continue;
    // a file that is made or gets its name by the patches is not there Before, one that loses it not After
    before.set(path, fileAt(order.patches, first)?.oldPath === path ? begin.before : undefined);
    const kept = fileAt(order.patches, last);
    const isSource = kept?.change === 'copied' && kept.oldPath === path;
    after.set(path, kept?.newPath === path ? end.after : isSource ? end.before : undefined);
    how.set(path, begin.how);
    if (own.length === 1) files.set(first.file, { path, hunks: begin.hunks });
  }
  for (const [path, { last }] of changesOf(order.patches, order.earlier)) {
    if (places.has(path)) continue;
    const sides = await find(last);
    if ('reason' in sides) failed.set(path, sides);
    else for (const side of [before, after]) side.set(path, sides.after);
  }
  if (tree.repository && commit === undefined) {
    const [first] = failed;
    if (first) return noTree(first);
    return { reason: 'No commit of the repository has the files that the patch starts from.', noTree: true };
  }
  const texts = await filesOf(reader(tree, commit), [before, after], commit === base?.commit ? unchanged : new Map());
  if (!texts.some((files) => UNITS.some((path) => files.has(path)))) return { reason: NO_CORE, noTree: true };
  const changed = [...places.keys()].filter((path) => texts.some((files) => files.has(path)));
  const broken = [...failed].find(([path]) => UNITS.includes(path) || texts.some((files) => files.has(path)));
  if (broken) return noTree(broken);
  if (changed.length === 0) return ASIDE;
  const [old, now] = texts;
  if (isTooOld(old)) return { reason: TOO_OLD };
  const words = changed.map((path) => `${path}: ${how.get(path) ?? ''}`);
  const placed = [...files].flatMap(([file, { path, hunks }]) => (changed.includes(path) ? [{ file, hunks }] : []));
  return {
    before: old,
    after: now,
    changed,
    files: placed,
    how: [sayBase(commit, base?.why), ...sayLacking(order, base), ...words],
  };
}

/** What the patches stand on and is not here; nothing where their blobs are those of a commit. */
const sayLacking = ({ lacking }: PatchOrder, base: TreeBase | undefined): readonly string[] =>
  lacking.length === 0 || base?.whole
    ? []
    : [`It is based on what is not in this text, and Before may lack it: ${lacking.join(', ')}.`];

const NO_CORE = 'There is no memory core of QEMU here: no memory.c, softmmu/memory.c or system/memory.c.';

const TOO_OLD = 'The memory core that it changes is of before QEMU 2.0: those of 2.0 and later are evaluated.';

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
        const last = { patch, file };
        found.set(path, { first: found.get(path)?.first ?? last, last });
      }
    }
  }
  return found;
}

const earlierThan = ({ earlier }: PatchOrder, own: readonly number[], patch: number): readonly number[] =>
  own.includes(patch)
    ? [...earlier, ...own.slice(0, own.indexOf(patch))]
    : earlier.slice(0, Math.max(earlier.indexOf(patch), 0));

/** What the patches of a series have in common: found once for all of them. */
export interface SeriesStart {
  readonly base: TreeBase | undefined;
  /** Files of the base, as far as they have been read; undefined for what it has not. */
  readonly unchanged: Map<string, string | undefined>;
}

/** What all the patches of a series, and of those before it, stand on. */
export async function seriesStart({ repository }: Tree, { patches, series }: PatchOrder): Promise<SeriesStart> {
  const unchanged = new Map<string, string | undefined>();
  if (!repository) return { base: undefined, unchanged };
  const starts = [...changesOf(patches, series)].flatMap(([path, { first }]) => {
    const file = fileAt(patches, first);
    return file?.oldPath === path ? [file] : [];
  });
  const named = series.flatMap((index) => patches[index] ?? []).flatMap(basesOf);
  return { base: await treeBase(repository, named, starts), unchanged };
}

/** Reads all that patches do not change: in the commit, or in the folder where there is no repository. */
const reader =
  ({ repository, host, folder }: Tree, commit: string | undefined): ReadPaths =>
  async (paths) =>
    repository
      ? (await repository.blobs(paths.map((path) => `${commit}:${path}`))).map((blob) => blob?.text)
      : Promise.all(paths.map((path) => host.readText(uriIn(folder, path)).catch(() => undefined)));

/** What the core is made of on each side; what both have is read once. */
async function filesOf(
  read: ReadPaths,
  sides: readonly [ReadonlyMap<string, string | undefined>, ReadonlyMap<string, string | undefined>],
  known: Map<string, string | undefined>,
): Promise<[ReadonlyMap<string, string>, ReadonlyMap<string, string>]> {
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
