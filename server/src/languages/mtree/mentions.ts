import type { AddressSpace, MemoryRegion } from '../../memory/region.ts';
import type { TextRange } from '../../text/range.ts';
import type { Dump, Entry } from './dump.ts';
import { type PartKind, partsOf } from './parts.ts';
import { subjectAt } from './subject.ts';

/** A word that names a region or an address space. */
export interface Mention {
  readonly range: TextRange;
  /** Where the tree prints it; false: an alias of it, a view, a section, a root. */
  readonly declares: boolean;
}

/** Every place that names what is under the cursor, in the order of the text. */
export function dumpMentions(dump: Dump, offset: number): readonly Mention[] {
  const subject = subjectAt(dump, offset);
  if (!subject) return [];
  const { space, region, part } = subject;
  const named = part?.kind === 'root' || part?.kind === 'alias' ? undefined : space;
  if (named) return dump.entries.flatMap((entry) => spaceMention(dump, entry, named));
  return region ? dump.entries.flatMap((entry) => regionMention(dump, entry, region)) : [];
}

function spaceMention(dump: Dump, entry: Entry, space: AddressSpace): Mention[] {
  if ((entry.kind !== 'space' && entry.kind !== 'user') || entry.space !== space) return [];
  return [{ range: wordOf(dump, entry, 'name'), declares: entry.kind === 'space' }];
}

function regionMention(dump: Dump, entry: Entry, region: MemoryRegion): Mention[] {
  const kind = mentionKind(dump, entry, region);
  return kind ? [{ range: wordOf(dump, entry, kind), declares: entry.kind === 'node' && kind === 'name' }] : [];
}

/** Which word of a line names the region. */
function mentionKind(dump: Dump, entry: Entry, region: MemoryRegion): PartKind | undefined {
  if (entry.kind === 'node') {
    if (entry.region === region) return 'name';
    return entry.region?.alias === region ? 'target' : undefined;
  }
  if (entry.kind === 'user') {
    if (entry.space?.root === region) return 'root';
    return entry.space?.root.alias === region ? 'alias' : undefined;
  }
  // the name first: which region a view's line shows is costlier to find
  if ((entry.kind === 'range' || entry.kind === 'section') && entry.line.name !== region.name) return undefined;
  return dump.regionOf(entry) === region ? 'name' : undefined;
}

/** The range of a word of a line; the line itself where the word cannot be told apart. */
export const wordOf = (dump: Dump, entry: Entry, kind: PartKind): TextRange =>
  partsOf(dump.text, entry).find((part) => part.kind === kind)?.range ?? entry.range;
