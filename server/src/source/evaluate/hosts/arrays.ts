import type { Host, HostFunction } from '../run/host.ts';

/** The elements' size of an array, and the bytes that it has room for: behind what GLib shows of it. */
const HIDDEN = 16;

const data = (host: Host, array: number): number => Number(host.readField(array, 'GArray', 'data'));
const length = (host: Host, array: number): number => Number(host.readField(array, 'GArray', 'len'));
const elementSize = (host: Host, array: number): number => host.memory.loadU32(array + HIDDEN);

const release = (host: Host, array: number, withData: boolean): number => {
  const at = data(host, array);
  if (withData) host.heap.free(at);
  host.heap.free(array);
  return withData ? 0 : at;
};

/** GLib's growing arrays. */
export const ARRAYS: Readonly<Record<string, HostFunction>> = {
  g_array_new: (host, _terminated = 0, _clear = 0, size = 0) => {
    const array = host.heap.allocateZeroed(HIDDEN + 8);
    host.memory.storeU32(array + HIDDEN, Number(size));
    return array;
  },
  g_array_append_vals: (host, array = 0, values = 0, count = 0) => {
    const at = Number(array);
    const size = elementSize(host, at);
    const had = length(host, at) * size;
    const grown = host.heap.reallocate(data(host, at), had + Number(count) * size);
    host.memory.copy(grown + had, Number(values), Number(count) * size);
    host.writeField(at, 'GArray', 'data', grown);
    host.writeField(at, 'GArray', 'len', length(host, at) + Number(count));
    return array;
  },
  g_array_free: (host, array = 0, withData = 0) => release(host, Number(array), Number(withData) !== 0),
  g_array_unref: (host, array = 0) => release(host, Number(array), true),
};
