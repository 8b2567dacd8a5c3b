import { NIL, ptrOf, skipOf } from '../../memory/dispatch.ts';

/** A run of equal entries of a node; `last` is inclusive. */
export interface NodeRow {
  readonly first: number;
  readonly last: number;
  readonly skip: number;
  /** `NIL`, `#section` or `[node]`, as mtree_print_dispatch prints it. */
  readonly pointer: string;
}

/** The runs of a node's entries. */
export function nodeRows(node: Uint32Array): readonly NodeRow[] {
  const rows: NodeRow[] = [];
  for (let first = 0; first < node.length; ) {
    const entry = node[first] ?? 0;
    let last = first;
    while (last + 1 < node.length && node[last + 1] === entry) last++;
    rows.push({ first, last, skip: skipOf(entry), pointer: pointerText(entry) });
    first = last + 1;
  }
  return rows;
}

function pointerText(entry: number): string {
  if (ptrOf(entry) === NIL) return 'NIL';
  return skipOf(entry) === 0 ? `#${ptrOf(entry)}` : `[${ptrOf(entry)}]`;
}
