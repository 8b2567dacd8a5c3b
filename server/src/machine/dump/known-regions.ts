/**
 * What QEMU's source says of regions that the text of `info mtree` cannot tell; used only where the dump has no
 * evidence of its own, and then reported as a guess by name.
 */
interface KnownRegion {
  readonly name: RegExp;
  readonly terminates?: boolean;
  readonly readonly?: boolean;
  /** END = START is a size of 0, not 1. */
  readonly emptyWhenPoint?: boolean;
  /** Of kinds that access does not tell apart (to 2.8): RAM, a ROM device. */
  readonly ram?: boolean;
  readonly romd?: boolean;
}

const KNOWN: readonly KnownRegion[] = [
  // hw/pci: containers, all windows into them are aliases
  {
    name: /^(bus master container|pci_bridge_(pci|io)|pci|gpex_(mmio|ioport)|system|smram|memory)$/,
    terminates: false,
  },
  {
    name: /^pci@[0-9a-f]+\.(mmio|io|iommu-root)$|^tce-root-|^(vtd|amdvi)[-_]|^virtio-pci$|^virtio-iommu/,
    terminates: false,
  },
  { name: /^pci_bridge_/, emptyWhenPoint: true },
  { name: /^tseg-/, emptyWhenPoint: true },
  // buses, windows and reservations that are containers, and print as i/o leaves while they are empty: hw/core/platform-bus.c,
  // hw/mem, hw/pci-host, hw/intc/xive.c, hw/ppc/pnv_lpc.c
  {
    name: /^(platform bus|pci_(io|mem)|pci-memory|pci0-(mem|io)|isa-(io|mem|fw)|memhp container|xive-vc-(end|ipi))$/,
    terminates: false,
  },
  // memory_region_init_io with subregions: get_system_io (3bb28b7208), hw/rtc, hw/display/vga.c, hw/pci-host/gpex.c
  { name: /^(io|rtc|vga\.mmio|gpex_(mmio|ioport)_window)$/, terminates: true },
  // the same in hw/xtensa/xtfpga.c, hw/pci-host (dino, sabre, uninorth), hw/isa/vt82c686.c, hw/loongarch, and aspeed's I2C, SPI and SD
  {
    name: /^(xtfpga\.io|dino|sabre-config|unin-pci-isa-mmio|via-pm|iocsr|aspeed\.(i2c|smc\.flash|sdhci))$/,
    terminates: true,
  },
  { name: /^(?!smram).*(ram\d*|lowmem|highmem)$/, ram: true },
  // hw/block/pflash_cfi*.c: named by the board
  { name: /flash/, romd: true },
  // pam.c: the alias through which writes to shadow RAM are ignored
  { name: /^pam-rom$/, readonly: true },
];

type Fact = Exclude<keyof KnownRegion, 'name'>;

/** The first fact that the table has about a region of this name. */
export const known = (name: string, fact: Fact): boolean | undefined =>
  KNOWN.find((region) => region[fact] !== undefined && region.name.test(name))?.[fact];
