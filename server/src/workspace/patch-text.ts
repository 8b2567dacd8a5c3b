import type { PatchSet } from '../patch/model.ts';

/** A text as a patch: itself, or what it wraps. */
export interface PatchText {
  readonly uri: string;
  readonly text: string;
  readonly set: PatchSet;
  /** The text at the URI; the same but for a wrapped one. */
  readonly original: { readonly text: string; readonly set: PatchSet };
}
