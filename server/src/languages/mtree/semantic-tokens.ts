import type { MemoryRegion, RegionKind } from '../../memory/region.ts';
import { isNeverVisible } from '../../memory/visibility.ts';
import type { TextRange } from '../../text/range.ts';
import type { Token } from '../model.ts';
import type { Dump, Entry } from './dump.ts';
import { disabledAbove } from './hover-region.ts';
import { type Part, type PartKind, partsOf } from './parts.ts';

/** Token types as package.json declares them (semanticTokenTypes): the model's kinds, which the text does not print. */
export const TOKEN_TYPES: Readonly<Record<RegionKind, string>> = {
  container: 'memoryContainer',
  io: 'memoryIo',
  ram: 'memoryRam',
  rom: 'memoryRom',
  romd: 'memoryRomd',
  ramd: 'memoryRamd',
  iommu: 'memoryIommu',
  alias: 'memoryAlias',
};

/** Token modifiers: disabled by itself or by a container above it; enabled and reached, but never visible. */
export const TOKEN_MODIFIERS = ['disabled', 'hidden'] as const;

type DumpToken = Token<RegionKind, (typeof TOKEN_MODIFIERS)[number]>;

const DISABLED: DumpToken['modifiers'] = ['disabled'];
const HIDDEN: DumpToken['modifiers'] = ['hidden'];

/** The words that have a region's colour. */
const WORDS: ReadonlySet<PartKind> = new Set(['name', 'target', 'type', 'root', 'alias']);

/** Names and types of regions with their kinds, in the order of the text. */
export function dumpTokens(dump: Dump, range?: TextRange): readonly DumpToken[] {
  const modifiers = new Map<MemoryRegion, DumpToken['modifiers']>();
  const modifiersOf = (region: MemoryRegion): DumpToken['modifiers'] => {
    const known = modifiers.get(region);
    if (known) return known;
    const made: DumpToken['modifiers'] = disabledAbove(region)
      ? DISABLED
      : isNeverVisible(dump.visibility, region)
        ? HIDDEN
        : [];
    modifiers.set(region, made);
    return made;
  };
  const entries = range ? dump.entriesIn(range) : dump.entries;
  return entries.flatMap((entry) =>
    hasRegion(entry)
      ? partsOf(dump.text, entry).flatMap((part): DumpToken[] => {
          const region = WORDS.has(part.kind) ? regionOf(dump, entry, part) : undefined;
          if (!region) return [];
          // a disabled alias shows nothing of its target either
          const modifiers = entry.kind === 'node' && entry.line.disabled ? DISABLED : modifiersOf(region);
          return [{ range: part.range, kind: region.kind, modifiers }];
        })
      : [],
  );
}

const hasRegion = ({ kind }: Entry): boolean => kind !== 'space' && kind !== 'view' && kind !== 'node-row';

function regionOf(dump: Dump, entry: Entry, { kind }: Part): MemoryRegion | undefined {
  if (entry.kind === 'user') {
    if (kind === 'name') return undefined;
    return kind === 'root' ? entry.space?.root : entry.space?.root.alias;
  }
  const region = dump.regionOf(entry);
  return kind === 'target' ? region?.alias : region;
}
