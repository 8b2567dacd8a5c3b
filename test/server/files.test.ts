import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { Location } from 'vscode-languageserver-protocol';
import type { FileTarget } from '../../server/src/protocol.ts';
import { positionIn, TestClient } from './client.ts';

const root = mkdtempSync(join(tmpdir(), 'file-sides-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const env = { PATH: process.env.PATH ?? '', HOME: root, GIT_CONFIG_NOSYSTEM: '1' };
const git = (folder: string, ...args: string[]): string =>
  execFileSync('git', ['-C', folder, '-c', 'user.name=A', '-c', 'user.email=a@example.org', ...args], {
    env,
    stdio: 'pipe',
  }).toString();

let client: TestClient | undefined;
afterEach(async () => {
  await client?.stop();
  client = undefined;
});

const numbers = Array.from({ length: 30 }, (_, i) => `int line${i + 1};`);
const text = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');
const first = numbers.map((line) => (line === 'int line10;' ? 'int ten;' : line));
const second = first.flatMap((line) => (line === 'int line20;' ? ['int twenty;', 'int more;'] : [line]));

/** A repository whose HEAD is the base of two patches that change memory.c one after the other; they are in no commit. */
function makeSeries(name: string): { folder: string; series: string } {
  const folder = join(root, name);
  mkdirSync(folder);
  git(folder, 'init', '-q', '-b', 'main');
  for (const [message, lines] of [
    ['base', numbers],
    ['one', first],
    ['two', second],
  ] as const) {
    writeFileSync(join(folder, 'memory.c'), text(lines));
    git(folder, 'add', '-A');
    git(folder, 'commit', '-q', '-m', `memory: ${message}`);
  }
  const series = git(folder, 'format-patch', '--stdout', '-2');
  git(folder, 'reset', '-q', '--hard', 'HEAD~2');
  git(folder, 'reflog', 'expire', '--expire=now', '--all');
  git(folder, 'gc', '-q', '--prune=now');
  return { folder, series };
}

async function open(folder: string, series: string, options: object = {}): Promise<TestClient> {
  client = await TestClient.start({ folder: pathToFileURL(folder).href, ...options });
  await client.open('untitled:series.mbox', 'qemu-mail', series);
  return client;
}

const targets = (server: TestClient, line?: number): Promise<FileTarget[]> =>
  server.ask('qemuMemoryReview/fileTargets', { uri: 'untitled:series.mbox', ...(line === undefined ? {} : { line }) });
const content = async (server: TestClient, uri: string): Promise<string> =>
  (await server.ask<{ text: string }>('qemuMemoryReview/content', { uri })).text;

describe('the whole files of a series in a repository', () => {
  const { folder, series } = makeSeries('series');

  it('are found by the blob that the patch names, and through the patches before', async () => {
    const server = await open(folder, series);
    const listed = await targets(server);
    expect(listed.map(({ label, description }) => [label, description])).toEqual([
      ['memory.c (memory: one)', ''],
      ['memory.c (memory: two)', ''],
    ]);
    const [one, two] = await Promise.all(listed.map(async ({ line }) => (await targets(server, line))[0]));
    expect(one?.description).toMatch(/^Before is the blob [0-9a-f]{12} that the patch names\.$/);
    expect(two?.description).toMatch(/^Before is what "memory: one" makes of it\. Before is the blob/);
    expect(await content(server, one?.before ?? '')).toBe(text(numbers));
    expect(await content(server, two?.before ?? '')).toBe(text(first));
    expect(await content(server, two?.after ?? '')).toBe(text(second));
  });

  it('are at hand from a line of a hunk', async () => {
    const server = await open(folder, series);
    const at = async (word: string): Promise<number[]> => {
      const position = positionIn(series, word);
      const params = { textDocument: { uri: 'untitled:series.mbox' }, position };
      const found = await server.ask<Location[] | null>('textDocument/definition', params);
      return (found ?? []).map(({ range }) => range.start.line + 1);
    };
    expect(await at('-int line20;')).toEqual([20]);
    expect(await at('+int more;')).toEqual([21]);
    expect(await at(' int line21;')).toEqual([21, 22]);
    expect(await at('Subject:')).toEqual([]);
  });

  it('are those under the cursor where a line is named', async () => {
    const server = await open(folder, series);
    const line = series.split('\n').indexOf('+int more;');
    expect((await targets(server, line)).map(({ label }) => label)).toEqual(['memory.c (memory: two)']);
  });

  it('are not looked for in a workspace that is not trusted', async () => {
    const server = await open(folder, series, { trusted: false });
    const line = series.split('\n').indexOf('+int more;');
    expect((await targets(server, line))[0]?.error).toBe('This workspace is not trusted: no repository is read.');
  });
});

describe('where the repository has not the blob', () => {
  const { folder, series } = makeSeries('moved');
  const patch = series.slice(0, series.indexOf('From ', 10)).replace(/^index .*\n/m, 'index 1234567..7654321 100644\n');

  it('the newest commit is taken to which the patch applies', async () => {
    writeFileSync(join(folder, 'memory.c'), text(['int zero;', ...numbers]));
    git(folder, 'commit', '-q', '-am', 'memory: shift');
    const server = await open(folder, patch);
    const [exact] = await targets(server);
    expect(exact?.description).toMatch(/the newest commit to which the patch applies exactly\.$/);
    expect(await content(server, exact?.after ?? '')).toBe(text(first));
    git(folder, 'checkout', '-q', '--orphan', 'other');
    git(folder, 'commit', '-q', '-m', 'memory: all at once');
    const [moved] = await targets(await reopen(server, folder, patch));
    expect(moved?.description).toMatch(/applies at other lines\.$/);
  });

  it('a patch that applies nowhere says which hunk, and where it nearly does', async () => {
    const server = await open(folder, patch.replace(' int line9;', ' int nine;'));
    expect((await targets(server))[0]?.error).toMatch(
      /^The patch does not apply to the one state of memory\.c in the history; against [0-9a-f]{12}: Hunk 1 does not apply\. .* 6 of its 7 lines; at line 10 it wants "int nine;", there is "int line9;"\.$/,
    );
  });
});

async function reopen(server: TestClient, folder: string, patch: string): Promise<TestClient> {
  await server.stop();
  return open(folder, patch);
}
