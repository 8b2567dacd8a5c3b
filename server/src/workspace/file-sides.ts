import type { Git, GitRepository, Host } from '../host/types.ts';
import { type Applied, type AppliedHunk, applyFile, type FailedHunk } from '../patch/apply.ts';
import type { FilePatch, Patch } from '../patch/model.ts';
import { pathRefusal } from '../patch/path-refusal.ts';
import { UNITS } from '../source/evaluate/core/files.ts';

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
}

/** Where a tree is read: a folder, and the Git repository that it lies in or is. */
export interface Tree {
  readonly host: Host;
  readonly git: Git;
  /** A file: URI. */
  readonly folder: string;
}

/** So many commits that change a file are tried, the newest first. */
export const MOST_COMMITS = 200;

/**
 * Before and After of a file of a patch. Before is the blob of its `index` line; else what an earlier patch of the
 * series makes of the file; else the file at the series' base-commit; else at the newest commit to which the patch
 * applies: exactly, at other lines, or with reduced context (`git apply -C1`). Nothing is written.
 */
export async function fileSides(
  tree: Tree,
  { patches, earlier, series }: PatchOrder,
  place: { readonly patch: number; readonly file: number },
  signal?: AbortSignal,
): Promise<FileSides | NoSides> {
  const file = patches[place.patch]?.files[place.file];
  if (!file) return { reason: 'The patch has no such file.' };
  const refusal = [file.oldPath, file.newPath].map(pathRefusal).find((why) => why !== undefined);
  if (refusal) return { reason: `The path of this file is refused: ${refusal}.` };
  if (file.oldPath === '') return sidesOf('', file, {}, 'The patch makes this file.');
  const repository = await repositoryOf(tree);
  const [blob] = (await repository?.blobs([file.oldBlob], signal)) ?? [];
  if (blob) {
    const how = `Before is the blob ${short(blob.id)} that the patch names.`;
    return withBase(sidesOf(blob.text, file, {}, how), { blob: blob.id });
  }
  const change = lastChange(patches, earlier, file.oldPath);
  if (change) {
    const order = { patches, series, earlier: earlier.slice(0, earlier.indexOf(change.patch)) };
    const former = await fileSides(tree, order, change, signal);
    if ('reason' in former) return former;
    const subject = patches[change.patch]?.message.subject ?? '';
    const how = `Before is what "${subject}" makes of it. ${former.how}`;
    return withBase(sidesOf(former.after, file, {}, how), former.base);
  }
  if (!repository) return fromFolder(tree, file);
  return (
    (await fromBase(
      repository,
      series.flatMap((index) => patches[index] ?? []),
      file,
      signal,
    )) ?? fromHistory(repository, file, signal)
  );
}

/**
 * The repository whose history is a tree's; undefined for a plain folder, and for a folder that has the files of the core
 * itself but lies in some other project's repository.
 */
export async function repositoryOf({ git, host, folder }: Tree): Promise<GitRepository | undefined> {
  const repository = await git.repository(folder);
  if (!repository || repository.prefix === '') return repository;
  const stamps = await Promise.all(UNITS.map((path) => host.stamp(uriIn(folder, path))));
  return stamps.every((stamp) => stamp === '') ? repository : undefined;
}

/** The URI of a path in a folder. */
export const uriIn = (folder: string, path: string): string =>
  `${folder.replace(/\/$/, '')}/${path.split('/').map(encodeURIComponent).join('/')}`;

const withBase = (sides: FileSides | NoSides, base: FileSides['base']): FileSides | NoSides =>
  base && 'after' in sides ? { ...sides, base } : sides;

const short = (id: string): string => id.slice(0, 12);

function sidesOf(
  before: string,
  file: FilePatch,
  options: Parameters<typeof applyFile>[2],
  how: string,
): FileSides | NoSides {
  const applied = applyTo(before, file, options);
  if ('failed' in applied) return { reason: `${how} The patch does not apply to it.`, failed: applied.failed };
  return { before, after: applied.text, hunks: applied.hunks, how };
}

/** Without any context in a file's hunks there are no ends to hold on to (git diff -U0). */
function applyTo(before: string, file: FilePatch, options: Parameters<typeof applyFile>[2]): Applied {
  const context = file.hunks.some((hunk) => hunk.lines.some((line) => line.kind === 'context'));
  return applyFile(before, file, { ...options, unidiffZero: !context && file.oldPath !== '' && file.newPath !== '' });
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
  signal: AbortSignal | undefined,
): Promise<FileSides | NoSides | undefined> {
  const base = series.flatMap(basesOf)[0];
  if (base === undefined) return undefined;
  const [blob] = await repository.blobs([`${base}:${file.oldPath}`], signal);
  const how = `Before is the file at the base-commit ${short(base)}.`;
  return blob && withBase(sidesOf(blob.text, file, {}, how), { commit: base });
}

const basesOf = ({ message }: Patch): string[] =>
  message.trailers.flatMap(({ name, value }) =>
    name.toLowerCase() === 'base-commit' && /^[0-9a-f]{7,64}$/.test(value) ? [value] : [],
  );

/** How closely a patch may fit, the closest first. */
const FITS: readonly {
  readonly options: Parameters<typeof applyFile>[2];
  readonly fits: (hunk: AppliedHunk) => boolean;
  readonly words: string;
}[] = [
  { options: {}, fits: ({ offset }) => offset === 0, words: 'exactly' },
  { options: {}, fits: () => true, words: 'at other lines' },
  { options: { context: 1 }, fits: () => true, words: 'with one line of context' },
  { options: { between: 3 }, fits: () => true, words: 'if other lines may stand between its own' },
];

async function fromHistory(
  repository: GitRepository,
  file: FilePatch,
  signal: AbortSignal | undefined,
): Promise<FileSides | NoSides> {
  const commits = await repository.commitsOf(file.oldPath, MOST_COMMITS, signal);
  const blobs = await repository.blobs(
    commits.map((commit) => `${commit}:${file.oldPath}`),
    signal,
  );
  const texts = commits.flatMap((commit, i) => {
    const blob = blobs[i];
    return blob ? [{ commit, text: blob.text }] : [];
  });
  const [newest] = texts;
  if (!newest) return { reason: `No commit of the repository has ${file.oldPath}.` };
  for (const { options, fits, words } of FITS) {
    for (const { commit, text } of texts) {
      const applied = applyTo(text, file, options);
      if ('failed' in applied || !applied.hunks.every(fits)) continue;
      const how = `Before is the file at ${short(commit)}, the newest commit to which the patch applies ${words}.`;
      return { before: text, after: applied.text, hunks: applied.hunks, how, base: { commit } };
    }
  }
  const tried = texts.length === 1 ? 'not to the one commit' : `to none of the newest ${texts.length} commits`;
  const changing = `${tried} that change${texts.length === 1 ? 's' : ''} ${file.oldPath}`;
  const reason = `The patch applies ${changing}; against ${short(newest.commit)}:`;
  const against = applyTo(newest.text, file, {});
  return { reason, ...('failed' in against ? { failed: against.failed } : {}) };
}

/** A plain folder: the file as it stands there. */
async function fromFolder({ host, folder }: Tree, file: FilePatch): Promise<FileSides | NoSides> {
  const text = await host.readText(uriIn(folder, file.oldPath)).catch(() => undefined);
  if (text === undefined) return { reason: `There is no Git repository, and no ${file.oldPath} in the folder.` };
  return sidesOf(text, file, {}, `Before is ${file.oldPath} as it stands in the folder.`);
}
