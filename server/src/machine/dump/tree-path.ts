import type { TextRange } from '../../text/range.ts';
import type { RegionLine } from './lines.ts';
import { hiddenNode, type TreeNode } from './printed.ts';

/** The way down to the region that was printed last: the indent of the next one says where on it that belongs. */
export class TreePath {
  /** At each level the node printed last; [0] is the block's root. */
  private nodes: TreeNode[] = [];

  clear(): void {
    this.nodes = [];
  }

  start(root: TreeNode): void {
    this.nodes = [root];
  }

  /** Puts a region at a level below the root; false where it has no place there. `size` is in bytes. */
  add(line: RegionLine, level: number, size: bigint): boolean {
    const { nodes } = this;
    while (nodes.length > level) nodes.pop();
    // an alias has nothing below it: what is deeper belongs to a sibling that is not printed
    while (nodes.at(-1)?.line.alias) nodes.pop();
    this.closeHidden(line.start);
    while (nodes.length > 0 && nodes.length < level) this.openHidden(line.range);
    const parent = nodes[level - 1];
    if (!parent) return false;
    const addr = BigInt.asUintN(64, line.start - parent.line.start);
    const node = { line, addr, size, hidden: false, children: [] };
    parent.children.push(node);
    nodes.push(node);
    return true;
  }

  /** Siblings are printed by address: one that begins before the last one is of another hidden parent. */
  private closeHidden(start: bigint): void {
    for (let top = this.nodes.at(-1); this.nodes.length > 1 && top?.hidden; top = this.nodes.at(-1)) {
      const last = top.children.at(-1);
      if (!last || last.addr <= BigInt.asUintN(64, start - top.line.start)) return;
      this.nodes.pop();
    }
  }

  /** From 5.1 on, without -D, a level is skipped where a disabled region is not printed: it stands where it must. */
  private openHidden(range: TextRange): void {
    const parent = this.nodes.at(-1);
    if (!parent) return;
    const before = parent.children.at(-1);
    const start = before?.line.start ?? parent.line.start;
    const hidden = hiddenNode(range, start, '', before);
    parent.children.push(hidden);
    this.nodes.push(hidden);
  }
}
