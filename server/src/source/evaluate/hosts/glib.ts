import type { HostFunction } from '../run/host.ts';
import { format } from './format.ts';

/** GLib's allocation and strings. Like GLib, 0 bytes are NULL. */
export const GLIB: Readonly<Record<string, HostFunction>> = {
  g_malloc: (host, size = 0) => (Number(size) ? host.heap.allocate(Number(size)) : 0),
  g_malloc0: (host, size = 0) => (Number(size) ? host.heap.allocateZeroed(Number(size)) : 0),
  g_try_malloc: (host, size = 0) => (Number(size) ? host.heap.allocate(Number(size)) : 0),
  g_try_malloc0: (host, size = 0) => (Number(size) ? host.heap.allocateZeroed(Number(size)) : 0),
  g_malloc_n: (host, count = 0, size = 0) =>
    Number(count) * Number(size) ? host.heap.allocate(Number(count) * Number(size)) : 0,
  g_malloc0_n: (host, count = 0, size = 0) =>
    Number(count) * Number(size) ? host.heap.allocateZeroed(Number(count) * Number(size)) : 0,
  g_realloc: (host, at = 0, size = 0) => host.heap.reallocate(Number(at), Number(size)),
  g_realloc_n: (host, at = 0, count = 0, size = 0) => host.heap.reallocate(Number(at), Number(count) * Number(size)),
  g_memdup: (host, at = 0, size = 0) => {
    if (!Number(at) || !Number(size)) return 0;
    return host.memory.copy(host.heap.allocate(Number(size)), Number(at), Number(size));
  },
  g_free: (host, at = 0) => {
    host.heap.free(Number(at));
    return 0;
  },
  g_strdup: (host, at = 0) => (Number(at) ? host.newString(host.memory.text(Number(at))) : 0),
  g_strdup_printf: (host, pattern = 0, ...args) =>
    host.newString(format(host, host.memory.text(Number(pattern)), args)),
  g_strdup_vprintf: (host, pattern = 0, list = 0) =>
    host.newString(format(host, host.memory.text(Number(pattern)), host.argumentsOf(Number(list)))),
  g_strcmp0: (host, a = 0, b = 0) => {
    if (!Number(a) || !Number(b)) return Number(!Number(b)) - Number(!Number(a));
    const [x, y] = [host.memory.text(Number(a)), host.memory.text(Number(b))];
    return x < y ? -1 : x > y ? 1 : 0;
  },
  g_str_equal: (host, a = 0, b = 0) => host.memory.text(Number(a)) === host.memory.text(Number(b)),
  g_str_has_prefix: (host, a = 0, b = 0) => host.memory.text(Number(a)).startsWith(host.memory.text(Number(b))),
  g_direct_equal: (_host, a = 0, b = 0) => a === b,
  g_direct_hash: (_host, key = 0) => Number(key) >>> 0,
};
