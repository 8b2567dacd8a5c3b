import { NEWEST } from '../../../memory/core-versions.ts';
import type { FlatRange } from '../../../memory/flat-view.ts';
import { flatviewRoot } from '../../../memory/flatview-root.ts';
import type { MemoryRegion } from '../../../memory/region.ts';
import { renderRoot } from '../../../memory/render.ts';
import { asRegion, type Draft } from '../draft.ts';

const newest = NEWEST.behaviour;

/** How the newest core searches the root of a view. */
export const ROOT_SEARCH = newest.rootSearch;

/** Ranges as the newest core renders them: where flags of later releases are not printed, none is set. */
export const renderDraft = (root: Draft): readonly FlatRange[] => renderRoot(asRegion(root), newest).ranges;

/** Whether the aliases below a root lead back into themselves, or nest past the limits. */
export const isEndless = (root: Draft): boolean => renderRoot(asRegion(root), newest).truncated;

/** The region that keys the view of a root; undefined is NULL. */
export const keyOf = (root: Draft): MemoryRegion | undefined => flatviewRoot(asRegion(root), newest.rootSearch).root;

/** What a printed view shows: where views have a root of their own (2.11+), the key is rendered, else the root. */
export const renderPrinted = (root: Draft, view: { readonly root: string | undefined }): readonly FlatRange[] =>
  view.root === undefined ? renderDraft(root) : renderRoot(keyOf(root), newest).ranges;
