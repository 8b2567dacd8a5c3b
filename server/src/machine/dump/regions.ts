import type { RegionKind } from '../../memory/region.ts';
import { pushTo } from '../../text/multimap.ts';
import type { MachineProblem } from '../machine.ts';
import type { Draft, SpaceDraft } from './draft.ts';
import { known } from './known-regions.ts';
import type { DumpType, RegionLine } from './lines.ts';
import type { TreeBlock, TreeNode, TreeSection } from './sections.ts';

/** The regions and address spaces of a tree, each once, however often the text prints it. */
export interface RegionGraph {
  readonly regions: Draft[];
  readonly spaces: SpaceDraft[];
  /** The regions of the `memory-region:` blocks, in their order. */
  readonly targets: Draft[];
  readonly problems: MachineProblem[];
}

const KINDS: Record<DumpType, RegionKind> = {
  'i/o': 'io',
  container: 'container',
  ram: 'ram',
  rom: 'rom',
  romd: 'romd',
  ramd: 'ramd',
  RW: 'io',
  'R-': 'rom',
  '-W': 'romd',
  '--': 'romd',
};

/** Regions that every machine has once (memory_map_init): trees with this root are one region. */
const SINGLETONS = new Set(['system', 'io']);

/** 2^64 where the text shows the whole; 0 or 1 where END = START, as the name has it. */
function sizeOf(line: RegionLine): bigint {
  if (line.end !== line.start) return BigInt.asUintN(64, line.end - line.start) + 1n;
  if (known(line.name, 'emptyWhenPoint')) return 0n;
  return line.alias && line.start === 0n ? 0n : 1n;
}

/** What tells two trees of address spaces to be of one region: equal values, of which undefined is none. */
export type RootIdentity = (space: string, root: string, target: string | undefined) => unknown;

/**
 * Makes the regions of a tree. The first time that a region is printed decides; a later copy that says something
 * else is reported. `identity` is what other evidence says of the roots of address spaces.
 */
export function readRegions(tree: TreeSection, identity: RootIdentity): RegionGraph {
  const graph: RegionGraph = { regions: [], spaces: [], targets: [], problems: [] };
  const reader = new GraphReader(graph, identity);
  for (const block of tree.blocks) if (!block.region) reader.spaceBlock(block);
  for (const block of tree.blocks) if (block.region) reader.targetBlock(block);
  return graph;
}

class GraphReader {
  private readonly byName = new Map<string, Draft[]>();
  private readonly claimed = new Set<Draft>();
  private readonly roots = new Map<unknown, Draft>();
  private readonly rootDrafts = new Set<Draft>();

  constructor(
    private readonly graph: RegionGraph,
    private readonly identity: RootIdentity,
  ) {}

  spaceBlock(block: TreeBlock): void {
    const [first] = block.spaces;
    const node = block.root;
    if (!node || !first) {
      for (const space of block.spaces) {
        this.problem('incomplete', `Address space "${space.name}" has no tree here; it is left out.`, space.range);
      }
      return;
    }
    const { name, alias } = node.line;
    const identity = SINGLETONS.has(name) ? name : this.identity(first.name, name, alias?.target);
    let root = identity === undefined ? undefined : this.roots.get(identity);
    root ??= this.inTree(node);
    if (root) {
      this.absorb(root, node);
    } else {
      root = this.create(node);
      this.adopt(root);
    }
    this.rootDrafts.add(root);
    if (identity !== undefined) this.roots.set(identity, root);
    for (const space of block.spaces) this.graph.spaces.push({ name: space.name, root, line: space.range });
  }

  targetBlock(block: TreeBlock): void {
    if (!block.region || !block.root) return;
    const node = block.root;
    const candidates = (this.byName.get(node.line.name) ?? []).filter((draft) => !this.claimed.has(draft));
    let own = bestMatch(candidates, node);
    if (own) {
      this.absorb(own, node);
    } else {
      own = this.create(node);
      this.adopt(own);
    }
    this.claimed.add(own);
    this.graph.targets.push(own);
  }

  /** The root of an address space that another tree has as a child: a CPU's own view of a part of the machine. */
  private inTree(node: TreeNode): Draft | undefined {
    const single = SINGLETONS.has(node.line.name);
    // an alias may bear the name of what it shows
    const same = (draft: Draft) =>
      draft.container &&
      draft.target === undefined &&
      (single || (!this.rootDrafts.has(draft) && sameTree(draft, node)));
    return this.byName.get(node.line.name)?.find(same);
  }

  /** The root of an address space that turns up as a child of a tree printed later. */
  private asChild(node: TreeNode): Draft | undefined {
    const single = SINGLETONS.has(node.line.name);
    const same = (draft: Draft) =>
      !draft.container && this.rootDrafts.has(draft) && (single ? !node.line.alias : sameTree(draft, node));
    const found = this.byName.get(node.line.name)?.find(same);
    if (found) this.absorb(found, node);
    return found;
  }

