import type { FlatRange } from '../../../memory/flat-view.ts';
import type { RegionLine } from '../lines.ts';

/** The first place where rendered and printed ranges differ; undefined where they are equal. */
export function firstMismatch(
  rendered: readonly FlatRange[],
  printed: readonly RegionLine[],
): { address: bigint; line: RegionLine | undefined } | undefined {
  for (let i = 0; i < Math.max(rendered.length, printed.length); i++) {
    const range = rendered[i];
    const line = printed[i];
    const same =
      range &&
      line &&
      range.start === line.start &&
      range.size === line.end - line.start + 1n &&
      range.region.name === line.name &&
      range.offset === line.offset;
    if (same) continue;
    const address = !range ? (line?.start ?? 0n) : !line || range.start < line.start ? range.start : line.start;
    return { address, line };
  }
  return undefined;
}
