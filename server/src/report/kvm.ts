import type { Accelerator } from '../machine/print/print-flatviews.ts';
import type { Snapshot } from '../memory/flat-view.ts';
import { hasMemory, memorySlots } from '../memory/memory-slots.ts';

/** KVM as `info mtree -f` has it: it marks the ranges that are memory slots. */
export const kvmOf = (snapshot: Snapshot): Accelerator => ({
  option: 'kvm',
  name: 'KVM',
  hasMemory: hasMemory(memorySlots(snapshot)),
});
