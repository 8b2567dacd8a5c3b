import { formatOf } from '../../server/src/machine/formats.ts';
import { printFlatViews } from '../../server/src/machine/print/print-flatviews.ts';
import { printTree } from '../../server/src/machine/print/print-tree.ts';
import { coreVersion, NEWEST } from '../../server/src/memory/core-versions.ts';
import { type MemoryRegion, TWO_64 } from '../../server/src/memory/region.ts';
import { takeSnapshot } from '../../server/src/memory/snapshot.ts';
import { TopologyBuilder } from '../../server/src/memory/topology.ts';

/** How many of each a machine has. */
export interface Size {
  readonly cpus: number;
  readonly nics: number;
  readonly bridges: number;
}

/**
 * A machine of the kind of pseries in 2.11, as text: an address space for each CPU, for each virtio-net-pci two, for
 * each PCI bridge one with three windows; BARs of each NIC are at an address of their own.
 */
export function pseriesLike({ cpus, nics, bridges }: Size): string {
  const b = new TopologyBuilder();
  const container = (name: string, size: bigint): MemoryRegion => b.region({ name, kind: 'container', size });
  const system = container('system', TWO_64);
  b.add(system, b.region({ name: 'ppc_spapr.ram', kind: 'ram', size: 1n << 30n }), 0n);
  const mmio = container('pci@800000020000000.mmio', TWO_64);
  const io = b.region({ name: 'pci@800000020000000.io', kind: 'io', size: 0x10000n });
  b.add(system, b.alias({ name: 'pci@800000020000000.io-alias', size: 0x10000n }, io, 0n), 0x200000000000n);
  b.add(
    system,
    b.alias({ name: 'pci@800000020000000.mmio64-alias', size: 1n << 40n }, mmio, 1n << 40n),
    0x210000000000n,
  );
  const iommu = container('pci@800000020000000.iommu-root', TWO_64);
  b.add(iommu, b.region({ name: 'tce-iommu-80000000', kind: 'iommu', size: 1n << 30n }), 0n);
  b.add(iommu, b.region({ name: 'msi', kind: 'io', size: 0x1000n }), 1n << 42n);
  b.addressSpace('memory', system);
  b.addressSpace('I/O', b.region({ name: 'io', kind: 'io', size: 0x10000n }));
  for (let i = 0; i < cpus; i++) b.addressSpace('cpu-memory', system);
  b.addressSpace('pci@800000020000000', iommu);
  const busMaster = (): void => {
    const root = container('bus master container', TWO_64);
    b.add(root, b.alias({ name: 'bus master', size: TWO_64, enabled: false }, iommu, 0n), 0n);
    b.addressSpace('', root);
  };
  for (let i = 0; i < bridges; i++) {
    busMaster();
    const bus = container('pci_bridge_pci', TWO_64);
    for (const name of ['pci_bridge_mem', 'pci_bridge_pref_mem'])
      b.add(mmio, b.alias({ name, size: 0n }, bus, 0n), 0n, 1);
    const ports = container('pci_bridge_io', 1n << 32n);
    b.add(io, b.alias({ name: 'pci_bridge_io', size: 0n }, ports, 0n), 0n, 1);
  }
  for (let i = 0; i < nics; i++) {
    busMaster();
    const bar = container('virtio-pci', 0x4000n);
    for (const [k, part] of ['common', 'isr', 'device', 'notify'].entries()) {
      b.add(bar, b.region({ name: `virtio-pci-${part}`, kind: 'io', size: 0x1000n }), BigInt(k) * 0x1000n);
    }
    if (i % 2 === 0) b.add(mmio, bar, (1n << 40n) + BigInt(i) * 0x4000n, 1);
    b.addressSpace('virtio-pci-cfg-as', b.alias({ name: 'virtio-pci-cfg', size: 0x4000n }, bar, 0n));
  }
  const topology = b.build();
  const format = formatOf('2.11');
  const { views } = takeSnapshot(topology, (coreVersion('2.11') ?? NEWEST).behaviour);
  const used = views.filter((view) => view.addressSpaces.length > 0);
  return `(qemu) info mtree\n${printTree(topology, { format })}(qemu) info mtree -f -d\n${printFlatViews(used, { format, dispatch: true })}`;
}
