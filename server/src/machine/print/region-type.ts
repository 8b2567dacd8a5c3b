import type { MemoryRegion } from '../../memory/region.ts';
import { DEFAULT_FORMAT, type TextFormat } from '../formats.ts';

/** Aliases of aliases are followed so far: an endless chain is no machine. */
const LONGEST_CHAIN = 128;

/** memory_region_type: what the text calls a region; i/o for IOMMUs and ROM devices in MMIO mode too. */
export function typeText(region: MemoryRegion, format: TextFormat = DEFAULT_FORMAT): string {
  const shown = format.aliasType === 'target' ? target(region) : region;
  if (shown.kind === 'ramd') return 'ramd';
  if (shown.kind === 'romd' && shown.romdMode) return 'romd';
  if (shown.kind === 'ram' || shown.kind === 'rom') return shown.readonly ? 'rom' : 'ram';
  return shown.container ? 'i/o' : format.parentless;
}

function target(region: MemoryRegion): MemoryRegion {
  let shown = region;
  for (let i = 0; shown.alias && i < LONGEST_CHAIN; i++) shown = shown.alias;
  return shown;
}

/** The letters of 1.1 to 2.8: whether reads, and whether writes, are not turned into something else. */
export function accessLetters({ kind, readonly, romdMode }: MemoryRegion): string {
  const device = kind === 'romd';
  return `${device && !romdMode ? '-' : 'R'}${readonly || (device && romdMode) ? '-' : 'W'}`;
}
