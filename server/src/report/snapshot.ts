import { formatOf, type Release } from '../machine/formats.ts';
import { printFlatViews, printRange } from '../machine/print/print-flatviews.ts';
import { printTree } from '../machine/print/print-tree.ts';
import type { CoreVersion } from '../memory/behaviour.ts';
import { areOne } from '../memory/cpu-address-spaces.ts';
import type { Snapshot } from '../memory/flat-view.ts';
import { type MemorySlot, memorySlots } from '../memory/memory-slots.ts';
import type { MemoryRegion } from '../memory/region.ts';
import { madeByCommit } from '../memory/snapshot.ts';
import type { ReviewMachine } from '../review/model.ts';
import { hex } from '../text/hex.ts';
import { kvmOf } from './kvm.ts';
import { spanJson } from './releases.ts';

export const SNAPSHOT_SCHEMA = 'qemu-memory-review/flatview@1';
export const TREE_SCHEMA = 'qemu-memory-review/tree@1';

/** Views that some address space uses, as `info mtree -f [-d]` of a release prints them. */
export const flatViewText = (
  { machine }: ReviewMachine,
  snapshot: Snapshot,
  { behaviour }: CoreVersion,
  release: Release,
  dispatch: boolean,
): string =>
  printFlatViews(
    snapshot.views.filter((view) => view.addressSpaces.length > 0),
    {
      format: formatOf(release),
      dispatch,
      facts: machine,
      areOne: (a, b) => areOne(a, b, behaviour),
      ...(machine.accelerator === 'KVM' ? { accelerator: kvmOf(snapshot) } : {}),
    },
  );

/** The tree as `info mtree [-o] [-D]` of a release prints it. */
export const treeText = (
  { machine }: ReviewMachine,
  release: Release,
  options: { readonly owners: boolean; readonly disabled: boolean },
): string => printTree(machine.topology, { format: formatOf(release), facts: machine, ...options });

/** A Snapshot as a JSON value; addresses are hex strings. */
export const snapshotJson = (machine: ReviewMachine, core: CoreVersion, snapshot: Snapshot) => ({
  schema: SNAPSHOT_SCHEMA,
  ...facts(machine),
  core: core.name,
  engine: 'model',
  totals: snapshot.totals,
  /** What one commit makes anew, however small the change. */
  flatViewsMadeByCommit: madeByCommit(snapshot, core.behaviour),
  /** KVM's memory slots; null where the machine is not known to run under KVM. */
  memorySlots: machine.machine.accelerator === 'KVM' ? memorySlots(snapshot).map(slotJson) : null,
  views: snapshot.views.map((view) => ({
    root: view.root?.name ?? null,
    addressSpaces: view.addressSpaces.map((space) => space.name),
    ranges: view.ranges.map((range) => ({
      start: hex(range.start),
      size: hex(range.size),
      region: range.region.name,
      offset: hex(range.offset),
      readonly: range.readonly,
      nonvolatile: range.nonvolatile,
      text: printRange(range).trim(),
    })),
    dispatch: {
      sections: view.dispatch.sections.length,
      nodes: view.dispatch.nodes.length,
      nodesAllocated: view.nodesAllocated,
    },
    bytes: view.bytes,
  })),
});

const slotJson = ({ addressSpace, start, size, region, offset, readonly }: MemorySlot) => ({
  addressSpace: addressSpace.name,
  start: hex(start),
  size: hex(size),
  region: region.name,
  offset: hex(offset),
  readonly,
});

/** A machine's regions as a JSON value: each once, by id; parents, aliases and roots name ids. */
export const treeJson = (machine: ReviewMachine) => ({
  schema: TREE_SCHEMA,
  ...facts(machine),
  addressSpaces: machine.machine.topology.addressSpaces.map((space) => ({ name: space.name, root: space.root.id })),
  regions: machine.machine.topology.regions.map(regionJson),
  problems: machine.machine.problems.map(({ code, severity, message, range }) => ({
    code,
    severity,
    message,
    start: range.start,
    end: range.end,
  })),
});

const regionJson = (region: MemoryRegion) => ({
  id: region.id,
  name: region.name,
  kind: region.kind,
  address: hex(region.addr),
  size: hex(region.size),
  priority: region.priority,
  enabled: region.enabled,
  terminates: region.terminates,
  readonly: region.readonly,
  container: region.container?.id ?? null,
  alias: region.alias ? { region: region.alias.id, offset: hex(region.aliasOffset) } : null,
});

const facts = ({ label, machine }: ReviewMachine) => ({
  machine: label,
  release: machine.release,
  span: spanJson(machine.span),
  accelerator: machine.accelerator,
  pageBits: machine.topology.pageBits,
});
