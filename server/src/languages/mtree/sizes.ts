import type { FlatView } from '../../memory/flat-view.ts';
import type { AddressSpace } from '../../memory/region.ts';
import { groupNames } from '../../report/address-spaces.ts';
import { code } from '../../report/markdown.ts';
import { grouped, hex, hex16, humanSize } from '../../text/hex.ts';

/** "`0x20000` bytes (128 KiB)", "1 byte", "no bytes" */
export function sizeText(size: bigint): string {
  if (size === 0n) return 'no bytes';
  if (size === 1n) return '1 byte';
  return size < 10n ? `${size} bytes` : `${code(hex(size))} bytes (${humanSize(size)})`;
}

/** "a0000-bffff", `to` exclusive, without leading zeros. */
export const span = (from: bigint, to: bigint): string => `${short(from)}-${short(to - 1n)}`;
const short = (address: bigint): string => hex16(address).replace(/^0+(?=.)/, '');

/** "1 range", "4 ranges" */
export const count = (n: number, noun: string): string => `${grouped(n)} ${noun}${n === 1 ? '' : 's'}`;

/** "`a`, `b` and 3 more" */
export function names(all: readonly { readonly name: string }[], most = 4): string {
  const counts = new Map<string, number>();
  for (const { name } of all) counts.set(name, (counts.get(name) ?? 0) + 1);
  const texts = [...counts].map(([name, n]) => (n === 1 ? code(name || '(no name)') : `${code(name)} x ${n}`));
  if (texts.length <= most)
    return texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} and ${texts[texts.length - 1]}`;
  return `${texts.slice(0, most - 1).join(', ')} and ${texts.length - most + 1} more`;
}

/** Whose a view is, in a few words. */
export const whose = (spaces: readonly AddressSpace[]): string => code(groupNames([...spaces].sort(byName), 3));

const byName = (a: AddressSpace, b: AddressSpace): number => ORDER.compare(a.name, b.name);
const ORDER = new Intl.Collator('en', { numeric: true });

/** "4 address spaces, 9 ranges, 10 nodes, 71.4 KiB" */
export const viewFigures = ({ addressSpaces, ranges, dispatch, bytes }: FlatView): string =>
  [
    count(addressSpaces.length, 'address space'),
    count(ranges.length, 'range'),
    count(dispatch.nodes.length, 'node'),
    humanSize(bytes),
  ].join(', ');
