import type { Machine } from '../../machine/machine.ts';
import type { MemoryRegion } from '../../memory/region.ts';
import type { ReviewMachine } from '../model.ts';
import { baseType } from './mentions.ts';
import type { DeviceCount, MachineMention } from './model.ts';

/** What a machine is known to have; undefined where its dump does not tell. */
export interface MachineFacts {
  readonly label: string;
  /** Machine type without its version, or ''. */
  readonly type: string;
  readonly cpus: number | undefined;
  /** PCI functions, each with an address space of its own for bus mastering. */
  readonly functions: number;
  readonly bridges: number;
  readonly virtio: number;
  /** By the name of their address space, which is the type; empty where the dump has no names (2.10 and before). */
  readonly byType: ReadonlyMap<string, number>;
}

/** Regions that only the machine of a type has. */
const SIGNS: readonly (readonly [RegExp, string])[] = [
  [/^(?:piix3|piix4|piix-pci|pci-conf-idx-piix|piix3-reset-control)/, 'pc'],
  [/^(?:ich9|lpc-reset-control|mch)\b/, 'q35'],
  [/^(?:ppc_spapr\.ram|spapr\.)/, 'pseries'],
  [/^(?:pnv|xscom)/, 'powernv'],
  [/^mach-virt\.ram$/, 'virt'],
  [/^riscv_virt_board/, 'virt'],
];

/** PCI functions that a board brings, by machine type: those of its chipset. */
const CHIPSETS: Readonly<Record<string, readonly string[]>> = {
  pc: ['i440FX', 'PIIX3', 'piix3-ide', 'PIIX4_PM'],
  q35: ['mch', 'ICH9-LPC', 'ich9-ahci', 'ICH9-SMB'],
  virt: ['gpex-root'],
};

const isBusMaster = ({ name, alias, subregions }: MemoryRegion): boolean =>
  name === 'bus master container' ||
  (alias !== undefined && name === 'bus master') ||
  subregions.some((one) => one.name === 'bus master');

export function machineFactsOf({ label, machine }: ReviewMachine): MachineFacts {
  const { addressSpaces, regions } = machine.topology;
  const count = (name: RegExp) => addressSpaces.filter((space) => name.test(space.name)).length;
  const masters = addressSpaces.filter((space) => isBusMaster(space.root));
  const byType = new Map<string, number>();
  for (const { name } of masters) if (name !== '') byType.set(name, (byType.get(name) ?? 0) + 1);
  const virtioTypes = [...byType].filter(([name]) => /^virtio-/.test(name)).reduce((sum, [, n]) => sum + n, 0);
  return {
    label,
    type: typeOf(label, machine),
    cpus: count(/^cpu-memory(?:-\d+)?$/) || undefined,
    functions: masters.length,
    bridges: regions.filter((region) => region.name === 'pci_bridge_pci' && !region.alias).length,
    // 2.4 to 2.10: one for each modern virtio device
    virtio: virtioTypes || count(/^virtio-pci-cfg-as$/),
    byType,
  };
}

/** By what it was captured with, else by a region that only boards of that type have, else by its label. */
function typeOf(label: string, { topology, machineType }: Machine): string {
  if (machineType !== '') return baseType(machineType);
  const names = new Set(topology.regions.map((region) => region.name));
  for (const name of names) for (const [sign, type] of SIGNS) if (sign.test(name)) return type;
  return /\b(pc|q35|pseries|powernv|virt|microvm)\b/.exec(label.toLowerCase())?.[1] ?? '';
}

/** What of a mention a machine is not, as clauses; empty where it is all that the mention says. */
export function misfits(mention: MachineMention, facts: MachineFacts): readonly string[] {
  const found: string[] = [];
  if (mention.types.length > 0 && !mention.types.includes(facts.type))
    found.push(
      facts.type === ''
        ? 'its machine type is not known'
        : `its type is ${facts.type}, not ${mention.types.join(' or ')}`,
    );
  for (const device of mention.devices) {
    const has = countsOf(device, facts);
    if (has.length === 0) found.push(`how many ${thing(device)} it has is not known`);
    else if (!has.includes(device.count)) found.push(`it has ${has[0]} ${thing(device)}`);
  }
  return found;
}

const THINGS: Readonly<Record<DeviceCount['kind'], string>> = {
  cpu: 'CPUs',
  bridge: 'PCI bridges',
  virtio: 'virtio devices',
  device: 'PCI devices',
  'non-virtio': 'PCI devices without virtio',
};

const thing = ({ kind, name }: DeviceCount): string => (name === '' ? THINGS[kind] : name);

/** How many of a thing a machine has, in each way that people count them. */
function countsOf({ kind, name }: DeviceCount, facts: MachineFacts): readonly number[] {
  const { cpus, functions, bridges, virtio, byType } = facts;
  if (kind === 'cpu') return cpus === undefined ? [] : [cpus];
  if (kind === 'bridge') return [bridges];
  if (name !== '') {
    if (byType.size > 0) return [byType.get(name) ?? byType.get(`${name}-pci`) ?? 0];
    // the dump names no types: all virtio devices may be of that kind, all others of the other
    if (kind === 'virtio') return [virtio];
  } else if (kind === 'virtio') return [virtio];
  const others = kind === 'non-virtio' || name !== '' ? functions - (byType.size > 0 ? virtio : 0) : functions;
  const chipset = byType.size > 0 ? ownOf(facts) : (CHIPSETS[facts.type]?.length ?? 0);
  return [others, others - bridges, others - bridges - chipset];
}

const ownOf = ({ byType, type }: MachineFacts): number =>
  (CHIPSETS[type] ?? []).reduce((sum, name) => sum + (byType.get(name) ?? 0), 0);
