import type { TextRange } from '../text/range.ts';

/** What features return: plain data with offsets; lsp/ turns them into the protocol's types. */
export interface Problem {
  readonly range: TextRange;
  readonly severity: 'error' | 'warning' | 'information' | 'hint';
  readonly code: string;
  readonly message: string;
  /** Other places that belong to it, each with a word on its part. */
  readonly related?: readonly { readonly range: TextRange; readonly message: string }[];
  /** What is marked has no effect: editors fade it. */
  readonly unnecessary?: boolean;
}

export interface Outline {
  readonly name: string;
  readonly detail: string;
  readonly kind:
    | 'series'
    | 'patch'
    | 'message'
    | 'file'
    | 'hunk'
    | 'address-space'
    | 'region'
    | 'alias'
    | 'view'
    | 'range';
  readonly range: TextRange;
  readonly selection: TextRange;
  readonly children: readonly Outline[];
}

export interface Fold {
  readonly range: TextRange;
  readonly kind: 'region' | 'comment';
}

/** A link out of the text, to a host of ours to name: never one that the text names. */
export interface WebLink {
  readonly range: TextRange;
  readonly target: string;
  /** Where it goes. */
  readonly tooltip: string;
}

/** A semantic token: on one line. */
export interface Token<Kind extends string = string, Modifier extends string = string> {
  readonly range: TextRange;
  readonly kind: Kind;
  readonly modifiers: readonly Modifier[];
}

export interface Hover {
  readonly markdown: string;
  readonly range: TextRange;
}

/** A place for a lens; its words come later, when it is seen. */
export interface LensPlace {
  readonly range: TextRange;
  /** Names the lens for `lensText`. */
  readonly data: LensData;
}

export type LensData =
  | PatchLensData
  | { readonly kind: 'space'; readonly space: number }
  /** Text of `info mtree` in a message; by their order. */
  | { readonly kind: 'excerpt'; readonly message: number; readonly excerpt: number };

export type PatchLensData =
  | { readonly kind: 'wrapped' }
  | { readonly kind: 'subject'; readonly patch: number }
  /** Offers to evaluate the patched C. */
  | { readonly kind: 'evaluate'; readonly patch: number }
  | { readonly kind: 'hunk'; readonly patch: number; readonly file: number; readonly hunk: number };
