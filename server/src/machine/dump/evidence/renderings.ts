import { CORE_VERSIONS } from '../../../memory/core-versions.ts';
import type { FlatRange } from '../../../memory/flat-view.ts';
import { flatviewRoot, type RootWalk } from '../../../memory/flatview-root.ts';
import type { MemoryRegion } from '../../../memory/region.ts';
import { type Rendering, renderRoot } from '../../../memory/render.ts';
import { asRegion, type Draft } from '../draft.ts';

const newest = CORE_VERSIONS[CORE_VERSIONS.length - 1]?.behaviour;
if (!newest) throw new Error('the table of core versions is empty');
const BEHAVIOUR = newest;

/**
 * What the newest core makes of drafts, each root rendered once until one of them changes: where flags of later
 * releases are not printed, none is set.
 */
export class Renderings {
  private readonly rendered = new Map<MemoryRegion | undefined, Rendering>();
  private readonly walks = new Map<Draft, RootWalk>();

  /** A draft is not what it was. */
  changed(): void {
    this.rendered.clear();
    this.walks.clear();
  }

  /** How the root of a view is found from the root of an address space. */
  walk(root: Draft): RootWalk {
    const known = this.walks.get(root);
    if (known) return known;
    const made = flatviewRoot(asRegion(root), BEHAVIOUR.rootSearch);
    this.walks.set(root, made);
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
    return view.root === undefined ? this.ranges(root) : this.render(this.walk(root).root).ranges;
  }

  private render(root: MemoryRegion | undefined): Rendering {
    const known = this.rendered.get(root);
    if (known) return known;
    const made = renderRoot(root, BEHAVIOUR);
    this.rendered.set(root, made);
    return made;
  }
}
