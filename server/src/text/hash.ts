/** A 106-bit content hash as text (cyrb53 with two seeds, in one pass): for cache keys, not for secrets. */
export function contentHash(text: string): string {
  let [a, b] = start(0);
  let [c, d] = start(0x9e3779b9);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
    c = Math.imul(c ^ code, 2654435761);
    d = Math.imul(d ^ code, 1597334677);
  }
  return `${finish(a, b)}-${finish(c, d)}-${text.length}`;
}

const start = (seed: number): [number, number] => [0xdeadbeef ^ seed, 0x41c6ce57 ^ seed];

function finish(first: number, second: number): string {
  const a = Math.imul(first ^ (first >>> 16), 2246822507) ^ Math.imul(second ^ (second >>> 13), 3266489909);
  const b = Math.imul(second ^ (second >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(36);
}
