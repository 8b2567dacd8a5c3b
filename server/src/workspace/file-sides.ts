import type { Git, GitRepository, Host } from '../host/types.ts';
import type { AppliedHunk, FailedHunk } from '../patch/apply.ts';
import type { FilePatch, Patch } from '../patch/model.ts';
import { pathRefusal } from '../patch/path-refusal.ts';
import { reversed } from '../patch/reverse.ts';
import { UNITS } from '../source/evaluate/core/files.ts';
import { applyTo, type Fit, newestFit, shortId } from './newest-fit.ts';

/** The whole texts of a file on both sides of a patch. */
export interface FileSides {
  readonly before: string;
  readonly after: string;
  readonly hunks: readonly AppliedHunk[];
  /** A sentence: where Before is from. */
  readonly how: string;
  /** The commit whose tree the file is from, or the blob that it is; neither for a file that the series makes. */
  readonly base?: { readonly commit: string } | { readonly blob: string };
}

/** Why there are none; where a hunk failed, which and where it nearly fits. */
export interface NoSides {
  readonly reason: string;
  readonly failed?: FailedHunk;
}

/** Patches in the order in which they apply, and all messages of their series: a cover may name the base. */
export interface PatchOrder {
  readonly patches: readonly Patch[];
  /** Indexes into `patches`. */
  readonly earlier: readonly number[];
  readonly series: readonly number[];
  /** What the series is based on and the text has not, in words. */
  readonly lacking: readonly string[];
}

/** Where a tree is read: a folder, and the Git repository that it lies in or is. */
export interface Tree {
  readonly host: Host;
  /** A file: URI. */
  readonly folder: string;
  /**
   * The repository whose history is the tree's; undefined for a plain folder, and for one that has the files of the core
   * itself but lies in some other project's repository.
   */
  readonly repository: GitRepository | undefined;
}

/** Opens the tree of a folder for as long as `work` takes. Rejects with a sentence where its repository cannot be read. */
export const openTree = <T>(host: Host, git: Git, folder: string, work: (tree: Tree) => Promise<T>): Promise<T> =>
  git.open(folder, async (found) => {
    const own = async (): Promise<boolean> =>
      (await Promise.all(UNITS.map((path) => host.stamp(uriIn(folder, path))))).every((stamp) => stamp === '');
    const repository = found && (found.prefix === '' || (await own())) ? found : undefined;
    return work({ host, folder, repository });
  });

/**
 * Before and After of a file of a patch. Before is the blob of its `index` line; else what an earlier patch of the
 * series makes of the file; else the file at the series' base-commit; else at `treeCommit` if
 * the patch applies there; else at the newest commit to which it does: exactly, at other lines, or with reduced context
 * (`git apply -C1`). Nothing is written.
 */
export async function fileSides(
  tree: Tree,
  order: PatchOrder,
  place: { readonly patch: number; readonly file: number },
  treeCommit?: string,
): Promise<FileSides | NoSides> {
  const { patches, earlier, series } = order;
  const file = patches[place.patch]?.files[place.file];
  if (!file) return { reason: 'The patch has no such file.' };
  const refusal = [file.oldPath, file.newPath].map(pathRefusal).find((why) => why !== undefined);
  if (refusal) return { reason: `The path of this file is refused: ${refusal}.` };
  if (file.oldPath === '') return sidesOf('', file, 'The patch makes this file.');
  const { repository } = tree;
  const [blob] = (await repository?.blobs([file.oldBlob])) ?? [];
  if (blob) {
    const how = `Before is the blob ${shortId(blob.id)} that the patch names.`;
    return withBase(sidesOf(blob.text, file, how), { blob: blob.id });
  }
  const change = lastChange(patches, earlier, file.oldPath);
  if (change) {
    const before = { ...order, earlier: earlier.slice(0, earlier.indexOf(change.patch)) };
    const former = await fileSides(tree, before, change, treeCommit);
    if ('reason' in former) return former;
    const subject = patches[change.patch]?.message.subject ?? '';
    const how = `Before is what "${subject}" makes of it. ${former.how}`;
    return withBase(sidesOf(former.after, file, how), former.base);
  }
  if (!repository) return fromFolder(tree, file);
  const messages = series.flatMap((index) => patches[index] ?? []);
  return (
    (await fromBase(repository, messages, file)) ??
    (treeCommit === undefined ? undefined : await fromCommit(repository, file, treeCommit)) ??
    fromHistory(repository, file)
  );
}

/** The URI of a path in a folder. */
export const uriIn = (folder: string, path: string): string =>
  `${folder.replace(/\/$/, '')}/${path.split('/').map(encodeURIComponent).join('/')}`;

