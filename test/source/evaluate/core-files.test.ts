import { expect, it } from 'vitest';
import { CoreFiles } from '../../../server/src/source/evaluate/core/files.ts';

const TREE: Readonly<Record<string, string>> = {
  'system/memory.c': '#include "system/memory.h"\n#include "memory-internal.h"\n#include "cpu.h"\n',
  'include/system/memory.h': '#if 0\n# include <hw/irq.h>\n#endif\n#include "../../../etc/passwd.h"\n',
  'include/hw/irq.h': '',
  'system/memory-internal.h': '',
  'include/memory-internal.h': '',
  'include/exec/cpu-all.h': '',
  'hw/other.c': '',
};

it('the files of a core are its units and all that they, and the headers that stand for generated ones, include', () => {
  const files = new CoreFiles();
  const asked: string[] = [];
  for (let wanted = files.wanted(); wanted.length > 0; wanted = files.wanted()) {
    asked.push(...wanted);
    for (const path of wanted) files.add(path, TREE[path]);
  }
  expect([...files.files.keys()].sort()).toEqual([
    'include/exec/cpu-all.h',
    'include/hw/irq.h',
    'include/system/memory.h',
    'system/memory-internal.h',
    'system/memory.c',
  ]);
  expect(asked.filter((path) => path.startsWith('..'))).toEqual([]);
  expect(new Set(asked).size).toBe(asked.length);
});
