import { pushTo } from '../../text/multimap.ts';
import type { TextRange } from '../../text/range.ts';
import { inPieces, type Steps } from '../../text/steps.ts';
import type { MachineProblem } from '../machine.ts';
import type { Draft, SpaceDraft } from './draft.ts';
import { kindOf, tellsKind } from './facts.ts';
import { known } from './known-regions.ts';
import { bestIndex, sameFacts, sameTree } from './likeness.ts';
import type { RegionLine } from './lines.ts';
import { listOrder } from './list-order.ts';
import {
  bodyOf,
  hiddenNode,
  moved,
  type TreeBlock,
  type TreeBody,
  type TreeNode,
  type TreeSection,
} from './printed.ts';

/** The regions and address spaces of a tree, each once, however often the text prints it. */
export interface RegionGraph {
  readonly regions: Draft[];
  readonly spaces: SpaceDraft[];
  /** The regions of the `memory-region:` blocks, in their order. */
  readonly targets: Draft[];
  readonly problems: MachineProblem[];
}

/** Regions that every machine has once (memory_map_init): trees with this root are one region. */
const SINGLETONS = new Set(['system', 'io']);
const BLOCKS_A_STEP = 50;

/** What tells two trees of address spaces to be of one region: equal values, of which undefined is none. */
export type RootIdentity = (space: string, root: string, target: string | undefined) => unknown;

/**
 * Makes the regions of a tree. The first time that a region is printed decides; a later copy that says something
 * else is reported. `identity` is what other evidence says of the roots of address spaces.
 */
export function* readRegions({ blocks, bare }: TreeSection, identity: RootIdentity): Steps<RegionGraph> {
  const graph: RegionGraph = { regions: [], spaces: [], targets: [], problems: [] };
  const reader = new GraphReader(graph, identity, bare);
  const spaces = blocks.filter((block) => !block.region);
  const targets = blocks.filter((block) => block.region);
  yield* inPieces(spaces, BLOCKS_A_STEP, (block) => reader.spaceBlock(block));
  yield* inPieces(targets, BLOCKS_A_STEP, (block) => reader.targetBlock(block));
  return graph;
}

/** One printing of a region. */
interface Printing {
  readonly node: TreeNode;
  readonly draft: Draft;
}

/** Drafts by name and address: two printings of one region agree on both. */
type Places = Map<string, Map<bigint, Draft[]>>;

class GraphReader {
  /** Drafts that no `memory-region:` block was found to be of yet, by name; aliases, which may have that of a target. */
  private readonly unclaimed = { regions: new Map<string, Draft[]>(), aliases: new Map<string, Draft[]>() };
  /** Drafts that have a container, and roots of address spaces. */
  private readonly children: Places = new Map();
  private readonly rootPlaces: Places = new Map();
  private readonly rootDrafts = new Set<Draft>();
  private readonly roots = new Map<unknown, Draft>();
  /** What each body was read as last: it may be the same regions again. */
  private readonly readAs = new Map<TreeBody, readonly Printing[]>();
  private printings: Printing[] = [];
  private shift = 0;

  constructor(
    private readonly graph: RegionGraph,
    private readonly identity: RootIdentity,
    private readonly bare: boolean,
  ) {}

  spaceBlock(block: TreeBlock): void {
    const [first] = block.spaces;
    // to 2.3 what is disabled is not printed, and nothing below it
    const body = block.body ?? (this.bare && first ? bodyOf(hiddenNode(first.range, 0n)) : undefined);
    if (!body || !first) {
      for (const space of block.spaces) {
        this.problem('incomplete', `Address space "${space.name}" has no tree here; it is left out.`, space.range);
      }
      return;
    }
    const { name, alias } = body.root.line;
    const identity = SINGLETONS.has(name) ? name : this.identity(first.name, name, alias?.target);
    const known = (identity === undefined ? undefined : this.roots.get(identity)) ?? this.inTree(body.root);
    const root = this.read(body, block.shift, known);
    if (!this.rootDrafts.has(root)) note(this.rootPlaces, root);
    this.rootDrafts.add(root);
    if (identity !== undefined) this.roots.set(identity, root);
    for (const space of block.spaces) this.graph.spaces.push({ name: space.name, root, line: space.range });
  }

  targetBlock(block: TreeBlock): void {
    const { region } = block;
    const body = block.body ?? (this.bare && region ? bodyOf(hiddenNode(region.range, 0n, region.name)) : undefined);
    if (!body) return;
    const candidates = this.unclaimedOf(body.root.line);
    const draft = this.read(body, block.shift, candidates[bestIndex(candidates, body.root)]);
    remove(this.unclaimedOf(body.root.line), draft);
    this.graph.targets.push(draft);
  }

  private unclaimedOf({ name, alias }: RegionLine): Draft[] {
    return this.unclaimed[alias ? 'aliases' : 'regions'].get(name) ?? [];
  }

