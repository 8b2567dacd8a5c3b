import type { BuiltDispatch } from './dispatch.ts';

/** Struct sizes on a 64-bit host, from the struct layouts of QEMU 7.2 (FlatRange to PhysPageMap are alike from 2.x on). */
const SIZE = { flatView: 56, flatRange: 64, section: 64, node: 2048, dispatch: 64, subpage: 288 };

/** The least capacity of `count` that starts at `first` and doubles; 0 for none. */
function capacity(count: number, first: number): number {
  if (count === 0) return 0;
  let room = first;
  while (room < count) room *= 2;
  return room;
}

/** Host bytes of a FlatView with its dispatch tree; `inserted` is the number of ranges before simplifying. */
export function viewBytes(inserted: number, dispatch: BuiltDispatch, nodesAllocated: number, pageBits: number): number {
  return (
    SIZE.flatView +
    SIZE.flatRange * capacity(inserted, 10) +
    SIZE.dispatch +
    SIZE.section * capacity(dispatch.sections.length, 16) +
    SIZE.node * nodesAllocated +
    (SIZE.subpage + 2 * (1 << pageBits)) * dispatch.subpages
  );
}
