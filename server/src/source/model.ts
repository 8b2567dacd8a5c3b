import type { CoreBehaviour } from '../memory/behaviour.ts';

/** A place in a patch: indexes into PatchSet.patches, .files, .hunks, .lines. */
export interface HunkLinePlace {
  readonly file: number;
  readonly hunk: number;
  readonly line: number;
}

/** One thing known of the core's Before or After, and what shows it. */
export interface TraitEvidence {
  /** Plain words: "Containers without an enabled child get the key NULL". */
  readonly trait: string;
  readonly before: string;
  readonly after: string;
  readonly basis: 'changed lines' | 'context' | 'path' | 'date' | 'series';
  /** A sentence on how it is known. */
  readonly how: string;
  /** The lines that show it, in the patch. */
  readonly lines: readonly HunkLinePlace[];
}

/** A version of the core that the model has: a release or a commit. */
export interface CoreVersion {
  /** `v7.2`, `092aa2fc65`: what --core takes. */
  readonly name: string;
  readonly title: string;
  readonly behaviour: CoreBehaviour;
}

/** What a patch does to the core's behaviour, as far as its own text shows. */
export interface Recognition {
  /**
   * recognised: Before and After are known versions.
   * not-recognised: code of the core that makes views changes in a way the model does not know; no figures.
   * nothing-recognised: nothing that the patch touches is known to make views; that is not "no change".
   * not-core: no file of the memory core.
   */
  readonly status: 'recognised' | 'not-recognised' | 'nothing-recognised' | 'not-core';
  /** One sentence that says so. */
  readonly summary: string;
  readonly before?: CoreVersion;
  readonly after?: CoreVersion;
  readonly evidence: readonly TraitEvidence[];
  /** Changed lines that no trait explains. */
  readonly unexplained: readonly HunkLinePlace[];
}