  /** A draft for a node and all below it, not yet part of the graph. */
  private create(node: TreeNode): Draft {
    const { line } = node;
    const kind: RegionKind = line.alias ? 'alias' : KINDS[line.type];
    const open = kind === 'io' || kind === 'container';
    const draft: Draft = {
      id: -1,
      name: line.name,
      kind,
      addr: node.addr,
      size: sizeOf(line),
      priority: line.priority,
      enabled: !line.disabled,
      terminates: open ? (known(line.name, 'terminates') ?? node.children.length === 0) : kind !== 'alias',
      termination: open ? 'guess' : 'type',
      readonly: kind === 'rom' || (kind === 'alias' && known(line.name, 'readonly') === true),
      romdMode: kind === 'romd',
      nonvolatile: line.nonvolatile && kind !== 'alias',
      unmergeable: false,
      aliasOffset: line.alias?.start ?? 0n,
      alias: undefined,
      container: undefined,
      subregions: [],
      target: line.alias?.target,
      owner: line.owner,
      type: line.type,
      lines: node.hidden ? [] : [line.range],
    };
    for (const child of node.children) {
      const made = this.asChild(child) ?? this.create(child);
      made.container = draft;
      draft.subregions.push(made);
    }
    draft.subregions = listOrder(draft.subregions);
    return draft;
  }

  private adopt(draft: Draft): void {
    if (draft.id >= 0) return;
    draft.id = this.graph.regions.push(draft) - 1;
    pushTo(this.byName, draft.name, draft);
    for (const child of draft.subregions) this.adopt(child);
  }

  /** Another printing of a region that is known: its lines are noted, its differences reported. */
  private absorb(draft: Draft, node: TreeNode): void {
    if (!node.hidden) draft.lines.push(node.line.range);
    if (!sameFacts(draft, node)) this.disagrees(draft, node);
    const left = [...draft.subregions];
    for (const child of node.children) {
      const at = bestIndex(left, child);
      const match = at < 0 ? undefined : left.splice(at, 1)[0];
      if (match) this.absorb(match, child);
      else if (!child.hidden) this.disagrees(draft, child);
    }
  }

  private disagrees(draft: Draft, node: TreeNode): void {
    const what = node.line.name === draft.name ? `"${node.line.name}"` : `"${node.line.name}" in "${draft.name}"`;
    this.problem(
      'inconsistent',
      `This copy of ${what} disagrees with the one that is printed first; the first is used.`,
      node.line.range,
    );
  }

  private problem(code: MachineProblem['code'], message: string, range: { start: number; end: number }): void {
    if (this.graph.problems.length < 100) this.graph.problems.push({ severity: 'warning', code, message, range });
  }
}

const sameFacts = (draft: Draft, { line, addr, hidden }: TreeNode): boolean =>
  hidden ||
  (draft.addr === addr &&
    draft.size === sizeOf(line) &&
    draft.priority === line.priority &&
    draft.enabled === !line.disabled &&
    draft.type === line.type &&
    (line.alias === undefined || draft.aliasOffset === line.alias.start));

/**
 * The list order behind the printed one: by priority, the higher first. Equals of one address are printed in list
 * order. Of overlapping equals elsewhere the text does not tell who wins: the one that begins later is taken to, as a
 * device before the background of its board; a printed view decides otherwise (evidence/paths.ts).
 */
function listOrder(printed: readonly Draft[]): Draft[] {
  const list: Draft[] = [];
  for (const draft of printed) {
    const below = (other: Draft) =>
      other.addr < draft.addr && other.addr + other.size > draft.addr && other.priority === draft.priority;
    const at = list.findIndex((other) => other.priority < draft.priority || below(other));
    list.splice(at < 0 ? list.length : at, 0, draft);
  }
  return list;
}

/** Two printings of one region: all facts agree, all the way down, and there is more to agree on than a name. */
const sameTree = (draft: Draft, node: TreeNode): boolean =>
  (node.children.length > 0 || node.line.owner !== '') && sameBelow(draft, node);

function sameBelow(draft: Draft, node: TreeNode): boolean {
  if (draft.name !== node.line.name || draft.owner !== node.line.owner || !sameFacts(draft, node)) return false;
  if (draft.subregions.length !== node.children.length) return false;
  const left = [...draft.subregions];
  return node.children.every((child) => {
    const at = left.findIndex((candidate) => sameBelow(candidate, child));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}

/** How many facts two printings share: the name must agree, and most of the rest. */
function likeness(draft: Draft, node: TreeNode): number {
  const { line } = node;
  if (draft.name !== line.name || draft.target !== line.alias?.target) return 0;
  if (draft.type !== line.type || draft.priority !== line.priority) return 0;
  if (draft.owner !== '' && line.owner !== '' && draft.owner !== line.owner) return 0;
  const facts = [draft.addr === node.addr, draft.size === sizeOf(line), draft.enabled === !line.disabled];
  const agree = facts.filter(Boolean).length;
  if (agree < 2) return 0;
  return agree * 2 + (draft.subregions.length === node.children.length ? 1 : 0);
}

/** The likeness of two printings that agree in all. */
const ALIKE = 7;

function bestIndex(drafts: readonly Draft[], node: TreeNode): number {
  let best = -1;
  let most = 0;
  for (const [i, draft] of drafts.entries()) {
    const score = likeness(draft, node);
    if (score <= most) continue;
    most = score;
    best = i;
    if (score === ALIKE) break;
  }
  return best;
}

const bestMatch = (drafts: readonly Draft[], node: TreeNode): Draft | undefined => drafts[bestIndex(drafts, node)];
