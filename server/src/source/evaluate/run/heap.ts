import type { Memory } from './memory.ts';
import { Stop } from './stop.ts';

const HEADER = 16;
const ALLOCATED = 0x5a110c8d;
const FREED = 0x5f4eed00;

/** What is allocated and not freed; bytes as they were asked for. */
export interface HeapUse {
  readonly blocks: number;
  readonly bytes: number;
}

/** Four sizes to each doubling: at most a quarter of a block is unused. */
function classOf(size: number): number {
  if (size <= 64) return Math.max(1, Math.ceil(size / 16)) * 16;
  const shift = 29 - Math.clz32(size - 1);
  return (((size - 1) >>> shift) + 1) * (1 << shift);
}

/**
 * malloc and free over a part of the memory. Blocks have a header that knows their state: what is freed twice or was never
 * allocated stops the run. A freed block is used again for one of its class, or split where nothing else is left.
 */
export function createHeap(memory: Memory, from: number, to: number) {
  const free = new Map<number, number[]>();
  const bottom = Math.ceil(from / 16) * 16;
  let top = bottom;
  let live = 0;
  let blocks = 0;

  const take = (size: number): number => {
    const list = free.get(size);
    const known = list?.pop();
    if (known !== undefined) return known;
    if (top + HEADER + size <= to) {
      const at = top + HEADER;
      top = at + size;
      memory.storeU32(at - HEADER, size);
      return at;
    }
    // The smallest freed block that is large enough, its rest freed.
    const larger = [...free]
      .filter(([other, blocks]) => other > size && blocks.length > 0)
      .sort(([a], [b]) => a - b)[0];
    const at = larger?.[1].pop();
    if (!larger || at === undefined) {
      throw new Stop('out-of-memory', `the memory of the run is used up (${live} bytes in ${blocks} blocks)`);
    }
    const rest = larger[0] - size - HEADER;
    if (rest >= 16) {
      memory.storeU32(at - HEADER, size);
      put(at + size + HEADER, rest);
    }
    return at;
  };

  const put = (at: number, size: number): void => {
    memory.storeU32(at - HEADER, size);
    memory.storeU32(at - HEADER + 4, FREED);
    const list = free.get(size);
    if (list) list.push(at);
    else free.set(size, [at]);
  };

  const state = (at: number): number => (at > from && at < to && at % 16 === 0 ? memory.loadU32(at - HEADER + 4) : 0);

  const heap = {
    /** Room that is not zero; of 0 bytes, too. */
    allocate: (bytes: number): number => {
      if (bytes > to - from) throw new Stop('out-of-memory', `${bytes} bytes are asked for at once`);
      const at = take(classOf(bytes));
      memory.storeU32(at - HEADER + 4, ALLOCATED);
      memory.storeU32(at - HEADER + 8, bytes);
      live += bytes;
      blocks++;
      return at;
    },
    allocateZeroed: (bytes: number): number => memory.fill(heap.allocate(bytes), 0, bytes),
    free: (at: number): void => {
      if (at === 0) return;
      const known = state(at);
      if (known !== ALLOCATED) {
        throw new Stop(
          'bad-free',
          known === FREED ? 'memory is freed twice' : 'memory is freed that was not allocated',
        );
      }
      live -= memory.loadU32(at - HEADER + 8);
      blocks--;
      put(at, memory.loadU32(at - HEADER));
    },
    reallocate: (at: number, bytes: number): number => {
      if (at === 0) return heap.allocate(bytes);
      if (state(at) !== ALLOCATED) throw new Stop('bad-free', 'memory is grown that was not allocated, or was freed');
      const old = memory.loadU32(at - HEADER + 8);
      if (bytes <= memory.loadU32(at - HEADER)) {
        memory.storeU32(at - HEADER + 8, bytes);
        live += bytes - old;
        return at;
      }
      const grown = heap.allocate(bytes);
      memory.copy(grown, at, old);
      heap.free(at);
      return grown;
    },
    /** Nothing is allocated, and all is zero. */
    reset: (): void => {
      memory.bytes.fill(0, bottom, top);
      free.clear();
      top = bottom;
      live = 0;
      blocks = 0;
    },
    used: (): HeapUse => ({ bytes: live, blocks }),
  };
  return heap;
}

export type Heap = ReturnType<typeof createHeap>;
