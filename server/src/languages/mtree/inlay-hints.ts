import { humanSize } from '../../text/hex.ts';
import type { TextRange } from '../../text/range.ts';
import type { Dump } from './dump.ts';
import { addressParts } from './parts.ts';

export interface SizeHint {
  /** Behind the last address of a range. */
  readonly offset: number;
  readonly label: string;
}

/** Sizes behind the ranges of trees and views in a stretch of the text; dispatch trees repeat them, so they have none. */
export function dumpSizes(dump: Dump, range: TextRange): readonly SizeHint[] {
  return dump.entriesIn(range).flatMap((entry): SizeHint[] => {
    if (entry.kind !== 'node' && entry.kind !== 'range') return [];
    const end = addressParts(dump.text, entry.range).find(({ kind }) => kind === 'end');
    if (!end) return [];
    const { line } = entry;
    const empty = entry.kind === 'node' && entry.region?.size === 0n;
    const size = empty ? 0n : BigInt.asUintN(64, line.end - line.start) + 1n;
    return [{ offset: end.range.end, label: humanSize(size) }];
  });
}
