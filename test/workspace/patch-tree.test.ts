import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { nodeHost } from '../../server/src/host/node/files.ts';
import { nodeGit } from '../../server/src/host/node/git/index.ts';
import { readPatch } from '../../server/src/patch/read-patch.ts';
import { openTree } from '../../server/src/workspace/file-sides.ts';
import { type NoTree, type PatchTree, patchTree } from '../../server/src/workspace/patch-tree.ts';
import { MEMORY_CORE, SpecimenRepository } from '../specimens/repository.ts';

const repository = new SpecimenRepository();
afterAll(() => repository.remove());

/** A series: nothing that runs; views that are not shared; a header. */
const PLAIN = 'while (mr->enabled && mr->alias &&';
repository.edit('memory.c', '/* Views. */', '/* Views and their ranges. */');
repository.commit('Say what views have');
repository.edit('memory.c', PLAIN, 'while (0 && mr->alias &&');
repository.commit('Share nothing');
repository.edit('include/memory-core.h', 'unsigned ref, nr, nr_allocated;', 'unsigned ref, nr, nr_allocated, spare;');
repository.commit('Spare a member');
const MAILS = repository.takeSeries(3);

async function treeOf(text: string, own: readonly number[], folder = repository.folder): Promise<PatchTree | NoTree> {
  const { patches } = readPatch(text);
  const series = [...patches.keys()];
  const earlier = series.slice(0, own[0]);
  return openTree(nodeHost, nodeGit, pathToFileURL(folder).href, (tree) =>
    patchTree(tree, { patches, earlier, series }, own),
  );
}

const memoryC = (files: ReadonlyMap<string, string>): readonly boolean[] =>
  ['Views and their ranges', 'while (0 &&'].map((text) => files.get('memory.c')?.includes(text) ?? false);
const header = (files: ReadonlyMap<string, string>): boolean =>
  files.get('include/memory-core.h')?.includes('spare') ?? false;

describe('the trees Before and After', () => {
  it.each([
    ['the first patch', [0], [false, false, false], [true, false, false]],
    ['a patch over the ones before it', [1], [true, false, false], [true, true, false]],
    ['a patch of another file has them, too', [2], [true, true, false], [true, true, true]],
    ['a whole series', [0, 1, 2], [false, false, false], [true, true, true]],
  ])('%s', async (_, own, before, after) => {
    const tree = await treeOf(MAILS, own);
    if ('reason' in tree) throw new Error(tree.reason);
    expect([...memoryC(tree.before), header(tree.before)]).toEqual(before);
    expect([...memoryC(tree.after), header(tree.after)]).toEqual(after);
  });

  it('are those of the folder where it is no repository, or lies in that of another project', async () => {
    const tree = await treeOf(MAILS, [1], MEMORY_CORE);
    if ('reason' in tree) throw new Error(tree.reason);
    expect(memoryC(tree.after)).toEqual([true, true]);
    expect(tree.how[0]).toBe('All other files are those of the folder.');
  });

  it('say why there are none', async () => {
    expect(await treeOf(MAILS, [0], join(MEMORY_CORE, '../c'))).toMatchObject({ noTree: true });
    const other = MAILS.replaceAll('memory.c', 'docs/memory.rst').replaceAll('memory-core.h', 'memory-core.txt');
    expect(await treeOf(other, [0])).toMatchObject({ aside: true });
    const broken = MAILS.replace(' /* Views. */', ' /* Something else. */').replace('-/* Views. */', '-/* Else. */');
    expect(await treeOf(broken, [0])).toEqual({
      reason: expect.stringMatching(
        /^memory\.c: Before is the blob \w+ that the patch names\. The patch does not apply/,
      ),
      failed: expect.objectContaining({ hunk: 0, nearest: expect.anything() }),
    });
  });
});

describe('the commit that a patch stands on', () => {
  it('is the newest with the blob that it names, and not the one that made it', async () => {
    const own = new SpecimenRepository();
    own.edit('include/memory-core.h', 'unsigned ref,', 'unsigned refs, ref,');
    const newest = own.commit('Change the header');
    own.edit('memory.c', '/* Views. */', '/* Views and their ranges. */');
    own.commit('Say what views have');
    const mail = own.git('format-patch', '--stdout', 'HEAD~1');
    const how = async (text: string): Promise<string> => {
      const tree = await treeOf(text, [0], own.folder);
      return 'how' in tree ? (tree.how[0] ?? '') : tree.reason;
    };
    expect(await how(mail)).toBe(
      `All other files are those of ${newest.slice(0, 12)}, the newest commit with the blob that the patch names.`,
    );
    expect(await how(mail.replace(/^index .*\n/m, ''))).toBe(
      `All other files are those of ${newest.slice(0, 12)}, the newest commit to which the patch applies exactly.`,
    );
    own.git('checkout', '-q', '--orphan', 'other');
    own.commit('Of another branch');
    expect(await how(mail)).toContain(newest.slice(0, 12));
    own.remove();
  });
});

describe('a commit between a patch and its Before', () => {
  it('that adds a line among those of a hunk is seen, and said', async () => {
    repository.edit(
      'memory.c',
      '    object_ref(root);\n    return view;',
      '    object_ref(root);\n    view->nr = 0;\n    return view;',
    );
    repository.commit('Add a line');
    const hunk = [
      'diff --git a/memory.c b/memory.c',
      '--- a/memory.c',
      '+++ b/memory.c',
      '@@ -33,4 +33,5 @@',
      '     view->root = root;',
      '     object_ref(root);',
      '+    assert(view->ref);',
      '     return view;',
      ' }',
      '',
    ].join('\n');
    // git apply refuses it with one line of context, too
    const tree = await treeOf(hunk, [0]);
    // the commit before has no such line
    if ('reason' in tree) throw new Error(tree.reason);
    expect(tree.how.join(' ')).toMatch(/newest commit to which the patch applies/);
    expect(tree.after.get('memory.c')).toContain('assert(view->ref);');
  });
});
