import type { FlatRange, Snapshot } from './flat-view.ts';
import type { AddressSpace, MemoryRegion } from './region.ts';

/** A piece of guest memory that KVM maps into the guest itself (KVM_SET_USER_MEMORY_REGION). Bytes. */
export interface MemorySlot {
  readonly addressSpace: AddressSpace;
  /** KVM's number of the address space, in the upper half of a slot's number. */
  readonly addressSpaceId: number;
  readonly start: bigint;
  readonly size: bigint;
  /** Of the region at `start`. */
  readonly offset: bigint;
  readonly region: MemoryRegion;
  /** KVM_MEM_READONLY: writes leave the guest. */
  readonly readonly: boolean;
}

/** What the host decides. */
export interface KvmHost {
  /** A slot begins and ends at such pages. */
  readonly pageSize: bigint;
  /** KVM_CAP_READONLY_MEM: without it, ROM devices have no slots, and ROM can be written by the guest. */
  readonly readonlyMemory: boolean;
  /** Larger ranges become several slots (023ae9a88a, 4.2): 4 TiB on s390x, elsewhere without end. */
  readonly maxSlotSize: bigint | undefined;
}

export const COMMON_KVM_HOST: KvmHost = { pageSize: 4096n, readonlyMemory: true, maxSlotSize: undefined };

/** The address spaces that KVM listens to, by KVM's number: all of the guest's memory, and x86's with SMRAM (2.4+). */
const LISTENED = ['memory', 'KVM-SMRAM'];

/**
 * The memory slots of a machine under KVM once everything is committed, in the order of address spaces and addresses:
 * what kvm_set_phys_mem registers for each range of the views that KVM listens to.
 */
export function memorySlots(snapshot: Snapshot, host: KvmHost = COMMON_KVM_HOST): readonly MemorySlot[] {
  return LISTENED.flatMap((name, addressSpaceId) => {
    const addressSpace = snapshot.topology.addressSpaces.find((space) => space.name === name);
    const view = addressSpace && snapshot.viewOf[addressSpace.id];
    if (!addressSpace || !view) return [];
    return view.ranges.flatMap((range) =>
      slotsOfRange(range, host).map((slot) => ({ ...slot, addressSpace, addressSpaceId })),
    );
  });
}

type RangeSlot = Omit<MemorySlot, 'addressSpace' | 'addressSpaceId'>;

function slotsOfRange(range: FlatRange, host: KvmHost): RangeSlot[] {
  const { region } = range;
  const isRam = region.kind === 'ram' || region.kind === 'rom' || region.kind === 'ramd';
  // a ROM device is read without an exit only while it is in ROM mode
  const isRomd = region.kind === 'romd' && region.romdMode;
  if (!isRam && !(isRomd && host.readonlyMemory)) return [];
  const { start, end } = wholePages(range, host.pageSize);
  const slots: RangeSlot[] = [];
  const step = host.maxSlotSize ?? end - start;
  for (let at = start; at < end; at += step) {
    const size = end - at < step ? end - at : step;
    const offset = range.offset + (at - range.start);
    // the region's own flag: KVM does not see that an alias or a container is read-only
    slots.push({ start: at, size, offset, region, readonly: host.readonlyMemory && (region.readonly || isRomd) });
  }
  return slots;
}

/** kvm_align_section: the host pages that lie in the range whole; `end` is exclusive and may be below `start`. */
function wholePages({ start, size }: FlatRange, pageSize: bigint): { start: bigint; end: bigint } {
  const up = (address: bigint) => ((address + pageSize - 1n) / pageSize) * pageSize;
  return { start: up(start), end: ((start + size) / pageSize) * pageSize };
}

/**
 * Whether an address space has a slot of exactly this range's start and size (kvm_accel_has_memory): what
 * `info mtree -f` marks from 4.1 on (8072aae377). A range that is not of whole pages is none, though most of it may be
 * a slot; one larger than the largest slot is, by its first.
 */
export function hasMemory(
  slots: readonly MemorySlot[],
  { maxSlotSize }: KvmHost = COMMON_KVM_HOST,
): (space: AddressSpace, range: FlatRange) => boolean {
  const sizes = new Map(slots.map((slot) => [`${slot.addressSpace.id}:${slot.start}`, slot.size]));
  return ({ id }, { start, size }) =>
    sizes.get(`${id}:${start}`) === (maxSlotSize !== undefined && maxSlotSize < size ? maxSlotSize : size);
}
