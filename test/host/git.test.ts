import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { nodeGit } from '../../server/src/host/node/git/index.ts';
import type { GitRepository } from '../../server/src/host/types.ts';

const root = mkdtempSync(join(tmpdir(), 'git-host-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const env = { PATH: process.env.PATH ?? '', HOME: root, GIT_CONFIG_NOSYSTEM: '1' };
const git = (folder: string, ...args: string[]): string =>
  execFileSync('git', ['-C', folder, ...args], { env, stdio: 'pipe' })
    .toString()
    .trim();
const uri = (path: string): string => pathToFileURL(path).href;

/** A repository with two commits of one file, of which the second is HEAD. */
function makeRepository(name: string): { folder: string; commits: string[]; blobs: string[] } {
  const folder = join(root, name);
  mkdirSync(folder);
  git(folder, 'init', '-q');
  const commits: string[] = [];
  const blobs: string[] = [];
  for (const text of ['one\n', 'two\n']) {
    writeFileSync(join(folder, 'memory.c'), text);
    writeFileSync(join(folder, 'logo.bin'), Buffer.from([0xff, 0xfe, 0]));
    git(folder, 'add', '-A');
    git(folder, '-c', 'user.name=A', '-c', 'user.email=a@example.org', 'commit', '-q', '-m', text);
    commits.push(git(folder, 'rev-parse', 'HEAD'));
    blobs.push(git(folder, 'rev-parse', 'HEAD:memory.c'));
  }
  return { folder, commits, blobs };
}

const read = <T>(folder: string, work: (repository: GitRepository) => Promise<T>): Promise<T> =>
  nodeGit.open(uri(folder), async (repository) => {
    if (!repository) throw new Error('no repository');
    return work(repository);
  });

describe('reading a repository', () => {
  const { folder, commits, blobs } = makeRepository('plain');
  const [first = '', second = ''] = commits;
  const [one = '', two = ''] = blobs;

  it.each([
    ['a blob by its id', one, 'one\n'],
    ['by the digits of an index line', two.slice(0, 10), 'two\n'],
    ['by a commit and a path', `${first}:memory.c`, 'one\n'],
    ['not what is not there', `${second}:exec.c`, undefined],
    ['not a commit', first, undefined],
    ['not what is no text', `${second}:logo.bin`, undefined],
    ['not an option', '--batch-all-objects', undefined],
    ['not another syntax of revisions', 'HEAD:memory.c', undefined],
    ['not a second line', `${one}\n${two}`, undefined],
  ])('%s', async (_, name, text) => {
    const [blob] = await read(folder, (repository) => repository.blobs([name]));
    expect(blob?.text).toBe(text);
  });

  it('many at once, in the order in which they are asked', async () => {
    const found = await read(folder, async (repository) => {
      const [ids, texts] = [repository.blobIds([one]), repository.blobs([two, 'feedfacefeed', one, two])];
      return [...(await ids), ...(await texts).map((blob) => blob?.text), ...(await repository.blobIds([two]))];
    });
    expect(found).toEqual([one, 'two\n', undefined, 'one\n', 'two\n', two]);
  });

  it('the commits at which a path was different, the newest first', async () => {
    git(folder, 'branch', 'topic');
    writeFileSync(join(folder, 'exec.c'), 'one\n');
    git(folder, 'add', '-A');
    git(folder, '-c', 'user.name=A', '-c', 'user.email=a@example.org', 'commit', '-q', '-m', 'another file');
    const head = git(folder, 'rev-parse', 'HEAD');
    git(folder, 'checkout', '-q', '--detach', first);
    const states = (path: string, from: 'HEAD' | 'all') =>
      read(folder, async (repository) => {
        const found: string[] = [];
        for await (const commits of repository.states([path], from)) found.push(...commits);
        return found;
      });
    expect(await states('memory.c', 'HEAD')).toEqual([first]);
    expect(await states('memory.c', 'all')).toEqual([first]);
    expect(await states('exec.c', 'all')).toEqual([first, second]);
    git(folder, 'checkout', '-q', '--detach', head);
    expect(await states('memory.c', 'HEAD')).toEqual([head, first]);
    expect(await states('*.c', 'HEAD')).toEqual([head]);
  });

  it('from a folder inside it, and none outside', async () => {
    mkdirSync(join(folder, 'hw'));
    const prefix = (at: string) => nodeGit.open(at, async (repository) => repository?.prefix);
    expect(await prefix(uri(join(folder, 'hw')))).toBe('hw/');
    expect(await prefix(uri(root))).toBeUndefined();
    expect(await prefix('untitled:Untitled-1')).toBeUndefined();
  });
});

it('says what a partial clone lacks, and fetches nothing', async () => {
  const { folder, blobs } = makeRepository('whole');
  git(folder, 'config', 'uploadpack.allowFilter', 'true');
  git(root, 'clone', '-q', '--bare', '--filter=blob:none', uri(folder), 'partial');
  await expect(read(join(root, 'partial'), (repository) => repository.blobs([blobs[1] ?? '']))).rejects.toThrow(
    `partial clone without the object ${blobs[1]?.slice(0, 12)}`,
  );
});

it('runs nothing that a repository names', async () => {
  const { folder, blobs } = makeRepository('hostile');
  const ran = join(root, 'ran');
  const script = join(root, 'script');
  writeFileSync(script, `#!/bin/sh\necho "$@" >> ${ran}\n`);
  chmodSync(script, 0o755);
  const settings = [
    '[core]',
    `fsmonitor = ${script}`,
    `pager = ${script}`,
    `sshCommand = ${script}`,
    `gitProxy = ${script}`,
    `[diff]\nexternal = ${script}`,
    `[diff "x"]\ntextconv = ${script}`,
    `[filter "x"]\nsmudge = ${script}\nclean = ${script}`,
    `[extensions]\npartialClone = origin`,
    `[remote "origin"]\nurl = "ext::${script} %S"\npromisor = true`,
    `[protocol]\nallow = always`,
  ];
  appendFileSync(join(folder, '.git', 'config'), `${settings.join('\n')}\n`);
  writeFileSync(join(folder, '.gitattributes'), '*.c filter=x diff=x\n');
  const missing = 'deadbeef'.repeat(5);
  await read(folder, async (repository) => {
    const texts = await repository.blobs([blobs[1] ?? '', missing, `${missing}:memory.c`]);
    expect(texts.map((blob) => blob?.text)).toEqual(['two\n', undefined, undefined]);
    for await (const [id] of repository.states(['memory.c'], 'all')) expect(id).toMatch(/^[0-9a-f]{40}$/);
  });
  expect(existsSync(ran)).toBe(false);
});
