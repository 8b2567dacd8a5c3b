import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { nodeGit } from '../../server/src/host/node/git.ts';
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

async function open(folder: string): Promise<GitRepository> {
  const repository = await nodeGit.repository(uri(folder));
  if (!repository) throw new Error('no repository');
  return repository;
}

describe('reading a repository', async () => {
  const { folder, commits, blobs } = makeRepository('plain');
  const [first = '', second = ''] = commits;
  const [one = '', two = ''] = blobs;
  const repository = await open(folder);

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
    expect((await repository.blobs([name]))[0]?.text).toBe(text);
  });

  it('many at once, in the order in which they are asked', async () => {
    const texts = (await repository.blobs([two, 'feedfacefeed', one, two])).map((blob) => blob?.text);
    expect(texts).toEqual(['two\n', undefined, 'one\n', 'two\n']);
  });

  it('the commits of a path, the newest first', async () => {
    expect(await repository.commitsOf('memory.c', 10)).toEqual([second, first]);
    expect(await repository.commitsOf('*.c', 10)).toEqual([]);
    expect(await repository.commitsOf('memory.c', 1)).toEqual([second]);
  });

  it('from a folder inside it, and none outside', async () => {
    mkdirSync(join(folder, 'hw'));
    expect(await nodeGit.repository(uri(join(folder, 'hw')))).toBeDefined();
    expect(await nodeGit.repository(uri(root))).toBeUndefined();
    expect(await nodeGit.repository('untitled:Untitled-1')).toBeUndefined();
  });
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
  const repository = await open(folder);
  const missing = 'deadbeef'.repeat(5);
  const texts = await repository.blobs([blobs[1] ?? '', missing, `${missing}:memory.c`]);
  expect(texts.map((blob) => blob?.text)).toEqual(['two\n', undefined, undefined]);
  await repository.commitsOf('memory.c', 5);
  expect(existsSync(ran)).toBe(false);
});
