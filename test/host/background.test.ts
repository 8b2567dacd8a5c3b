import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';
import { nodeBackground } from '../../server/src/host/node/background/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'background-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A thread that counts its jobs, so that a new one is seen. */
function program(): string {
  const thread = fileURLToPath(new URL('../../server/src/host/node/background/thread.ts', import.meta.url));
  const entry = join(folder, 'entry.ts');
  const outfile = join(folder, 'entry.cjs');
  writeFileSync(
    entry,
    `import { parentPort } from 'node:worker_threads';
    import { answerJobs } from ${JSON.stringify(thread)};
    let jobs = 0;
    answerJobs(parentPort!, (job: string) => {
      jobs++;
      if (job === 'throw') throw new Error('no such thing');
      if (job === 'loop') for (;;);
      if (job === 'exit') process.exit(1);
      return job + ' ' + jobs;
    });`,
  );
  buildSync({ entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'cjs' });
  return outfile;
}

describe('work in a thread', () => {
  const file = program();

  it('is done in order, by one thread that remembers; what fails is a sentence', async () => {
    const thread = nodeBackground<string, string>(file);
    const all = await Promise.allSettled([thread.run('one'), thread.run('throw'), thread.run('two')]);
    expect(all.map((one) => (one.status === 'fulfilled' ? one.value : one.reason.message))).toEqual([
      'one 1',
      'no such thing',
      'two 3',
    ]);
  });

  it('that is cancelled while it waits is not begun', async () => {
    const thread = nodeBackground<string, string>(file);
    const stop = new AbortController();
    const all = Promise.allSettled([thread.run('one'), thread.run('two', stop.signal), thread.run('three')]);
    stop.abort();
    expect((await all).map((one) => (one.status === 'fulfilled' ? one.value : one.reason.message))).toEqual([
      'one 1',
      'The work was cancelled.',
      'three 2',
    ]);
    await expect(thread.run('four', stop.signal)).rejects.toThrow('The work was cancelled.');
  });

  it('that does not end when it is cancelled is ended with its thread; the next has a new one', async () => {
    const thread = nodeBackground<string, string>(file);
    const stop = new AbortController();
    const running = thread.run('loop', stop.signal);
    const next = thread.run('next');
    setTimeout(() => stop.abort(), 50);
    await expect(running).rejects.toThrow('The work was cancelled.');
    expect(await next).toBe('next 1');
  });

  it('whose thread breaks is told so, and the next has a new one', async () => {
    const thread = nodeBackground<string, string>(file);
    const broken = thread.run('exit');
    const next = thread.run('next');
    await expect(broken).rejects.toThrow(/^The work broke off/);
    expect(await next).toBe('next 1');
  });
});
