import type { AddressSpace, MemoryRegion } from '../../memory/region.ts';
import type { TextRange } from '../../text/range.ts';
import type { Dump, Entry, EntryOf } from './dump.ts';
import { wordOf } from './mentions.ts';
import { type Subject, subjectAt } from './subject.ts';

export interface Definition {
  /** The word that leads there. */
  readonly origin: TextRange;
  /** The line, and the word of it to select. */
  readonly target: TextRange;
  readonly selection: TextRange;
}

/**
 * From an alias' `@target` to the block of its target; from a view, a section or a root to the region's line in the
 * tree; from an address space to its view and back; from a node's entry to its section or node.
 */
export function dumpDefinition(dump: Dump, offset: number): Definition | undefined {
  const subject = subjectAt(dump, offset);
  const entry = subject && targetOf(dump, subject, offset);
  if (!subject || !entry) return undefined;
  const origin = subject.part?.range ?? subject.entry.range;
  return { origin, target: entry.range, selection: wordOf(dump, entry, 'name') };
}

function targetOf(dump: Dump, { entry, part, region, space }: Subject, offset: number): Entry | undefined {
  switch (entry.kind) {
    case 'space':
      return space && dump.placesOf(space).user;
    case 'user':
      if (!space) return undefined;
      if (part?.kind === 'root') return rootLine(dump, space);
      if (part?.kind === 'alias') return region && blockOf(dump, region, offset);
      return dump.placesOf(space).line;
    case 'node':
      if (!region) return undefined;
      return part?.kind.startsWith('target') ? blockOf(dump, region, offset) : dump.linesOf(region)[0];
    case 'node-row':
      return pointee(dump, entry);
    default:
      return region && treeLine(dump, region);
  }
}

/** The line of the root in the block of its own address space. */
function rootLine(dump: Dump, space: AddressSpace): Entry | undefined {
  const block = dump.placesOf(space).line?.block;
  const lines = dump.linesOf(space.root);
  return lines.find((line) => line.block === block) ?? lines[0];
}

/** Where a region is printed in the tree of an address space, else as the target of an alias. */
function treeLine(dump: Dump, region: MemoryRegion): EntryOf<'node'> | undefined {
  const lines = dump.linesOf(region);
  return lines.find(({ block }) => !block.region) ?? lines[0];
}

/** The root of the `memory-region:` block that prints a region with all below it, the next one in the text. */
function blockOf(dump: Dump, region: MemoryRegion, offset: number): EntryOf<'node'> | undefined {
  const lines = dump.linesOf(region);
  const roots = lines.filter(({ block, line }) => block.region && block.root?.line === line);
  return roots.find(({ range }) => range.start > offset) ?? roots[0] ?? lines[0];
}

function pointee(dump: Dump, { line, view }: EntryOf<'node-row'>): Entry | undefined {
  const [, kind = '', number = ''] = /^([#[])(\d+)/.exec(line.pointer) ?? [];
  const { text } = view;
  const found =
    kind === '#' ? text.sections.find(({ index }) => index === Number(number)) : text.nodes[Number(number)]?.[0];
  return found && dump.entryAt(found.range.start);
}
