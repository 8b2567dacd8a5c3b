/** Orders names as people do, `cpu-2` before `cpu-10`; the same everywhere, whatever the locale. */
export function naturalOrder(a: string, b: string): number {
  const [x, y] = [padded(a), padded(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}

const padded = (name: string): string => name.replace(/\d+/g, (digits) => digits.padStart(10, '0'));
