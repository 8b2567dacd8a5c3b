import type { Value } from '../parse/ast.ts';
import type { Host, HostFunction } from '../run/host.ts';
import { Stop } from '../run/stop.ts';

interface Table {
  /** By the key's number, or by its text where the table hashes strings. */
  readonly entries: Map<number | string, { readonly key: number; value: number }>;
  readonly byText: boolean;
  readonly destroyKey: number;
  readonly destroyValue: number;
  references: number;
}

export interface HashTables {
  readonly functions: Readonly<Record<string, HostFunction>>;
  valuesOf(table: number): readonly number[];
}

/** GLib's hash tables, in the order in which keys came. A table is known by a small block of the heap. */
export function hashTables(): HashTables {
  const tables = new Map<number, Table>();
  const iterators = new Map<number, { readonly table: Table; readonly keys: (number | string)[] }>();

  const tableAt = (at: Value): Table => {
    const table = tables.get(Number(at));
    if (!table) throw new Stop('wild-access', 'a hash table is used that is not there');
    return table;
  };
  const keyOf = (host: Host, { byText }: Table, key: Value): number | string =>
    byText ? host.memory.text(Number(key)) : Number(key);
  const destroy = (host: Host, table: Table, entry: { readonly key: number; readonly value: number }): void => {
    if (table.destroyKey) host.callPointer(table.destroyKey, entry.key);
    if (table.destroyValue) host.callPointer(table.destroyValue, entry.value);
  };
  const make = (host: Host, hash: Value, destroyKey: Value, destroyValue: Value): number => {
    const at = host.heap.allocateZeroed(16);
    const name = Number(hash) === 0 ? 'g_direct_hash' : host.functionAt(Number(hash));
    if (name !== 'g_direct_hash' && name !== 'g_str_hash') {
      throw new Stop('not-understood', `a hash table uses the hash function ${name ?? 'that is not known'}`);
    }
    tables.set(at, {
      entries: new Map(),
      byText: name === 'g_str_hash',
      destroyKey: Number(destroyKey),
      destroyValue: Number(destroyValue),
      references: 1,
    });
    return at;
  };
  const put = (host: Host, at: Value, key: Value, value: Value): boolean => {
    const table = tableAt(at);
    const known = table.entries.get(keyOf(host, table, key));
    table.entries.set(keyOf(host, table, key), { key: Number(key), value: Number(value) });
    if (known) destroy(host, table, known);
    return !known;
  };
  const clear = (host: Host, table: Table): void => {
    const entries = [...table.entries.values()];
    table.entries.clear();
    for (const entry of entries) destroy(host, table, entry);
  };
  const release = (host: Host, at: Value): boolean => {
    const table = tableAt(at);
    if (--table.references === 0) {
      clear(host, table);
      tables.delete(Number(at));
      host.heap.free(Number(at));
    }
    return true;
  };

  const functions: Readonly<Record<string, HostFunction>> = {
    g_hash_table_new: (host, hash = 0) => make(host, hash, 0, 0),
    g_hash_table_new_full: (host, hash = 0, _equal = 0, key = 0, value = 0) => make(host, hash, key, value),
    g_hash_table_insert: (host, at = 0, key = 0, value = 0) => put(host, at, key, value),
    g_hash_table_replace: (host, at = 0, key = 0, value = 0) => put(host, at, key, value),
    g_hash_table_add: (host, at = 0, key = 0) => put(host, at, key, key),
    g_hash_table_lookup: (host, at = 0, key = 0) => {
      const table = tableAt(at);
      return table.entries.get(keyOf(host, table, key))?.value ?? 0;
    },
    g_hash_table_contains: (host, at = 0, key = 0) => {
      const table = tableAt(at);
      return table.entries.has(keyOf(host, table, key));
    },
    g_hash_table_size: (_host, at = 0) => tableAt(at).entries.size,
    g_hash_table_remove: (host, at = 0, key = 0) => {
      const table = tableAt(at);
      const known = table.entries.get(keyOf(host, table, key));
      table.entries.delete(keyOf(host, table, key));
      if (known) destroy(host, table, known);
      return known !== undefined;
    },
    g_hash_table_remove_all: (host, at = 0) => {
      clear(host, tableAt(at));
      return 0;
    },
    g_hash_table_foreach: (host, at = 0, run = 0, data = 0) => {
      for (const { key, value } of [...tableAt(at).entries.values()]) host.callPointer(Number(run), key, value, data);
      return 0;
    },
    g_hash_table_foreach_remove: (host, at = 0, run = 0, data = 0) => {
      const table = tableAt(at);
      let removed = 0;
      for (const [id, entry] of [...table.entries]) {
        if (!host.callPointer(Number(run), entry.key, entry.value, data)) continue;
        table.entries.delete(id);
        destroy(host, table, entry);
        removed++;
      }
      return removed;
    },
    g_hash_table_iter_init: (_host, iterator = 0, at = 0) => {
      const table = tableAt(at);
      iterators.set(Number(iterator), { table, keys: [...table.entries.keys()] });
      return 0;
    },
    g_hash_table_iter_next: (host, iterator = 0, key = 0, value = 0) => {
      const known = iterators.get(Number(iterator));
      const entry = known?.table.entries.get(known.keys.shift() ?? '');
      if (!entry) return false;
      if (Number(key)) host.memory.storeP(Number(key), entry.key);
      if (Number(value)) host.memory.storeP(Number(value), entry.value);
      return true;
    },
    g_hash_table_ref: (_host, at = 0) => {
      tableAt(at).references++;
      return at;
    },
    g_hash_table_unref: (host, at = 0) => release(host, at),
    g_hash_table_destroy: (host, at = 0) => {
      clear(host, tableAt(at));
      return release(host, at);
    },
  };
  return { functions, valuesOf: (at) => [...tableAt(at).entries.values()].map(({ value }) => value) };
}
