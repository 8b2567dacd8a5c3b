import type { Git, Host } from '../host/types.ts';
import type { PatchSet } from '../patch/model.ts';
import type { SeriesReading } from '../patch/series-problems.ts';
import type { EvaluatedPatch, EvaluatedReview } from '../review/evaluated/model.ts';
import { recordedLines } from '../review/evaluated/recorded.ts';
import type { Review, ReviewMachine } from '../review/model.ts';
import type { Cache } from './cache.ts';
import { evaluateReview, joinedProgress, weighEvaluated } from './evaluate-review.ts';
import { type EvaluateOptions, Evaluations, type Evaluator, type FollowedRun } from './evaluations.ts';
import type { FileSides, NoSides } from './file-sides.ts';
import { type LoadedMachine, machinesKey } from './machines.ts';
import type { PatchText } from './patch-text.ts';
import type { NoTree, PatchTree } from './patch-tree.ts';
import type { Settings } from './settings.ts';
import { type FilePlace, type OrderedPatch, orderOf, SourceFiles } from './source-files.ts';
import { resolvePath } from './uris.ts';

/** What it needs of the workspace: where trees are, and what its texts are read as. */
export interface Surrounding {
  readonly settings: Settings;
  readonly folders: readonly string[];
  readonly trusted: boolean;
  hash(text: string): string;
  seriesReading(text: string, set: PatchSet): SeriesReading;
}

interface Parts {
  readonly host: Host;
  readonly git: Git | undefined;
  readonly evaluator: Evaluator | undefined;
  readonly cache: Cache;
}

const UNTRUSTED = 'This workspace is not trusted: no repository is read.';

/** Patches with the trees of QEMU at hand: the whole files that they change, and what their own code does. */
export class PatchTrees {
  private readonly sources: SourceFiles;
  private readonly evaluations: Evaluations | undefined;
  private readonly cache: Cache;

  constructor(
    private readonly around: Surrounding,
    { host, git, evaluator, cache }: Parts,
  ) {
    this.sources = new SourceFiles(host, git);
    this.evaluations = evaluator && new Evaluations(evaluator, cache);
    this.cache = cache;
  }

  /** The whole texts of a file of a patch, from the tree that the settings name or the folders that are open. */
  async fileSides(patch: Pick<PatchText, 'text' | 'set'>, place: FilePlace): Promise<FileSides | NoSides> {
    if (!this.around.trusted) return { reason: UNTRUSTED };
    return this.sources.sides(this.folders(), this.ordered(patch, place.patch), place);
  }

  /** Folders in which a tree of QEMU is looked for: the one that the settings name, else those that are open. */
  private folders(): readonly string[] {
    const { settings, folders } = this.around;
    if (!settings.source) return folders;
    const named = resolvePath(settings.source, folders[0]);
    return named === undefined ? [] : [named];
  }

  private ordered({ text, set }: Pick<PatchText, 'text' | 'set'>, patch: number): OrderedPatch {
    const { series } = this.around.seriesReading(text, set);
    return { hash: this.around.hash(text), order: orderOf(set.patches, series, patch) };
  }

  /** Whether there is a tree of QEMU to evaluate. */
  async hasTree(): Promise<boolean> {
    return this.around.trusted && this.evaluations !== undefined && this.sources.hasTree(this.folders());
  }

  private async tree(
    patch: Pick<PatchText, 'text' | 'set'>,
    own: readonly number[],
  ): Promise<{ readonly tree: PatchTree; readonly evaluations: Evaluations } | NoTree> {
    const { evaluations } = this;
    if (!this.around.trusted) return { reason: UNTRUSTED };
    if (!evaluations) return { reason: 'Nothing is evaluated here.' };
    const tree = await this.sources.tree(this.folders(), this.ordered(patch, own[0] ?? 0), own);
    return 'reason' in tree ? tree : { tree, evaluations };
  }

  /**
   * Evaluates the memory core of the tree at hand, Before and After patches that follow one another (indexes into
   * PatchSet.patches: one, or those of a series), on machines. Rejects only where it is cancelled.
   */
  async evaluate(
    patch: Pick<PatchText, 'text' | 'set'>,
    own: readonly number[],
    machines: readonly LoadedMachine[],
    options: EvaluateOptions = {},
  ): Promise<EvaluatedPatch> {
    const found = await this.tree(patch, own);
    if ('reason' in found) return { aside: false, ...found };
    const { tree, evaluations } = found;
    const only = own.length === 1 ? patch.set.patches[own[0] ?? 0] : undefined;
    const record = only && recordedLines(only, tree.files);
    const files = only ? tree.files : [];
    return evaluations.patch(tree, files, machines, { ...options, ...(record ? { record } : {}) });
  }

  /** The way of one address space through the core of a tree, Before or After a patch; or why there is none. */
  async follow(
    patch: Pick<PatchText, 'text' | 'set'>,
    index: number,
    machine: LoadedMachine,
    space: number,
    side: 'before' | 'after',
  ): Promise<FollowedRun | NoTree> {
    const found = await this.tree(patch, [index]);
    return 'reason' in found ? found : found.evaluations.follow(found.tree, machine, space, side);
  }

  /** Evaluates every patch of a review, and series of several as wholes; `evaluated` has what is known meanwhile. */
  async evaluateReview(
    patch: Pick<PatchText, 'text' | 'set'>,
    review: Review,
    machines: readonly LoadedMachine[],
    options: EvaluateOptions = {},
  ): Promise<EvaluatedReview> {
    const key = this.evaluatedKey(patch.text, machines);
    this.cache.put(this.textKey(patch.text), {}, 100);
    const keep = (evaluated: EvaluatedReview) => this.cache.put(key, evaluated, weighEvaluated(evaluated));
    return evaluateReview(review, keep, (own, progress) =>
      this.evaluate(patch, own, machines, { ...options, progress: joinedProgress(progress, options.progress) }),
    );
  }

  /** What was evaluated so far of a review's text on its machines; undefined where nobody asked. */
  evaluated(text: string, review: Review): EvaluatedReview | undefined {
    return this.cache.find<EvaluatedReview>(this.evaluatedKey(text, review.machines));
  }

  /** Whether somebody asked for a text to be evaluated, on whatever machines. */
  wasAsked(text: string): boolean {
    return this.cache.find(this.textKey(text)) !== undefined;
  }

  private textKey(text: string): string {
    return `evaluated:${this.around.settings.source}:${this.around.hash(text)}`;
  }

  private evaluatedKey(text: string, machines: readonly ReviewMachine[]): string {
    return `${this.textKey(text)}:${machinesKey(machines)}`;
  }
}
