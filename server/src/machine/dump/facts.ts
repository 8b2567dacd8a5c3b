import { type RegionKind, TWO_64 } from '../../memory/region.ts';
import { known } from './known-regions.ts';
import type { DumpType, RegionLine } from './lines.ts';

/** Kinds by printed type. Access tells less: `R-` is a ROM or a ROM device that reads direct, `RW` anything else. */
const KINDS: Readonly<Record<DumpType, RegionKind>> = {
  'i/o': 'io',
  container: 'container',
  ram: 'ram',
  rom: 'rom',
  romd: 'romd',
  ramd: 'ramd',
  RW: 'io',
  'R-': 'rom',
  '-W': 'romd',
  '--': 'romd',
};

/** The kind that a line tells or, where it prints access only, lets guess. */
export function kindOf({ alias, type, name }: RegionLine): RegionKind {
  if (alias) return 'alias';
  if (type === 'RW' && known(name, 'ram')) return 'ram';
  if (type === 'R-' && known(name, 'romd')) return 'romd';
  return KINDS[type];
}

/** The end of `system` to 1.7, where its size was INT64_MAX. */
const OLD_SYSTEM_END = 0x7ffffffffffffffen;

/** Whether a root is that of a QEMU to 1.7. */
export const isBefore20 = ({ name, start, end }: RegionLine): boolean =>
  name === 'system' && start === 0n && end === OLD_SYSTEM_END;

/**
 * 2^64 where the text shows the whole; 0 or 1 where END = START, as the name has it. To 1.5 END is START - 1 where the
 * size is 0, and no size reaches 2^64.
 */
export function sizeOf(line: RegionLine, before20: boolean): bigint {
  if (line.end === line.start) {
    if (known(line.name, 'emptyWhenPoint')) return 0n;
    return line.alias && line.start === 0n ? 0n : 1n;
  }
  const size = BigInt.asUintN(64, line.end - line.start) + 1n;
  return size === TWO_64 && before20 ? 0n : size;
}

/** Words for access, not for types. */
const ACCESS: ReadonlySet<DumpType> = new Set<DumpType>(['RW', 'R-', '-W', '--']);

/** Whether the line tells what kind the region is, as it does from 2.9 on. */
export const tellsKind = (type: DumpType): boolean => !ACCESS.has(type);
