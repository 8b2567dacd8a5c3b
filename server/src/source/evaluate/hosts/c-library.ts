import type { Value } from '../parse/ast.ts';
import type { Host, HostFunction } from '../run/host.ts';
import { Stop } from '../run/stop.ts';
import { format } from './format.ts';

const text = (host: Host, at: Value | undefined): string => host.memory.text(Number(at));

/** Below 0, 0 or above 0, as the bytes at two places compare; `stop` ends strings. */
function compareBytes(host: Host, a: Value, b: Value, length: number, stop: boolean): number {
  for (let i = 0; i < length; i++) {
    const [x, y] = [host.memory.loadU8(Number(a) + i), host.memory.loadU8(Number(b) + i)];
    if (x !== y) return x - y;
    if (stop && x === 0) return 0;
  }
  return 0;
}

/** Writes a string into a buffer of `size` bytes, its end included; gives the length that it would have had. */
export function writeText(host: Host, at: number, size: number, written: string): number {
  if (size > 0) {
    const kept = written.slice(0, size - 1);
    host.memory.range(at, kept.length + 1);
    for (let i = 0; i < kept.length; i++) host.memory.bytes[at + i] = kept.charCodeAt(i);
    host.memory.bytes[at + kept.length] = 0;
  }
  return written.length;
}

/** The functions of the C library that the memory core and its tests reach. */
export const C_LIBRARY: Readonly<Record<string, HostFunction>> = {
  malloc: (host, size = 0) => host.heap.allocate(Number(size)),
  calloc: (host, count = 0, size = 0) => host.heap.allocateZeroed(Number(count) * Number(size)),
  realloc: (host, at = 0, size = 0) => host.heap.reallocate(Number(at), Number(size)),
  free: (host, at = 0) => {
    host.heap.free(Number(at));
    return 0;
  },
  memcpy: (host, to = 0, from = 0, size = 0) => host.memory.copy(Number(to), Number(from), Number(size)),
  memmove: (host, to = 0, from = 0, size = 0) => host.memory.copy(Number(to), Number(from), Number(size)),
  memset: (host, at = 0, byte = 0, size = 0) => host.memory.fill(Number(at), Number(byte) & 255, Number(size)),
  memcmp: (host, a = 0, b = 0, size = 0) => compareBytes(host, a, b, Number(size), false),
  strcmp: (host, a = 0, b = 0) => compareBytes(host, a, b, host.memory.size, true),
  strncmp: (host, a = 0, b = 0, size = 0) => compareBytes(host, a, b, Number(size), true),
  strlen: (host, at = 0) => text(host, at).length,
  strcpy: (host, to = 0, from = 0) => {
    writeText(host, Number(to), host.memory.size, text(host, from));
    return to;
  },
  strchr: (host, at = 0, letter = 0) => {
    const index = `${text(host, at)}\0`.indexOf(String.fromCharCode(Number(letter) & 255));
    return index < 0 ? 0 : Number(at) + index;
  },
  strstr: (host, at = 0, part = 0) => {
    const index = text(host, at).indexOf(text(host, part));
    return index < 0 ? 0 : Number(at) + index;
  },
  printf: (host, pattern, ...args) => {
    host.output.push(format(host, text(host, pattern), args));
    return 0;
  },
  fprintf: (host, _file, pattern, ...args) => {
    host.output.push(format(host, text(host, pattern), args));
    return 0;
  },
  puts: (host, at) => {
    host.output.push(`${text(host, at)}\n`);
    return 0;
  },
  snprintf: (host, at = 0, size = 0, pattern, ...args) =>
    writeText(host, Number(at), Number(size), format(host, text(host, pattern), args)),
  vsnprintf: (host, at = 0, size = 0, pattern, list = 0) =>
    writeText(host, Number(at), Number(size), format(host, text(host, pattern), host.argumentsOf(Number(list)))),
  vprintf: (host, pattern, list = 0) => {
    host.output.push(format(host, text(host, pattern), host.argumentsOf(Number(list))));
    return 0;
  },
  abort: () => {
    throw new Stop('abort', 'abort() is called');
  },
  exit: (_host, code = 0) => {
    throw new Stop('abort', `exit(${code}) is called`);
  },
  __assert_fail: (host, condition) => {
    throw new Stop('assert', `the assertion "${text(host, condition)}" fails`);
  },
};
