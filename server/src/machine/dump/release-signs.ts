import { HISTORY } from '../../memory/history.ts';
import { FORMAT_HISTORY, type Release } from '../formats.ts';

/** What a text shows that tells which releases it can come from. */
export interface ReleaseSign {
  /** Whether it shows what a commit brought, or what was before. */
  readonly side: 'since' | 'until';
  readonly commit: string;
  /** The first release that has the commit. */
  readonly release: Release;
  /** What is seen, as the subject and predicate of a sentence. */
  readonly feature: string;
}

type Side = ReleaseSign['side'];

interface Dated {
  readonly release: Release;
  readonly maybeFrom?: Release;
}

/** A sign by a commit of the tables of formats and of the core. */
function sign(side: Side, commit: string, feature: string): ReleaseSign {
  const entry: Dated | undefined = [...FORMAT_HISTORY, ...HISTORY].find((one) => one.commit === commit);
  if (!entry) throw new Error(`no commit ${commit} in the tables`);
  const release = (side === 'since' && entry.maybeFrom) || entry.release;
  return { side, commit, release, feature };
}

/** A sign by a commit of boards and devices. */
const board = (side: Side, commit: string, release: Release, feature: string): ReleaseSign => ({
  side,
  commit,
  release,
  feature,
});

/** Signs of the text's form and of the core, each with a name for who looks for it. */
export const SIGNS = {
  bare: sign('until', 'e48816aac6', 'trees stand below bare names'),
  labelled: sign('since', 'e48816aac6', 'trees are labelled "address-space:"'),
  disabled: sign('since', 'f8a9f720dd', 'a disabled region is printed'),
  letters: sign('until', '4e83190146', 'regions have letters for their access'),
  types: sign('since', '4e83190146', 'regions have types'),
  viewsOfSpaces: sign('until', '5e8fd947e2', 'each address space has a view of its own'),
  heading: sign('since', '57bb40c9db', 'there are flat views'),
  sharedViews: sign('since', '5e8fd947e2', 'FlatViews are numbered and name their users'),
  owners: sign('since', 'fc051ae6c4', 'owners are printed'),
  nonvolatile: sign('since', 'c26763f8ec', 'a region is non-volatile (nv-)'),
  slotOption: sign('until', '53b62bec01', 'an accelerator is named as in -accel'),
  slot: sign('since', '8072aae377', 'an accelerator marks its slots'),
  slotClass: sign('since', '53b62bec01', 'an accelerator is named by its class'),
  aliasOwn: sign('until', '39fa93c443', 'an alias of memory has the type i/o'),
  aliasTarget: sign('since', '39fa93c443', 'an alias has the type of what it shows'),
  overflowInside: sign('until', '2261d3939f', '[DETECTED OVERFLOW!] stands behind the indent'),
  overflow: sign('since', 'b31f841262', '[DETECTED OVERFLOW!] is printed'),
  overflowBefore: sign('since', '2261d3939f', '[DETECTED OVERFLOW!] stands before the indent'),
  alwaysDisabled: sign('until', '2261d3939f', 'a disabled region is printed without -D'),
  optionD: sign('since', '2261d3939f', '`info mtree` takes -D'),
  optionO: sign('since', 'fc051ae6c4', '`info mtree` takes -o'),
  hiddenParent: sign('since', '2261d3939f', 'regions stand below one that is not printed'),
  sameRoot: sign('until', '7bdbf99aa2', 'one root is printed for several address spaces, each time'),
  grouped: sign('since', '7bdbf99aa2', 'address spaces of one root stand together'),
  sectionPast: sign('until', 'f9c307c3f9', 'a section ends past its range'),
  sectionPart: sign('since', 'f9c307c3f9', 'a section ends with its range, which is a part of a region'),
  fourReserved: sign('until', '50b107c5d6', 'dispatch trees reserve four sections'),
  threeReserved: sign('since', '50b107c5d6', 'dispatch trees reserve fewer than four sections'),
  moreReserved: sign('until', '08565552f7', 'dispatch trees reserve more than one section'),
  oneReserved: sign('since', '08565552f7', 'dispatch trees reserve one section'),
  ioRoot: sign('until', '2026-03-09', 'the root "io" has the type i/o'),
  container: sign('since', '2026-03-09', 'a root has the type "container"'),
  busMasterAlias: board('until', '3716d5902d', '2.9', 'the root of a device is the alias "bus master"'),
  busMasterContainer: board('since', '3716d5902d', '2.9', 'devices have a "bus master container"'),
  gpexWindow: board('since', 'a6091108aa', '6.1', 'the PCI host has windows of its own'),
  noBridgeSpace: board('until', '55fa4be6f7', '9.2', 'a PCI bridge has no address space for its memory'),
  noConfigSpace: board('until', '55fa4be6f7', '9.2', 'a modern virtio device has no address space for its BAR'),
} as const satisfies Record<string, ReleaseSign>;

export type SignName = keyof typeof SIGNS;

interface NamedSpace {
  readonly name: RegExp;
  readonly signs: readonly ReleaseSign[];
}

/** Address spaces that are there in some releases only. */
export const SPACE_SIGNS: readonly NamedSpace[] = [
  {
    name: /^cpu-(secure-)?memory$/,
    signs: [
      board('since', '6731d864f8', '2.6', 'CPUs have an address space "cpu-memory"'),
      board('until', '87a621d857', '2.12', 'the address spaces of CPUs have no numbers'),
    ],
  },
  {
    name: /^cpu-(secure-)?memory-\d+$/,
    signs: [board('since', '87a621d857', '2.12', 'the address spaces of CPUs have numbers')],
  },
  {
    name: /^CPU$/,
    signs: [
      board('since', '2001d0cd6d', '2.4', 'x86 CPUs have an address space each'),
      board('until', '80ceb07a83', '2.12', 'the SMM address spaces of CPUs are named "CPU"'),
    ],
  },
  { name: /^cpu-smm-\d+$/, signs: [board('since', '80ceb07a83', '2.12', 'there are address spaces "cpu-smm"')] },
  { name: /^KVM-SMRAM$/, signs: [board('since', '6410848bec', '2.4', 'KVM has an address space for SMRAM')] },
  {
    name: /^virtio-pci-cfg-as$/,
    signs: [
      board('since', 'ada434cd0b', '2.4', 'virtio devices have an address space "virtio-pci-cfg-as"'),
      board('until', 'a93c8d828a', '2.11', 'virtio devices have an address space "virtio-pci-cfg-as"'),
    ],
  },
  { name: /^cpu-tag-memory/, signs: [board('since', '8bce44a2f6', '5.1', 'CPUs have tagged memory')] },
  {
    name: /^device-memory$/,
    signs: [board('since', 'f9716f4b0d', '8.2', 'there is an address space "device-memory"')],
  },
];
