import type { Block, Statement } from '../parse/ast.ts';

/** A block whose own statements are gone to: a loop over a switch, in which a label is a case. */
export interface JumpBlock {
  /** Label of the loop in JavaScript. */
  readonly loop: string;
  /** The variable that says where to go on. */
  readonly state: string;
  readonly states: ReadonlyMap<string, number>;
}

/** Where `break` and `continue` go, and the labels that can be seen. */
export interface Jumps {
  readonly breakTo: string | undefined;
  readonly continueTo: string | undefined;
  readonly blocks: readonly JumpBlock[];
  /** In a function that is called at once: what is outside cannot be jumped to. */
  readonly isInner: boolean;
}

export const NO_JUMPS: Jumps = { breakTo: undefined, continueTo: undefined, blocks: [], isInner: false };

/** The labels that stand directly in a block, numbered from 1. */
export function labelsOf(block: Block): Map<string, number> {
  const labels = new Map<string, number>();
  for (const item of block.items) if (item.kind === 'label') labels.set(item.name, labels.size + 1);
  return labels;
}

/** Whether the statement has a `case` that belongs to a switch around it. */
export function hasCase(s: Statement): boolean {
  switch (s.kind) {
    case 'case':
      return true;
    case 'block':
      return s.items.some(hasCase);
    case 'if':
      return hasCase(s.yes) || (s.no !== undefined && hasCase(s.no));
    case 'while':
    case 'do':
    case 'for':
      return hasCase(s.body);
    default:
      return false;
  }
}
