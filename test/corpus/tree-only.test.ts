import { expect, it } from 'vitest';
import { readDump } from '../../server/src/machine/dump/read-dump.ts';
import { readSections } from '../../server/src/machine/dump/sections.ts';
import { coreVersion } from '../../server/src/memory/core-versions.ts';
import { takeSnapshot } from '../../server/src/memory/snapshot.ts';
import { corpusFiles, hasShared, readShared, WITHOUT } from '../shared.ts';

/** The release or commit that a folder of the corpus is of. */
const coreOf = (file: string): string =>
  /qemu-2\.10-dev-([0-9a-f]+)/.exec(file)?.[1] ?? /qemu-(\d+\.\d+)/.exec(file)?.[1] ?? '';

it.skipIf(!hasShared)(
  `the tree alone gives at least 97 in 100 of the distinct views with several ranges${WITHOUT}`,
  () => {
    const missed: string[] = [];
    let views = 0;
    for (const file of corpusFiles()) {
      const text = readShared(`corpus/${file}`);
      const tree = text.slice(0, text.indexOf('(qemu) info mtree -f'));
      const core = coreVersion(coreOf(file));
      if (!core) throw new Error(`no core for ${file}`);
      const machine = readDump(tree);
      // what is guessed is said to be
      expect(machine.problems.map((problem) => problem.code)).toContain('ambiguous');
      const rendered = takeSnapshot(machine.topology, core.behaviour).views.map((view) =>
        view.ranges.map((r) => `${r.start}+${r.size} ${r.region.name} @${r.offset}`).join(),
      );
      const printed = readSections(text).views.filter((view) => view.ranges.length > 1);
      for (const content of new Set(
        printed.map((v) => v.ranges.map((r) => `${r.start}+${r.end - r.start + 1n} ${r.name} @${r.offset}`).join()),
      )) {
        views++;
        if (!rendered.includes(content)) missed.push(file);
      }
    }
    expect(views).toBeGreaterThan(250);
    expect((views - missed.length) / views, `missed in ${missed.join(', ')}`).toBeGreaterThanOrEqual(0.97);
  },
);
