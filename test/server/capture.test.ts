import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it } from 'vitest';
import { CancellationTokenSource } from 'vscode-languageserver-protocol/node';
import type { Captured, CommandWords } from '../../server/src/protocol.ts';
import { isAlive, Programs } from '../programs.ts';
import { TestClient } from './client.ts';

const programs = new Programs();
afterAll(() => programs.remove());
let client: TestClient | undefined;
afterEach(async () => {
  expect(await client?.stop()).toBe(0);
});

const PRINTS = {
  'info version': '9.1.0\r\n',
  'info mtree -o -D': 'address-space: memory\r\n  0000000000000000-ffffffffffffffff (prio 0, i/o): system\r\n\r\n',
};
const speaking = programs.speaker(`
  const command = args && args['command-line'];
  if (!command) say({ return: {} });
  else say({ return: ${JSON.stringify(PRINTS)}[command] || "unknown command: '" + command + "'\\r\\n" });
  if (execute === 'quit') process.exit(0);`);

const capture = (server: TestClient, params: object) => server.ask<Captured>('qemuMemoryReview/capture', params);

it('captures the dump of a command line', async () => {
  client = await TestClient.start();
  const dump = await capture(client, { command: [speaking, '-M', 'x'] });
  expect(dump).toEqual({
    text: expect.stringContaining(`${speaking} -M x (QEMU 9.1.0, unknown, stopped before firmware)`),
    summary: 'QEMU 9.1.0, unknown: 1 address space, 0 FlatViews',
  });
});

it('says why there is none', async () => {
  client = await TestClient.start();
  expect(await capture(client, { command: ['/nowhere'] })).toEqual({
    error: '/nowhere could not be started: there is no such program.',
  });
  expect(await capture(client, { socket: '/nowhere' })).toEqual({ error: '/nowhere: there is no such socket.' });
});

it('runs nothing in a workspace that is not trusted', async () => {
  client = await TestClient.start({ trusted: false });
  const ran = join(programs.folder, 'ran');
  const dump = await capture(client, { command: [programs.shell(`touch ${ran}`)] });
  expect(dump).toEqual({ error: 'This workspace is not trusted: no program is run and no QEMU is asked.' });
  expect(existsSync(ran)).toBe(false);
});

it('ends QEMU when it is cancelled', async () => {
  client = await TestClient.start();
  const pids = join(programs.folder, 'pids');
  const command = [programs.shell(`echo $$ > ${pids}; sleep 100`)];
  const source = new CancellationTokenSource();
  const asked = client.connection.sendRequest('qemuMemoryReview/capture', { command }, source.token);
  const pid = () => Number(existsSync(pids) && readFileSync(pids, 'utf8'));
  await expect.poll(pid, { timeout: 10_000 }).toBeGreaterThan(0);
  source.cancel();
  await expect(asked).rejects.toThrow('cancelled');
  await expect.poll(() => isAlive(pid())).toBe(false);
});

it('reads a command line without a shell', async () => {
  client = await TestClient.start();
  const words = (text: string) => client?.ask<CommandWords>('qemuMemoryReview/commandWords', { text });
  expect(await words("qemu -append 'a b'")).toEqual({ words: ['qemu', '-append', 'a b'] });
  expect(await words('qemu | tee')).toEqual({ error: expect.stringContaining('"|" would be a pipe') });
});
