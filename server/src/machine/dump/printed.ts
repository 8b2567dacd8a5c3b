import type { TextRange } from '../../text/range.ts';
import type { AddressSpaceLine, NodeRowLine, RegionLine, SectionLine, UserLine } from './lines.ts';

/** A region of a tree with what is printed below it. */
export interface TreeNode {
  readonly line: RegionLine;
  /** Address in its container: printed addresses are absolute. */
  readonly addr: bigint;
  readonly size: bigint;
  /** A parent that `info mtree` hides without -D, or before 2.4: disabled, of unknown name. */
  readonly hidden: boolean;
  readonly children: TreeNode[];
}

/** One `info mtree` prints a tree hundreds of times: bodies of the same text are one, with the ranges of the first. */
export interface TreeBody {
  readonly root: TreeNode;
  hasOwners: boolean;
  hasDisabled: boolean;
}

/** One tree: of address spaces (several where they have one root, from 7.0 on), or of the target of an alias. */
export class TreeBlock {
  readonly spaces: AddressSpaceLine[] = [];
  body: TreeBody | undefined;
  /** How far behind the ranges of its body this block stands. */
  shift = 0;
  private own: TreeNode | undefined;

  /** `region`: the line of a `memory-region:` block. */
  constructor(readonly region: { readonly name: string; readonly range: TextRange } | undefined) {}

  /** The tree with the ranges of this very block. */
  get root(): TreeNode | undefined {
    this.own ??= this.body && (this.shift === 0 ? this.body.root : shiftNode(this.body.root, this.shift));
    return this.own;
  }
}

/** What one `info mtree` printed. */
export interface TreeSection {
  readonly blocks: TreeBlock[];
  readonly start: number;
  /** The prompt that it stands behind. */
  readonly prompt: { readonly command: string; readonly range: TextRange } | undefined;
  /** Bare names instead of `address-space: NAME`, and what is disabled not printed: 1.3 to 2.3. */
  readonly bare: boolean;
  /** To 1.7: see `sizeOf`. */
  before20: boolean;
  hasOwners: boolean;
  hasDisabled: boolean;
}

/** The ranges and the dispatch tree of a view, with the ranges in the text of the first that prints the same. */
export interface ViewBody {
  readonly ranges: RegionLine[];
  readonly sections: SectionLine[];
  readonly nodes: NodeRowLine[][];
  levels: number | undefined;
}

/** One FlatView of `info mtree -f`. */
export class ViewText {
  readonly users: UserLine[] = [];
  /** undefined: `(none)`, or not printed (2.9, 2.10). */
  root: string | undefined;
  /** The line that says so. */
  rootRange: TextRange | undefined;
  body: ViewBody = { ranges: [], sections: [], nodes: [], levels: undefined };
  /** How far behind the ranges of its body this view stands. */
  shift = 0;
  /** False where the text ends behind its ranges without a blank line: there may have been more. */
  complete = false;
  private own: ViewBody | undefined;

  /** `tree`: the one that stands before it in the file. */
  constructor(
    readonly range: TextRange,
    readonly tree: TreeSection | undefined,
  ) {}

  get ranges(): readonly RegionLine[] {
    return this.placed.ranges;
  }

  get sections(): readonly SectionLine[] {
    return this.placed.sections;
  }

  get nodes(): readonly (readonly NodeRowLine[])[] {
    return this.placed.nodes;
  }

  get levels(): number | undefined {
    return this.body.levels;
  }

  /** The body with the ranges of this very view. */
  private get placed(): ViewBody {
    if (this.shift === 0) return this.body;
    const move = <T extends { readonly range: TextRange }>(line: T): T => ({
      ...line,
      range: moved(line.range, this.shift),
    });
    const { ranges, sections, nodes, levels } = this.body;
    this.own ??= {
      ranges: ranges.map(move),
      sections: sections.map(move),
      nodes: nodes.map((rows) => rows.map(move)),
      levels,
    };
    return this.own;
  }
}

/** A range that stands `shift` further on. */
export const moved = (range: TextRange, shift: number): TextRange =>
  shift === 0 ? range : { start: range.start + shift, end: range.end + shift };

const shiftNode = (node: TreeNode, shift: number): TreeNode => ({
  ...node,
  line: { ...node.line, range: moved(node.line.range, shift) },
  children: node.children.map((child) => shiftNode(child, shift)),
});

export const bodyOf = (root: TreeNode): TreeBody => ({ root, hasOwners: false, hasDisabled: false });

/** A priority that stands before every other of its address. */
const FIRST_OF_ALL = 0x7fffffff;

/**
 * A region that is not printed: disabled, and of unknown name but where it is the target that a block names. `before` is
 * the sibling that it is printed behind.
 */
export function hiddenNode(range: TextRange, start: bigint, name = '', before?: TreeNode): TreeNode {
  const line: RegionLine = {
    kind: 'region',
    indent: 0,
    overflow: undefined,
    start,
    end: (1n << 64n) - 1n,
    priority: before?.line.priority ?? FIRST_OF_ALL,
    type: 'i/o',
    nonvolatile: false,
    name,
    alias: undefined,
    disabled: true,
    owner: '',
    offset: 0n,
    accelerators: [],
    range,
  };
  return { line, addr: before?.addr ?? 0n, size: 1n << 64n, hidden: true, children: [] };
}
