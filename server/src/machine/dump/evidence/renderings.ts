import { NEWEST } from '../../../memory/core-versions.ts';
import type { FlatRange } from '../../../memory/flat-view.ts';
import { searchRoot } from '../../../memory/flatview-root.ts';
import type { MemoryRegion } from '../../../memory/region.ts';
import { type Rendering, renderRoot } from '../../../memory/render.ts';
import { asRegion, type Draft } from '../draft.ts';

const BEHAVIOUR = NEWEST.behaviour;

/** How the newest core searches the root of a view. */
export const ROOT_SEARCH = BEHAVIOUR.rootSearch;

/**
 * What the newest core makes of drafts, each root rendered once until one of them changes: where flags of later
 * releases are not printed, none is set.
 */
export class Renderings {
  private readonly rendered = new Map<MemoryRegion | undefined, Rendering>();
  private readonly keys = new Map<Draft, MemoryRegion | undefined>();

  /** A draft is not what it was. */
  changed(): void {
    this.rendered.clear();
    this.keys.clear();
  }

  /** The region that keys the view of a root; undefined is NULL. */
  key(root: Draft): MemoryRegion | undefined {
    if (this.keys.has(root)) return this.keys.get(root);
    const made = searchRoot(asRegion(root), ROOT_SEARCH);
    this.keys.set(root, made);
    return made;
  }

  ranges(root: Draft): readonly FlatRange[] {
    return this.render(asRegion(root)).ranges;
  }

  /** Whether the aliases below a root lead back into themselves, or nest past the limits. */
  isEndless(root: Draft): boolean {
    return this.render(asRegion(root)).truncated;
  }

  /** What a printed view shows: where views have a root of their own (2.11+), the key is rendered, else the root. */
  printed(root: Draft, view: { readonly root: string | undefined }): readonly FlatRange[] {
    return view.root === undefined ? this.ranges(root) : this.render(this.key(root)).ranges;
  }

  private render(root: MemoryRegion | undefined): Rendering {
    const known = this.rendered.get(root);
    if (known) return known;
    const made = renderRoot(root, BEHAVIOUR);
    this.rendered.set(root, made);
    return made;
  }
}
