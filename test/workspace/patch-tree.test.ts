import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { nodeHost } from '../../server/src/host/node/files.ts';
import { nodeGit } from '../../server/src/host/node/git/index.ts';
import { readPatch } from '../../server/src/patch/read-patch.ts';
import { readSeries } from '../../server/src/patch/series.ts';
import { openTree } from '../../server/src/workspace/file-sides.ts';
import { type NoTree, type PatchTree, patchTree } from '../../server/src/workspace/patch-tree.ts';
import { orderOf } from '../../server/src/workspace/source-files.ts';
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
  const order = orderOf(patches, readSeries(patches, text), own[0] ?? 0);
  return openTree(nodeHost, nodeGit, pathToFileURL(folder).href, (tree) => patchTree(tree, order, own));
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

  it('are those of a folder that has the patch already, without it and with it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'qemu-patched-'));
    cpSync(MEMORY_CORE, folder, { recursive: true });
    const text = readFileSync(join(folder, 'memory.c'), 'utf8');
    writeFileSync(join(folder, 'memory.c'), text.replace('/* Views. */', '/* Views and their ranges. */'));
    const tree = await treeOf(MAILS, [0], folder);
    rmSync(folder, { recursive: true });
    if ('reason' in tree) throw new Error(tree.reason);
    expect([...memoryC(tree.before), ...memoryC(tree.after)]).toEqual([false, false, true, false]);
    expect(tree.how[1]).toBe('memory.c: The folder has memory.c with the patch: Before is without it.');
  });

  it('are none before QEMU 2.0, whose dispatch trees share their pages', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'qemu-old-'));
    cpSync(MEMORY_CORE, folder, { recursive: true });
    const old = 'typedef struct PhysPageMap PhysPageMap;\nstatic int phys_page_find(hwaddr index);\n';
    writeFileSync(join(folder, 'exec.c'), old);
    expect(await treeOf(MAILS, [0], folder)).toEqual({
      reason: 'The memory core that it changes is of before QEMU 2.0: those of 2.0 and later are evaluated.',
    });
    writeFileSync(join(folder, 'exec.c'), `${old}struct AddressSpaceDispatch { PhysPageMap map; };\n`);
    expect(await treeOf(MAILS, [0], folder)).toMatchObject({ changed: ['memory.c'] });
    rmSync(folder, { recursive: true });
  });

  it('say why there are none', async () => {
    const moved = MAILS.replaceAll('memory.c', 'system/memory.c');
    expect(await treeOf(moved, [0], MEMORY_CORE)).toMatchObject({
      reason: 'system/memory.c: There is no Git repository, and no system/memory.c in the folder.',
    });
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

describe('a series that is based on another', () => {
  const [base = '', based = ''] = MAILS.split(/^(?=From [0-9a-f]{40} )/m);
  const of = (mail: string, id: string): string =>
    mail.replace(/ \d\/3\]/, ']').replace(/^(?=Subject: )/m, `Message-Id: <${id}@example.org>\n`);
  const on = (trailer: string): string => of(based, 'b').replace(/^---$/m, `${trailer}\n---`);

  it.each([
    ['in the same text is applied on it', `${of(base, 'a')}${on('Based-on: <a@example.org>')}`, 1, [true, false], ''],
    ['behind it, too', `${on('prerequisite-message-id: <a@example.org>')}${of(base, 'a')}`, 0, [true, false], ''],
    ['that is not there says so', on('Based-on: <c@example.org>'), 0, [false, false], '<c@example.org>'],
    [
      'that only has ids',
      on(`prerequisite-patch-id: ${'1'.repeat(40)}`),
      0,
      [false, false],
      '1 patch, by their patch ids',
    ],
  ])('%s', async (_, text, own, before, lacking) => {
    const tree = await treeOf(text, [own]);
    if ('reason' in tree) throw new Error(tree.reason);
    expect(memoryC(tree.before)).toEqual(before);
    const said = tree.how.filter((sentence) => sentence.includes('based on what is not in this text'));
    expect(said.join()).toBe(lacking && `It is based on what is not in this text, and Before may lack it: ${lacking}.`);
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
    const patched = own.commit('Of another branch');
    expect(await how(mail)).toContain(newest.slice(0, 12));
    own.git('clone', '-q', '--bare', '--depth=1', pathToFileURL(own.folder).href, join(own.folder, 'shallow'));
    const tree = await treeOf(mail, [0], join(own.folder, 'shallow'));
    expect('how' in tree && tree.how[1]).toBe(
      `memory.c: ${patched.slice(0, 12)} has memory.c with the patch: Before is without it.`,
    );
    const other = await treeOf(
      mail.replace(/^index .*\n/m, '').replaceAll('/* Views', '/* No views'),
      [0],
      join(own.folder, 'shallow'),
    );
    expect('reason' in other && other.reason).toContain('in the history, which is cut short in this clone; against');
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
