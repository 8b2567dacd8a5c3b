import type { MemoryRegion, RegionKind } from '../../memory/region.ts';
import type { TextRange } from '../../text/range.ts';
import type { DumpType } from './lines.ts';

/**
 * A MemoryRegion while a dump is read: what the text hides is still to be decided. It has the shape of a
 * MemoryRegion, so that the memory core can render it at any time.
 */
export interface Draft {
  id: number;
  name: string;
  kind: RegionKind;
  addr: bigint;
  size: bigint;
  priority: number;
  enabled: boolean;
  terminates: boolean;
  readonly: boolean;
  romdMode: boolean;
  nonvolatile: boolean;
  unmergeable: boolean;
  aliasOffset: bigint;
  alias: Draft | undefined;
  container: Draft | undefined;
  subregions: Draft[];
  /** How `terminates` is known. */
  termination: 'type' | 'evidence' | 'name' | 'guess';
  /** The name of an alias' target, until it is found. */
  readonly target: string | undefined;
  readonly owner: string;
  readonly type: DumpType;
  /** Every line that prints the region, the first first. */
  readonly lines: TextRange[];
}

/** An address space with the region that its block prints. */
export interface SpaceDraft {
  readonly name: string;
  root: Draft;
  readonly line: TextRange;
}

/** A Draft is a MemoryRegion: the compiler checks it here. */
export const asRegion = (draft: Draft): MemoryRegion => draft;
