import { formatOf } from '../server/src/machine/formats.ts';
import { printFlatViews } from '../server/src/machine/print/print-flatviews.ts';
import { printTree } from '../server/src/machine/print/print-tree.ts';
import { coreVersion } from '../server/src/memory/core-versions.ts';
import { type MemoryRegion, type Topology, TWO_64 } from '../server/src/memory/region.ts';
import { takeSnapshot } from '../server/src/memory/snapshot.ts';
import { TopologyBuilder } from '../server/src/memory/topology.ts';

/** How many of each a machine has. */
export interface PseriesSize {
  readonly cpus: number;
  readonly nics: number;
  readonly bridges: number;
}

/** The machine of the 2017 message: 812 address spaces. */
export const POWER8: PseriesSize = { cpus: 255, nics: 255, bridges: 40 };

/**
 * A pseries as QEMU 2.11 has it while stopped: a PHB, bridges, and virtio-net-pci devices behind them, each with an
 * address space for bus mastering (off) and one on its modern BAR.
 */
export function pseries({ cpus, nics, bridges }: PseriesSize): Topology {
  const b = new TopologyBuilder();
  const container = (name: string, size = TWO_64): MemoryRegion => b.region({ name, kind: 'container', size });
  const io = (name: string, size: bigint): MemoryRegion => b.region({ name, kind: 'io', size });
  const system = container('system');
  const ports = io('io', 0x10000n);
  const mmio = container('pci@800000020000000.mmio');
  const pio = container('pci@800000020000000.io', 0x10000n);
  b.add(system, b.region({ name: 'ppc_spapr.ram', kind: 'ram', size: 1n << 30n }), 0n);
  b.add(system, b.alias({ name: 'pci@800000020000000.io-alias', size: 0x10000n }, pio, 0n), 0x200000000000n);
  b.add(
    system,
    b.alias({ name: 'pci@800000020000000.mmio32-alias', size: 1n << 31n }, mmio, 1n << 31n),
    0x200080000000n,
  );
  b.add(
    system,
    b.alias({ name: 'pci@800000020000000.mmio64-alias', size: 1n << 40n }, mmio, 0x210000000000n),
    0x210000000000n,
  );
  const dma = container('pci@800000020000000.iommu-root');
  b.add(dma, b.region({ name: 'tce-root-80000000', kind: 'container', size: TWO_64 }), 0n);
  b.add(dma, io('msi', 0x1000n), 0x40000000000n);
  b.addressSpace('memory', system);
  b.addressSpace('I/O', ports);
  for (let i = 0; i < cpus; i++) b.addressSpace('cpu-memory', system);
  b.addressSpace('pci@800000020000000', dma);
  const function_ = (name: string): void => {
    const root = container('bus master container');
    b.add(root, b.alias({ name: 'bus master', size: TWO_64, enabled: false }, dma, 0n), 0n);
    b.addressSpace(name, root);
  };
  for (let i = 0; i < bridges; i++) {
    function_('pci-bridge');
    const memory = container('pci_bridge_pci');
    const window = container('pci_bridge_io', 1n << 32n);
    b.add(mmio, b.alias({ name: 'pci_bridge_mem', size: 0n }, memory, 0n), 0n, 1);
    b.add(mmio, b.alias({ name: 'pci_bridge_pref_mem', size: 0n }, memory, 0n), 0n, 1);
    b.add(pio, b.alias({ name: 'pci_bridge_io', size: 0n }, window, 0n), 0n, 1);
  }
  for (let i = 0; i < nics; i++) {
    function_('virtio-net-pci');
    const bar = container('virtio-pci', 0x4000n);
    for (const [at, part] of ['common', 'isr', 'device', 'notify'].entries())
      b.add(bar, io(`virtio-pci-${part}`, 0x1000n), BigInt(at) * 0x1000n);
    b.addressSpace('virtio-pci-cfg-as', b.alias({ name: 'virtio-pci-cfg', size: 0x4000n }, bar, 0n));
  }
  return b.build();
}

/** What that machine prints: `info mtree` and `info mtree -f -d`. */
export function pseriesDump(size: PseriesSize): string {
  const topology = pseries(size);
  const behaviour = coreVersion('2.11')?.behaviour;
  if (!behaviour) throw new Error('no core 2.11');
  const views = takeSnapshot(topology, behaviour).views.filter((view) => view.addressSpaces.length > 0);
  const format = formatOf('2.11');
  const tree = printTree(topology, { format });
  return `(qemu) info mtree\n${tree}(qemu) info mtree -f -d\n${printFlatViews(views, { format, dispatch: true })}`;
}
