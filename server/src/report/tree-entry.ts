import { grouped } from '../text/hex.ts';

/** Whose Before and After are compared: of a patch or of a whole series, by its place in `Review.series`. */
export type Compared = { readonly patch: number } | { readonly series: number };

/** A node of the view "Memory Review". `path` names it among its siblings; the same in every call. */
export interface TreeEntry {
  readonly path: readonly (string | number)[];
  readonly label: string;
  readonly description?: string;
  readonly tooltip?: string;
  readonly icon: string;
  readonly colour?: string;
  readonly children: 'none' | 'collapsed' | 'expanded';
  readonly contextValue?: string;
  readonly accessibilityLabel?: string;
  /** The machine that a click compares, and the place of the patch that it opens. */
  readonly compare?: Compared & { readonly machine: string };
  readonly offset?: number;
}

const MOST = 200;

/** So many siblings are shown; the rest is counted. */
export function listed(path: readonly (string | number)[], entries: readonly TreeEntry[]): readonly TreeEntry[] {
  if (entries.length <= MOST) return entries;
  const more = entries.length - MOST;
  return [
    ...entries.slice(0, MOST),
    { path: [...path, 'more'], label: `${grouped(more)} more`, icon: 'ellipsis', children: 'none' },
  ];
}
