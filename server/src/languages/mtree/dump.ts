import type { DumpText, TreeBlock } from '../../machine/dump/sections.ts';
import type { Machine } from '../../machine/machine.ts';
import type { CoreVersion } from '../../memory/behaviour.ts';
import type { Snapshot } from '../../memory/flat-view.ts';
import type { AddressSpace, MemoryRegion } from '../../memory/region.ts';
import { type Visibility, visibility } from '../../memory/visibility.ts';
import { LineIndex } from '../../text/line-index.ts';
import { pushTo } from '../../text/multimap.ts';
import type { TextRange } from '../../text/range.ts';
import { type Entry, type EntryOf, entriesOf } from './entries.ts';
import { type PrintedView, pairViews, regionOfRange, regionOfSection } from './printed-views.ts';

export type { Entry, EntryOf } from './entries.ts';

interface SpacePlaces {
  line?: EntryOf<'space'>;
  user?: EntryOf<'user'>;
}

/** The lines of a dump, and which of them print what. */
interface Lines {
  readonly entries: readonly Entry[];
  readonly byRegion: ReadonlyMap<MemoryRegion, readonly EntryOf<'node'>[]>;
  readonly byBlock: ReadonlyMap<TreeBlock, readonly AddressSpace[]>;
  readonly bySpace: ReadonlyMap<AddressSpace, SpacePlaces>;
}

/**
 * A dump as every feature of the editor sees it: read once for a text and a core. Its lines by place, each with the
 * region, address space or view that it prints; what is seldom asked is made when it is asked first.
 */
export class Dump {
  private made: {
    lines?: Lines;
    visibility?: Visibility;
    index?: LineIndex;
    names?: Map<string, MemoryRegion | undefined>;
    aliases?: Map<MemoryRegion, MemoryRegion[]>;
  } = {};

  constructor(
    readonly text: string,
    readonly sections: DumpText,
    readonly machine: Machine,
    readonly core: CoreVersion,
    readonly snapshot: Snapshot,
  ) {}

  /** Every line that prints something of the machine, in the order of the text. */
  get entries(): readonly Entry[] {
    return this.lines.entries;
  }

  /** The line that holds an offset, from its first character to behind its last. */
  entryAt(offset: number): Entry | undefined {
    const entry = this.entries[this.firstEndingAt(offset)];
    return entry && entry.range.start <= offset ? entry : undefined;
  }

  /** The lines that reach into a stretch of the text. */
  entriesIn({ start, end }: TextRange): readonly Entry[] {
    const from = this.firstEndingAt(start);
    let to = from;
    while ((this.entries[to]?.range.start ?? end) < end) to++;
    return this.entries.slice(from, to);
  }

  /** Every tree line that prints a region, in the order of the text. */
  linesOf(region: MemoryRegion): readonly EntryOf<'node'>[] {
    return this.lines.byRegion.get(region) ?? [];
  }

  /** The `address-space:` line of an address space, and its `AS "..."` line in the fullest print of the views. */
  placesOf(space: AddressSpace): Readonly<SpacePlaces> {
    return this.lines.bySpace.get(space) ?? {};
  }

  /** The address spaces of a block: several where they have one root, none for the target of an alias. */
  spacesOf(block: TreeBlock): readonly AddressSpace[] {
    return this.lines.byBlock.get(block) ?? [];
  }

  /** The printed view that stands behind the address space's `AS "..."` line. */
  printedViewOf(space: AddressSpace): PrintedView | undefined {
    return this.placesOf(space).user?.view;
  }

  /** The region that a line of a view or of a dispatch tree shows. */
  regionOf(entry: Entry): MemoryRegion | undefined {
    if (entry.kind === 'node' || entry.kind === 'target') return entry.region;
    if (entry.kind === 'range') return regionOfRange(entry.view, entry.line) ?? this.onlyOne(entry.line.name);
    if (entry.kind === 'section') return regionOfSection(entry.view, entry.line) ?? this.onlyOne(entry.line.name);
    if (entry.kind === 'view-root') return entry.view.model?.root;
    return undefined;
  }

  /** The region of a name that is there once: where the tree has it elsewhere than a view, or disabled. */
  private onlyOne(name: string): MemoryRegion | undefined {
    if (!this.made.names) {
      this.made.names = new Map();
      for (const one of this.machine.topology.regions)
        this.made.names.set(one.name, this.made.names.has(one.name) ? undefined : one);
    }
    return this.made.names.get(name);
  }

  /** The aliases that show a region. */
  aliasesOf(region: MemoryRegion): readonly MemoryRegion[] {
    if (!this.made.aliases) {
      this.made.aliases = new Map();
      for (const one of this.machine.topology.regions) if (one.alias) pushTo(this.made.aliases, one.alias, one);
    }
    return this.made.aliases.get(region) ?? [];
  }

  /** How much of each region shows, in which views. */
  get visibility(): Visibility {
    this.made.visibility ??= visibility(this.snapshot);
    return this.made.visibility;
  }

  get index(): LineIndex {
    this.made.index ??= new LineIndex(this.text);
    return this.made.index;
  }

  /** One-based, for people. */
  lineNumber(offset: number): number {
    return this.index.lineAt(offset) + 1;
  }

  private get lines(): Lines {
    if (!this.made.lines) {
      const views = this.sections.flats.flatMap((flat) => pairViews(flat, this.snapshot));
      this.made.lines = linesByWhat(entriesOf(this.sections, this.machine, views));
    }
    return this.made.lines;
  }

  private firstEndingAt(offset: number): number {
    let low = 0;
    let high = this.entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.entries[middle]?.range.end ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function linesByWhat(entries: readonly Entry[]): Lines {
  const byRegion = new Map<MemoryRegion, EntryOf<'node'>[]>();
  const byBlock = new Map<TreeBlock, AddressSpace[]>();
  const bySpace = new Map<AddressSpace, SpacePlaces>();
  const placesOf = (space: AddressSpace): SpacePlaces => {
    const places = bySpace.get(space) ?? {};
    bySpace.set(space, places);
    return places;
  };
  for (const entry of entries) {
    if (entry.kind === 'node' && entry.region) pushTo(byRegion, entry.region, entry);
    else if (entry.kind === 'space' && entry.space) {
      placesOf(entry.space).line ??= entry;
      pushTo(byBlock, entry.block, entry.space);
    }
    // of several outputs the last prints most: with -d rather than without
    else if (entry.kind === 'user' && entry.space) placesOf(entry.space).user = entry;
  }
  return { entries, byRegion, byBlock, bySpace };
}

/** About what a Dump holds besides machine and snapshot, in bytes, once every feature was asked. */
export const weighDump = ({ text, snapshot }: Dump): number =>
  8 * text.length + 400 * snapshot.totals.flatRanges + 20_000;
