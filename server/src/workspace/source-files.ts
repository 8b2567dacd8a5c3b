import { LRUCache } from 'lru-cache';
import type { Git, Host } from '../host/types.ts';
import type { Patch } from '../patch/model.ts';
import { messagesOf, prerequisites } from '../patch/prerequisites.ts';
import type { Series } from '../patch/series-model.ts';
import { UNITS } from '../source/evaluate/core/files.ts';
import { type FileSides, fileSides, type NoSides, openTree, type PatchOrder, uriIn } from './file-sides.ts';
import { type NoTree, type PatchTree, patchTree, type SeriesStart, seriesStart } from './patch-tree.ts';
import { within } from './uris.ts';

/** A file of a patch: indexes into PatchSet.patches and their files. */
export interface FilePlace {
  readonly patch: number;
  readonly file: number;
}

/** A patch among those of its series, and the hash of the text that they are in. */
export interface OrderedPatch {
  readonly hash: string;
  readonly order: PatchOrder;
}

/** A repository may get new commits at any time: what was found holds for so long. */
const HOLDS_MS = 10_000;

/** Finds the whole texts of patched files in the trees at hand, and keeps them for a moment. */
export class SourceFiles {
  private readonly found = new LRUCache<string, Promise<FileSides | NoSides>>({ max: 32, ttl: HOLDS_MS });
  private readonly foundTrees = new LRUCache<string, Promise<PatchTree | NoTree>>({ max: 8, ttl: HOLDS_MS });
  private readonly starts = new LRUCache<string, Promise<SeriesStart>>({ max: 4, ttl: HOLDS_MS });
  private readonly withCore = new LRUCache<string, Promise<boolean>>({ max: 16, ttl: 6 * HOLDS_MS });

  constructor(
    private readonly host: Host,
    private readonly git: Git | undefined,
  ) {}

  /** The sides of a file in the first of the trees (file: URIs) that has them; else why the first has not. */
  async sides(trees: readonly string[], patch: OrderedPatch, place: FilePlace): Promise<FileSides | NoSides> {
    let first: NoSides | undefined;
    for (const folder of trees) {
      const sides = await this.inTree(folder, patch, place);
      if ('after' in sides) return sides;
      first ??= sides;
    }
    return first ?? { reason: NO_TREE };
  }

  /** All files of the core on both sides of patches that follow one another, in the first of the trees that has them. */
  async tree(trees: readonly string[], patch: OrderedPatch, own: readonly number[]): Promise<PatchTree | NoTree> {
    let first: NoTree | undefined;
    for (const folder of trees) {
      const key = `${folder} ${own} ${patch.hash}`;
      const found = this.foundTrees.get(key) ?? this.treeIn(folder, patch, own);
      this.foundTrees.set(key, found);
      const tree = await found;
      if (!('reason' in tree) || tree.aside) return tree;
      first ??= tree;
    }
    return first ?? { reason: NO_TREE, noTree: true };
  }

  /** Whether one of the folders is, or lies in, a tree that has the files of the core. */
  async hasTree(trees: readonly string[]): Promise<boolean> {
    for (const folder of trees) {
      const known = this.withCore.get(folder) ?? this.hasCore(folder).catch(() => false);
      this.withCore.set(folder, known);
      if (await known) return true;
    }
    return false;
  }

  private async hasCore(folder: string): Promise<boolean> {
    const { host, git } = this;
    const stamps = await Promise.all(UNITS.map((path) => host.stamp(uriIn(folder, path))));
    if (stamps.some((stamp) => stamp !== '')) return true;
    if (!git) return false;
    return git.open(folder, async (repository) => {
      const head = await repository?.head();
      const ids = await repository?.blobIds(UNITS.map((path) => `${head}:${path}`));
      return ids?.some((id) => id !== undefined) ?? false;
    });
  }

  private async treeIn(
    folder: string,
    { hash, order }: OrderedPatch,
    own: readonly number[],
  ): Promise<PatchTree | NoTree> {
    const { host, git } = this;
    if (!git) return { reason: NO_GIT };
    const key = `${folder} ${order.series} ${hash}`;
    const found = openTree(inside(host, folder), git, folder, (tree) =>
      patchTree(tree, order, own, () => {
        const start = this.starts.get(key) ?? seriesStart(tree, order);
        this.starts.set(key, start);
        return start;
      }),
    );
    return found.catch((error: unknown) => ({
      reason: error instanceof Error ? error.message : String(error),
    }));
  }

  private inTree(folder: string, { hash, order }: OrderedPatch, place: FilePlace): Promise<FileSides | NoSides> {
    const key = `${folder} ${place.patch} ${place.file} ${hash}`;
    const known = this.found.get(key);
    if (known) return known;
    const { host, git } = this;
    const found = git
      ? openTree(inside(host, folder), git, folder, (tree) => fileSides(tree, order, place)).catch(
          (error: unknown): NoSides => ({ reason: error instanceof Error ? error.message : String(error) }),
        )
      : Promise.resolve({ reason: NO_GIT });
    this.found.set(key, found);
    return found;
  }
}

const NO_GIT = 'Git repositories are not read here.';
const NO_TREE = 'There is no tree of QEMU at hand: open its folder, or name it in the setting "source".';

/** The patches that come before one: those of its series, and of the series of the same text that it is based on. */
export function orderOf(patches: readonly Patch[], all: readonly Series[], patch: number): PatchOrder {
  const series = all.find((one) => one.patches.includes(patch));
  if (!series) return { patches, earlier: [], series: [patch], lacking: [] };
  const { series: bases, lacking } = prerequisites(series, all, patches);
  const own = series.patches.slice(0, series.patches.indexOf(patch));
  return {
    patches,
    earlier: [...bases.flatMap((base) => base.patches), ...own],
    series: [...bases, series].flatMap(messagesOf),
    lacking,
  };
}

/** A link in a folder does not lead out of it. */
const inside = (host: Host, folder: string): Host => ({
  ...host,
  readText: async (uri) => {
    const root = await host.realUri(folder);
    if (!within(await host.realUri(uri), [root])) throw new Error('The file lies outside the folder.');
    return host.readText(uri);
  },
});
