import type { AddressSpace, MemoryRegion } from '../../memory/region.ts';
import type { Dump, Entry } from './dump.ts';
import { type Part, partAt } from './parts.ts';

/** What is under the cursor: a line, the word of it, and what that word names. */
export interface Subject {
  readonly entry: Entry;
  /** undefined between words. */
  readonly part: Part | undefined;
  /** The region that the word, or else the line, is about. */
  readonly region: MemoryRegion | undefined;
  /** The address space that the line names. */
  readonly space: AddressSpace | undefined;
}

export function subjectAt(dump: Dump, offset: number): Subject | undefined {
  const entry = dump.entryAt(offset);
  if (!entry) return undefined;
  const part = partAt(dump.text, entry, offset);
  const space = entry.kind === 'space' || entry.kind === 'user' ? entry.space : undefined;
  return { entry, part, space, region: regionAt(dump, entry, part) };
}

function regionAt(dump: Dump, entry: Entry, part: Part | undefined): MemoryRegion | undefined {
  if (part?.kind === 'root' && entry.kind === 'user') return entry.space?.root;
  if (part?.kind === 'alias' && entry.kind === 'user') return entry.space?.root.alias;
  const region = dump.regionOf(entry);
  return part?.kind.startsWith('target') ? region?.alias : region;
}
