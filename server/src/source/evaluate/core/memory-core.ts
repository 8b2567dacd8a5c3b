import type { Topology } from '../../../memory/region.ts';
import { C_HEADERS } from '../environment/c-headers.ts';
import { QEMU_DEFINES, QEMU_HEADERS } from '../environment/qemu-headers.ts';
import { type QemuHosts, qemuHosts } from '../hosts/qemu.ts';
import { loadProgram } from '../load.ts';
import type { LoadedProgram, RecordRequest, WatchRequest } from '../loaded.ts';
import { inOrder, type ReadFile } from '../preprocess/sources.ts';
import type { HeapUse } from '../run/heap.ts';
import type { Program } from '../run/program.ts';
import type { Limits } from '../run/runtime.ts';
import type { Workshop } from '../workshop.ts';
import { SEARCH_PATHS, UNITS } from './files.ts';
import { type FollowedSpace, followSpace } from './follow.ts';
import { printFlatViews } from './print-views.ts';
import { type BuiltTopology, buildTopology, type CpuAddressSpaces } from './topology.ts';
import { type RecordedExpression, ValueNames, Written } from './values.ts';
import { type EvaluatedView, readViews, roomOfViews } from './views.ts';

export interface CoreOptions {
  /** log2 of the target's page size, of which dispatch trees are made; 12 where it is not given. */
  readonly pageBits?: number;
  /** What runs the guest: tcg_enabled() and kvm_enabled() say so. TCG where it is not given. */
  readonly accelerator?: 'TCG' | 'KVM';
  readonly limits?: Limits;
  /** What was loaded and run before, for speed; a run in it ends the one before. */
  readonly workshop?: Workshop;
  /** Expressions to record. */
  readonly watches?: readonly WatchRequest[];
  /** Lines whose expressions are recorded. */
  readonly record?: readonly RecordRequest[];
  /** Address spaces can be followed. */
  readonly trace?: boolean;
}

/** The memory core of a QEMU tree, evaluated from its text. One instance is one run of QEMU: it has one machine. */
export class EvaluatedCore {
  readonly loaded: LoadedProgram;
  readonly program: Program;
  private readonly hosts: QemuHosts = qemuHosts();
  private readonly run: number;
  private readonly accelerator: 'TCG' | 'KVM';
  private readonly read: ReadFile;
  private built: BuiltTopology = { regions: [], addressSpaces: [] };

  /** Reads and links the core's files, or takes them from the workshop; runs nothing. */
  constructor(read: ReadFile, options: CoreOptions = {}) {
    this.read = read;
    this.accelerator = options.accelerator ?? 'TCG';
    this.loaded = loadProgram({
      ...options,
      read,
      units: UNITS.filter((path) => read(path) !== undefined),
      searchPaths: SEARCH_PATHS,
      environment: {
        headers: { ...C_HEADERS, ...QEMU_HEADERS },
        defines: `${QEMU_DEFINES}#define TARGET_PAGE_BITS ${options.pageBits ?? 12}\n`,
        unknownName: (name) => (name.startsWith('TRACE_') ? 0n : undefined),
      },
    });
    this.program = this.loaded.program;
    this.run = this.program.begin(this.hosts);
  }

  /** What is read of a run that has ended would be another's. */
  private check(): void {
    if (!this.program.isRunning(this.run)) throw new Error('another run has begun in the same workshop');
  }

  /** What QEMU does before it makes a machine: types are registered, the regions of unassigned memory are made. */
  start(): void {
    this.allow(this.accelerator);
    for (const name of this.loaded.constructors) this.program.call(name);
    if (this.program.function('io_mem_init')) this.program.call('io_mem_init');
  }

  /** Sets the flag of an accelerator, where the tree asks it: 1.3 and later do. */
  private allow(accelerator: 'TCG' | 'KVM'): void {
    const flag = this.program.knownAddress(accelerator === 'TCG' ? 'tcg_allowed' : 'kvm_allowed');
    if (flag !== undefined) this.program.memory.storeU8(flag, 1);
  }

  /** Makes a machine and commits it. */
  build(topology: Topology): void {
    this.check();
    this.built = buildTopology(this.program, topology, this.cpuAddressSpaces());
    this.commit();
  }

  /**
   * How this tree gives address spaces to CPUs: from 2.6 to 2.10 it has address_space_init_shareable, since then each CPU
   * has its own, and FlatViews are shared by root.
   */
  private cpuAddressSpaces(): CpuAddressSpaces {
    if (this.program.function('address_space_init_shareable')?.definition) return 'shareable';
    return this.program.function('memory_region_get_flatview_root')?.definition ? 'own' : 'memory';
  }

  /** Closes the transaction that is open, and lets RCU free what nobody reads any more. */
  commit(): void {
    this.check();
    this.program.call('memory_region_transaction_commit');
    this.hosts.drain(this.program);
  }

  /** Calls functions of the tree in one transaction. */
  transaction(change: () => void): void {
    this.program.call('memory_region_transaction_begin');
    change();
    this.commit();
  }

  /** The address of a region of the machine, by its id. */
  regionAt(id: number): number {
    return this.built.regions[id] ?? 0;
  }

  /** A commit that renders everything anew, as any change of a machine does. */
  recommit(): void {
    const [first] = this.built.regions;
    if (first === undefined) return;
    const enabled = Number(this.program.readField(first, 'MemoryRegion', 'enabled'));
    this.transaction(() => {
      this.program.call('memory_region_set_enabled', first, 1 - enabled);
      this.program.call('memory_region_set_enabled', first, enabled);
    });
  }

  /** Every expression that was recorded since counts were forgotten, by path and line. */
  recorded(): RecordedExpression[] {
    const { program } = this;
    const names = new ValueNames(program, this.built);
    const written = new Written(this.read);
    return program.notes
      .recorded()
      .filter(({ text, place, last }) => written.has(text, program.place(place), program.place(last)))
      .map((noted) => names.recorded(noted, (place) => program.place(place)))
      .sort(inOrder);
  }

  /** The way of one address space; nothing else is to be done with the run afterwards. */
  follow(space: number): FollowedSpace {
    this.check();
    return followSpace(this.program, this.built, space);
  }

  /** What the tree's own `info mtree -f -d` prints. */
  print(): string {
    return printFlatViews(this.program);
  }

  /** How many address spaces there are: CPUs may share one. */
  addressSpaces(): number {
    return new Set(this.built.addressSpaces).size;
  }

  /** The FlatViews that are alive, those without an address space last. */
  views(): EvaluatedView[] {
    this.check();
    return readViews(this.program, this.built, this.viewsOfTable());
  }

  /** What is allocated, but for the arrays of dispatch trees. */
  used(): HeapUse {
    const { blocks, bytes } = this.program.heap.used();
    return { blocks, bytes: bytes - roomOfViews(this.program, this.built, this.viewsOfTable()) };
  }

  /** The FlatViews of the table that trees since 2.11 have. */
  private viewsOfTable(): readonly number[] {
    const at = this.program.knownAddress('flat_views');
    const table = at === undefined ? 0 : this.program.memory.loadP(at);
    return table === 0 ? [] : this.hosts.valuesOf(table);
  }
}
