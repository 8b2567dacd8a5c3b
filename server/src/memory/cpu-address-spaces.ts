import type { CoreBehaviour } from './behaviour.ts';
import type { AddressSpace } from './region.ts';

/** Which address spaces are one where they have one root: to 2.5 a CPU's is `memory`, to 2.10 they are shareable. */
const MERGED: Record<CoreBehaviour['cpuAddressSpaces'], RegExp | undefined> = {
  memory: /^(cpu-(secure-)?memory(-\d+)?|memory)$/,
  shareable: /^cpu-(secure-)?memory(-\d+)?$/,
  own: undefined,
};

/** Whether a core has one address space where newer ones have these two: CPUs that access memory in one way. */
export const areOne = (a: AddressSpace, b: AddressSpace, { cpuAddressSpaces }: CoreBehaviour): boolean =>
  a === b || (a.root === b.root && isMerged(a, cpuAddressSpaces) && isMerged(b, cpuAddressSpaces));

/** Whether a core gives the address space to all CPUs of its root in common. */
export const isMerged = (space: AddressSpace, way: CoreBehaviour['cpuAddressSpaces']): boolean =>
  MERGED[way]?.test(space.name) ?? false;
