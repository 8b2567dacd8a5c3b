import type { TextRange } from '../../text/range.ts';
import type { Dump } from './dump.ts';
import { wordOf } from './mentions.ts';

export interface Link {
  readonly range: TextRange;
  /** The offset in the same text that it leads to. */
  readonly target: number;
  readonly tooltip: string;
}

/** From each `address-space:` line to its FlatView in the same text, and from each `AS "..."` line back. */
export function dumpLinks(dump: Dump): readonly Link[] {
  return dump.entries.flatMap((entry): Link[] => {
    if ((entry.kind !== 'space' && entry.kind !== 'user') || !entry.space) return [];
    const { line, user } = dump.placesOf(entry.space);
    const range = wordOf(dump, entry, 'name');
    if (entry.kind === 'user') return line ? [{ range, target: line.range.start, tooltip: 'Its region tree' }] : [];
    return user ? [{ range, target: user.view.text.range.start, tooltip: 'Its FlatView' }] : [];
  });
}
