import type { HostFunction, HostTable } from '../run/host.ts';
import { hostTable } from '../run/host.ts';
import { ARRAYS } from './arrays.ts';
import { C_LIBRARY } from './c-library.ts';
import { format } from './format.ts';
import { GLIB } from './glib.ts';
import { hashTables } from './hash-table.ts';
import { objectModel } from './qom.ts';

const nothing: HostFunction = () => 0;
const yes: HostFunction = () => 1;

/** One thread holds every lock, and none ever waits. */
const LOCKS: Readonly<Record<string, HostFunction>> = {
  rcu_read_lock: nothing,
  rcu_read_unlock: nothing,
  rcu_read_auto_lock: yes,
  rcu_read_auto_unlock: nothing,
  synchronize_rcu: nothing,
  qemu_mutex_init: nothing,
  qemu_rec_mutex_init: nothing,
  qemu_mutex_lock: nothing,
  qemu_mutex_unlock: nothing,
  qemu_mutex_lock_impl: nothing,
  qemu_mutex_unlock_impl: nothing,
  qemu_mutex_lock_iothread: nothing,
  qemu_mutex_lock_iothread_impl: nothing,
  qemu_mutex_unlock_iothread: nothing,
  qemu_mutex_iothread_locked: yes,
  bql_locked: yes,
  bql_lock_impl: nothing,
  bql_unlock: nothing,
  qemu_mutex_lock_ramlist: nothing,
  qemu_mutex_unlock_ramlist: nothing,
};

/** What the rest of QEMU does when the memory core calls it: nothing that a FlatView depends on. */
const ELSEWHERE: Readonly<Record<string, HostFunction>> = {
  qemu_flush_coalesced_mmio_buffer: nothing,
  finalize_target_page_bits: nothing,
  cpu_reloading_memory_map: nothing,
  tlb_flush: nothing,
  in_rcu_read_lock: yes,
  qemu_printf: (host, pattern = 0, ...args) => {
    host.output.push(format(host, host.memory.text(Number(pattern)), args));
    return 0;
  },
};

export interface QemuHosts extends HostTable {
  /** Runs what RCU was asked to do after a grace period: there are no readers between two calls from outside. */
  readonly drain: HostFunction;
  /** The values of a hash table. */
  valuesOf(table: number): readonly number[];
}

/** Data of other files: (name, bytes), all zero. */
const DATA: Readonly<Record<string, number>> = {
  error_abort: 8,
  error_fatal: 8,
  error_warn: 8,
  tcg_allowed: 1,
  kvm_allowed: 1,
  xen_allowed: 1,
  hvf_allowed: 1,
  rcu_reader: 64,
  current_accel: 8,
  machine_mem_merge: 8,
  trace_events_enabled_count: 4,
};

/** The host functions of one run of a QEMU tree: they keep state. `trace_` functions of every name do nothing. */
export function qemuHosts(): QemuHosts {
  const pending: { readonly head: number; readonly run: number }[] = [];
  const rcu: Readonly<Record<string, HostFunction>> = {
    call_rcu1: (_host, head = 0, run = 0) => {
      pending.push({ head: Number(head), run: Number(run) });
      return 0;
    },
  };
  const hashes = hashTables();
  const tables = hostTable([rcu, LOCKS, objectModel(), hashes.functions, ARRAYS, GLIB, C_LIBRARY, ELSEWHERE], DATA);
  return {
    find: (name) => tables.find(name) ?? (name.startsWith('trace_') ? nothing : undefined),
    dataSize: tables.dataSize,
    valuesOf: hashes.valuesOf,
    drain: (host) => {
      for (let next = pending.shift(); next; next = pending.shift()) host.callPointer(next.run, next.head);
      return 0;
    },
  };
}
