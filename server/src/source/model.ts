import type { CoreVersion } from '../memory/behaviour.ts';

/** A place in a patch: indexes into PatchSet.patches, .files, .hunks, .lines. */
export interface HunkLinePlace {
  readonly file: number;
  readonly hunk: number;
  readonly line: number;
}

/** What recognition reads of a patch: plain data, so that `source` need not know how patches are read. */
export interface SourcePatch {
  readonly date: string;
  readonly files: readonly {
    readonly oldPath: string;
    readonly newPath: string;
    readonly hunks: readonly {
      readonly section: string;
      /** False where the hunk is truncated or corrupt. */
      readonly whole: boolean;
      readonly lines: readonly {
        readonly kind: 'context' | 'added' | 'removed' | 'no-newline';
        readonly text: string;
      }[];
    }[];
  }[];
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