  /** The draft of a block's root: the known one, whose printing this is, or a new one. */
  private read(body: TreeBody, shift: number, known: Draft | undefined): Draft {
    const before = this.readAs.get(body);
    if (known && before?.[0]?.draft === known) {
      for (const { node, draft } of before) if (!node.hidden) draft.lines.push(moved(node.line.range, shift));
      return known;
    }
    this.printings = [];
    this.shift = shift;
    const draft = known ?? this.create(body.root);
    if (known) this.absorb(known, body.root);
    else this.adopt(draft);
    this.readAs.set(body, this.printings);
    return draft;
  }

  /** The root of an address space that another tree has as a child: a CPU's own view of a part of the machine. */
  private inTree(node: TreeNode): Draft | undefined {
    const single = SINGLETONS.has(node.line.name);
    // an alias may bear the name of what it shows
    return at(this.children, node).find(
      (draft) => draft.target === undefined && (single || (!this.rootDrafts.has(draft) && sameTree(draft, node))),
    );
  }

  /** The root of an address space that turns up as a child of a tree printed later. */
  private asChild(node: TreeNode): Draft | undefined {
    const single = SINGLETONS.has(node.line.name);
    const found = at(this.rootPlaces, node).find(
      (draft) => !draft.container && (single ? !node.line.alias : sameTree(draft, node)),
    );
    if (found) this.absorb(found, node);
    return found;
  }

  /** A draft for a node and all below it, not yet part of the graph. */
  private create(node: TreeNode): Draft {
    const { line } = node;
    const kind = kindOf(line);
    const open = kind === 'io' || kind === 'container' || line.type === 'RW';
    const access = !tellsKind(line.type);
    const draft: Draft = {
      id: -1,
      name: line.name,
      kind,
      addr: node.addr,
      size: node.size,
      priority: line.priority,
      enabled: !line.disabled,
      terminates: kind !== 'alias' && (!open || (known(line.name, 'terminates') ?? node.children.length === 0)),
      termination: open && kind !== 'alias' ? 'guess' : 'type',
      readonly:
        kind === 'rom' ||
        line.type === '--' ||
        (kind === 'alias' && (access ? line.type === 'R-' : known(line.name, 'readonly') === true)),
      romdMode: kind === 'romd' && line.type !== '-W' && line.type !== '--',
      nonvolatile: line.nonvolatile && kind !== 'alias',
      unmergeable: false,
      aliasOffset: line.alias?.start ?? 0n,
      alias: undefined,
      container: undefined,
      subregions: [],
      target: line.alias?.target,
      owner: line.owner,
      type: line.type,
      lines: node.hidden ? [] : [moved(line.range, this.shift)],
    };
    this.printings.push({ node, draft });
    if (node.children.length === 0) return draft;
    const children = node.children.map((child) => {
      const made = this.asChild(child) ?? this.create(child);
      made.container = draft;
      return made;
    });
    draft.subregions = listOrder(children);
    return draft;
  }

  private adopt(draft: Draft): void {
    if (draft.id >= 0) return;
    draft.id = this.graph.regions.push(draft) - 1;
    pushTo(this.unclaimed[draft.target === undefined ? 'regions' : 'aliases'], draft.name, draft);
    if (draft.container) note(this.children, draft);
    for (const child of draft.subregions) this.adopt(child);
  }

  /** Another printing of a region that is known: its lines are noted, its differences reported. */
  private absorb(draft: Draft, node: TreeNode): void {
    this.printings.push({ node, draft });
    if (!node.hidden) draft.lines.push(moved(node.line.range, this.shift));
    if (!sameFacts(draft, node)) this.disagrees(draft, node);
    if (node.children.length === 0) return;
    const left = [...draft.subregions];
    for (const child of node.children) {
      const index = bestIndex(left, child);
      const match = index < 0 ? undefined : left.splice(index, 1)[0];
      if (match) this.absorb(match, child);
      else if (!child.hidden) this.disagrees(draft, child);
    }
  }

  private disagrees(draft: Draft, { line }: TreeNode): void {
    const what = line.name === draft.name ? `"${line.name}"` : `"${line.name}" in "${draft.name}"`;
    this.problem(
      'inconsistent',
      `This copy of ${what} disagrees with the one that is printed first; the first is used.`,
      moved(line.range, this.shift),
    );
  }

  private problem(code: MachineProblem['code'], message: string, range: TextRange): void {
    if (this.graph.problems.length < 100) this.graph.problems.push({ severity: 'warning', code, message, range });
  }
}

function remove(drafts: Draft[], draft: Draft): void {
  if (drafts[0] === draft) drafts.shift();
  else if (drafts[drafts.length - 1] === draft) drafts.pop();
  else if (drafts.includes(draft)) drafts.splice(drafts.indexOf(draft), 1);
}

function note(places: Places, draft: Draft): void {
  const named = places.get(draft.name);
  if (named) pushTo(named, draft.addr, draft);
  else places.set(draft.name, new Map([[draft.addr, [draft]]]));
}

const NONE: readonly Draft[] = [];
const at = (places: Places, { line, addr }: TreeNode): readonly Draft[] => places.get(line.name)?.get(addr) ?? NONE;
