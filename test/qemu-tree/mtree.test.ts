import { describe, expect, it } from 'vitest';
import { comparableText } from '../../server/src/machine/dump/comparable-text.ts';
import { readDump } from '../../server/src/machine/dump/read-dump.ts';
import { EvaluatedCore } from '../../server/src/source/evaluate/core/memory-core.ts';
import { Workshop } from '../../server/src/source/evaluate/workshop.ts';
import { commandsOf } from '../corpus/commands.ts';
import { corpusFiles, hasShared, readShared, WITHOUT } from '../shared.ts';
import { commitOf, hasCommit, QEMU_TREE, treeOf, WITHOUT_TREE } from './tree.ts';

/** Folders of the corpus whose build's files a clone has. */
function builds(): { readonly folder: string; readonly commit: string }[] {
  const found = ['qemu-2.10-dev-092aa2fc65', 'qemu-2.10-dev-e673ba9af9', 'qemu-5.2', 'qemu-7.2', 'qemu-10.0'].map(
    (folder) => {
      const build = folder.replace(/^.*-/, '');
      const commit = hasCommit(build) && build.length === 10 ? build : commitOf(`${build}.0`);
      return { folder, commit: commit ?? '' };
    },
  );
  return found.filter(({ commit }) => commit !== '');
}

const COMMAND = 'info mtree -f -d';

/** The marks of iommu regions: which of two the text hides, the tree of a dump does not tell. */
const withoutMarks = (text: string): string => comparableText(text).replaceAll(' [iommu]', '');

describe.skipIf(!QEMU_TREE || !hasShared)(`the tree's own ${COMMAND} prints the dump${WITHOUT_TREE}${WITHOUT}`, () => {
  const workshop = new Workshop();

  describe.each(QEMU_TREE ? builds() : [])('$folder', ({ folder, commit }) => {
    const read = treeOf(commit);
    const dumps = corpusFiles(`${folder}`).filter((file) => file.startsWith(`${folder}/`));

    it.each(dumps.filter((file) => readShared(`corpus/${file}`).includes(`(qemu) ${COMMAND}\n`)))('%s', (file) => {
      const dump = readShared(`corpus/${file}`);
      const wanted = commandsOf(dump).find(({ command }) => command === COMMAND)?.text ?? '';
      const { topology } = readDump(dump);
      const core = new EvaluatedCore(read, { workshop, pageBits: topology.pageBits });
      core.start();
      core.build(topology);
      expect(withoutMarks(core.print())).toBe(withoutMarks(wanted));
    });
  });
});