const withBase = (sides: FileSides | NoSides, base: FileSides['base']): FileSides | NoSides =>
  base && 'after' in sides ? { ...sides, base } : sides;

function sidesOf(before: string, file: FilePatch, how: string): FileSides | NoSides {
  const applied = applyTo(before, file);
  if ('failed' in applied) return { reason: `${how} The patch does not apply to it.`, failed: applied.failed };
  return { before, after: applied.text, hunks: applied.hunks, how };
}

/** The last of the earlier patches that makes or changes the file of a path. */
function lastChange(
  patches: readonly Patch[],
  earlier: readonly number[],
  path: string,
): { patch: number; file: number } | undefined {
  for (const patch of [...earlier].reverse()) {
    const file = patches[patch]?.files.findLastIndex((changed) => changed.newPath === path) ?? -1;
    if (file >= 0) return { patch, file };
  }
  return undefined;
}

async function fromBase(
  repository: GitRepository,
  series: readonly Patch[],
  file: FilePatch,
): Promise<FileSides | NoSides | undefined> {
  const base = series.flatMap(basesOf)[0];
  if (base === undefined) return undefined;
  const [blob] = await repository.blobs([`${base}:${file.oldPath}`]);
  const how = `Before is the file at the base-commit ${shortId(base)}.`;
  return blob && withBase(sidesOf(blob.text, file, how), { commit: base });
}

/** The base-commit that a message names. */
export const basesOf = ({ message }: Patch): string[] =>
  message.trailers.flatMap(({ name, value }) =>
    name.toLowerCase() === 'base-commit' && /^[0-9a-f]{7,64}$/.test(value) ? [value] : [],
  );

/** The file at a commit; undefined where the patch does not apply to it there. */
async function fromCommit(repository: GitRepository, file: FilePatch, commit: string): Promise<FileSides | undefined> {
  const { found } = await newestFit(repository, [file], [commit]);
  return found && sidesOfFit(found, `to which the patch applies ${found.words}`);
}

const sidesOfFit = ({ commit, files }: Fit, why: string): FileSides | undefined =>
  files[0] && { ...files[0], how: `Before is the file at ${shortId(commit)}, ${why}.`, base: { commit } };

async function fromHistory(repository: GitRepository, file: FilePatch): Promise<FileSides | NoSides> {
  const { found, tried, failed } = await newestFit(repository, [file]);
  const sides = found && sidesOfFit(found, `the newest commit to which the patch applies ${found.words}`);
  if (sides) return sides;
  const [newest] = tried;
  if (newest === undefined) return { reason: `No commit of the repository has ${file.oldPath}.` };
  const undone = await withoutPatch(repository, file, newest);
  if (undone) return undone;
  const cut = repository.shallow ? ', which is cut short in this clone' : '';
  const states = tried.length === 1 ? 'the one state' : `any of the newest ${tried.length} states`;
  const reason = `The patch does not apply to ${states} of ${file.oldPath} in the history${cut}; against ${shortId(newest)}:`;
  return { reason, ...(failed ? { failed } : {}) };
}

/** The file at a commit that has the patch already, and nothing before it: a shallow clone. */
async function withoutPatch(
  repository: GitRepository,
  file: FilePatch,
  commit: string,
): Promise<FileSides | NoSides | undefined> {
  const [blob] = await repository.blobs([`${commit}:${file.oldPath}`]);
  const how = `${shortId(commit)} has ${file.oldPath} with the patch: Before is without it.`;
  const sides = blob && undo(blob.text, file, how);
  return sides && withBase(sides, { commit });
}

/** The sides of a file that has the patch already; undefined where it has not. */
function undo(text: string, file: FilePatch, how: string): FileSides | NoSides | undefined {
  const undone = applyTo(text, reversed(file));
  return 'failed' in undone ? undefined : sidesOf(undone.text, file, how);
}

/** A plain folder: the file as it stands there, or as it was before the patch where the folder has that already. */
async function fromFolder({ host, folder }: Tree, file: FilePatch): Promise<FileSides | NoSides> {
  const text = await host.readText(uriIn(folder, file.oldPath)).catch(() => undefined);
  if (text === undefined) return { reason: `There is no Git repository, and no ${file.oldPath} in the folder.` };
  const sides = sidesOf(text, file, `Before is ${file.oldPath} as it stands in the folder.`);
  if ('after' in sides) return sides;
  return undo(text, file, `The folder has ${file.oldPath} with the patch: Before is without it.`) ?? sides;
}
