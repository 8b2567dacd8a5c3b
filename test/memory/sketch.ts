import type { CoreBehaviour } from '../../server/src/memory/behaviour.ts';
import { coreVersion } from '../../server/src/memory/core-versions.ts';
import type { Section } from '../../server/src/memory/dispatch.ts';
import type { FlatRange, FlatView, Snapshot } from '../../server/src/memory/flat-view.ts';
import {
  type AddressSpace,
  type MemoryRegion,
  type RegionKind,
  type Topology,
  TWO_64,
} from '../../server/src/memory/region.ts';
import { renderRoot } from '../../server/src/memory/render.ts';
import { TopologyBuilder } from '../../server/src/memory/topology.ts';

/** A machine of a few lines, and its regions and address spaces by name. */
export interface Sketch {
  readonly topology: Topology;
  readonly region: (name: string) => MemoryRegion;
  readonly space: (name: string) => AddressSpace;
}

interface Line {
  readonly level: number;
  readonly name: string;
  readonly kind: RegionKind;
  readonly addr: bigint;
  readonly size: bigint;
  readonly priority: number;
  readonly flags: ReadonlySet<string>;
  readonly target: { readonly name: string; readonly offset: bigint } | undefined;
  readonly spaces: readonly string[];
}

const LINE = /^( *)(\S+) (container|io|ram|rom|romd|ramd|iommu|alias) ([0-9a-f]+)([-+])(\*|[0-9a-f]+)(.*)$/;

/**
 * Reads a machine:
 *
 *     system container 0-* <- memory, cpu-memory-0
 *       ram ram 0-ffff prio 1 ro
 *       window alias 10000-1ffff @ram+8000 disabled
 *
 * Two spaces a level; hex; START-END with END inclusive, START+SIZE, or 0-* for 2^64. START is the offset in the
 * container, as memory_region_add_subregion takes it. A later line is added later, so it is the newer sibling.
 * A region without indent has no container; `<-` names the address spaces whose root it is.
 * Flags: disabled, ro, nv, unmergeable, terminates.
 */
export function sketch(text: string, pageBits = 12): Sketch {
  const lines = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(readLine);
  const margin = Math.min(...lines.map((line) => line.level));
  const builder = new TopologyBuilder();
  const made = new Map<Line, MemoryRegion>();
  const make = (line: Line): MemoryRegion => {
    const known = made.get(line);
    if (known) return known;
    const { name, size, flags, target } = line;
    const init = {
      name,
      size,
      enabled: !flags.has('disabled'),
      nonvolatile: flags.has('nv'),
      unmergeable: flags.has('unmergeable'),
      ...(flags.has('ro') ? { readonly: true } : {}),
      ...(flags.has('terminates') ? { terminates: true } : {}),
    };
    const region = target
      ? builder.alias(init, make(targetOf(line, lines)), target.offset)
      : builder.region({ ...init, kind: line.kind });
    made.set(line, region);
    return region;
  };
  for (const line of lines) make(line);
  const path: MemoryRegion[] = [];
  for (const line of lines) {
    const region = make(line);
    const level = line.level - margin;
    const container = path[level - 1];
    if (container && level > 0) builder.add(container, region, line.addr, line.priority);
    else builder.place(region, line.addr, line.priority);
    path.length = level;
    path.push(region);
    for (const space of line.spaces) builder.addressSpace(space, region);
  }
  const topology = builder.build(pageBits);
  return {
    topology,
    region: (name) => found(topology.regions, name),
    space: (name) => found(topology.addressSpaces, name),
  };
}

function readLine(text: string): Line {
  const m = LINE.exec(text);
  if (!m) throw new Error(`not a line of a sketch: ${text}`);
  const rest = m[7] ?? '';
  const addr = BigInt(`0x${m[4]}`);
  const size = m[6] === '*' ? TWO_64 : m[5] === '+' ? BigInt(`0x${m[6]}`) : BigInt(`0x${m[6]}`) - addr + 1n;
  const target = / @([^\s+]+)(?:\+([0-9a-f]+))?/.exec(rest);
  return {
    level: (m[1] ?? '').length / 2,
    name: m[2] ?? '',
    kind: (m[3] ?? 'io') as RegionKind,
    addr,
    size,
    priority: Number(/ prio (-?\d+)/.exec(rest)?.[1] ?? 0),
    flags: new Set(rest.split('<-')[0]?.split(' ')),
    target: target ? { name: target[1] ?? '', offset: BigInt(`0x${target[2] ?? '0'}`) } : undefined,
    spaces: rest.split('<- ')[1]?.split(', ') ?? [],
  };
}

/** An alias is often named as its target is (`smram`): not itself, and rather one without a container. */
function targetOf(line: Line, lines: readonly Line[]): Line {
  const others = lines.filter((other) => other !== line).sort((a, b) => a.level - b.level);
  return found(others, line.target?.name ?? '');
}

function found<T extends { readonly name: string }>(list: readonly T[], name: string): T {
  const one = list.find((item) => item.name === name);
  if (!one) throw new Error(`no "${name}" in the sketch`);
  return one;
}

export function core(name: string): CoreBehaviour {
  const version = coreVersion(name);
  if (!version) throw new Error(`no core ${name}`);
  return version.behaviour;
}

/** `0-fff ram`, `1000-1fff rom @800 ro nv`. */
export function rangeText(range: FlatRange): string {
  const { start, size, region, offset } = range;
  const at = offset === 0n ? '' : ` @${offset.toString(16)}`;
  const flags = `${range.readonly ? ' ro' : ''}${range.nonvolatile ? ' nv' : ''}${range.unmergeable ? ' unmergeable' : ''}`;
  return `${start.toString(16)}-${(start + size - 1n).toString(16)} ${region.name}${at}${flags}`;
}

/** What the first root of the sketch renders to: of `root`, else of the first address space, else of the first line. */
export function rendered(text: string, version = '7.2', root?: string): string[] {
  const { topology, region } = sketch(text);
  const own = root ? region(root) : (topology.addressSpaces[0]?.root ?? topology.regions.find((r) => !r.container));
  return renderRoot(own, core(version)).ranges.map(rangeText);
}

/** `memory cpu-memory-0 -> system`: the users of each view and the region that keys it, `(none)` for NULL. */
export const sharingText = ({ views }: Snapshot): string[] =>
  views.map((view) => `${users(view)} -> ${view.root?.name ?? '(none)'}`);

const users = (view: FlatView): string => view.addressSpaces.map((space) => space.name).join(' ') || '-';

/** `2000+1000 ram`, `2000+1000 (subpage)`. */
export const sectionText = (section: Section): string =>
  `${section.start.toString(16)}+${section.size.toString(16)} ${section.region?.name ?? `(${section.kind})`}`;
