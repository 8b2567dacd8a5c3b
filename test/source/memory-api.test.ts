import { describe, expect, it } from 'vitest';
import { coreFunctions } from '../../server/src/source/core-functions.ts';
import { memoryApiCalls, regionNamesIn } from '../../server/src/source/memory-api.ts';
import { growth } from '../grows.ts';
import { hunk } from './helpers.ts';

const { lines } = hunk(
  'static void dev_realize(DeviceState *dev, Error **errp)',
  `
     memory_region_init(&d->box, OBJECT(d), "dev.box", BOX_SIZE);
-    memory_region_init_io(&d->regs, OBJECT(d), &dev_ops, d, "dev.regs", 0x100);
+    memory_region_init_io(&d->regs, OBJECT(d), &dev_ops, d,
+                          "dev."
+                          "registers", /* "not this" */
+                          0x200);
+    memory_region_init_alias(&d->view, OBJECT(d), g_strdup_printf("view-%d", i), &d->box, 0, 16);
     memory_region_add_subregion(&d->box,
-                                0x1000, &d->regs);
+                                0x2000, &d->regs);
     qdev_prop_set_string(dev, "other", "text");`,
);

describe('memory API calls', () => {
  it('lists those that change, split over lines or not', () => {
    expect(memoryApiCalls(lines)).toEqual([
      'memory_region_init_io',
      'memory_region_add_subregion',
      'memory_region_init_alias',
    ]);
  });

  it('finds the names of regions, changed and around', () => {
    expect(regionNamesIn(lines)).toEqual(['dev.box', 'dev.regs', 'dev.registers']);
  });

  it('takes a definition for no call, and bears a hunk that is cut off', () => {
    const { lines: other } = hunk(
      '',
      '\n+void memory_region_set_size(MemoryRegion *r, uint64_t size)\n+{\n+    memory_region_init_ram(&r',
    );
    expect(memoryApiCalls(other)).toEqual(['memory_region_init_ram']);
    expect(regionNamesIn(other)).toEqual([]);
    expect(memoryApiCalls([])).toEqual([]);
  });

  it('tells calls in calls apart, and lets a statement end those that are open', () => {
    const added = (text: string) => [{ kind: 'added', text } as const];
    const nested = 'memory_region_init(a, "out" "er", f("no"), memory_region_init_io(b, "inner"), "last");';
    expect(memoryApiCalls(added(nested))).toEqual(['memory_region_init', 'memory_region_init_io']);
    expect(regionNamesIn(added(nested))).toEqual(['outer', 'last', 'inner']);
    expect(regionNamesIn(added('memory_region_init(a, "one"; "two") memory_region_init(")", "three"'))).toEqual([
      'one',
      ')',
      'three',
    ]);
  });

  it('reads four times the nested calls in no more than ten times the time', { timeout: 60_000 }, () => {
    const run = (text: string): unknown => memoryApiCalls([{ kind: 'added', text }]);
    expect(growth((size) => 'memory_region_init_io('.repeat(size), 10_000, run)).toBeLessThan(10);
  });
});

it('says each function of the core in one sentence', () => {
  for (const [name, words] of coreFunctions) {
    expect(name).toMatch(/^[a-z_0-9]+$/);
    expect(words, name).toMatch(/^[A-Z].{20,170}\.$/);
  }
});
