import { mkdtemp } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AskOptions, MonitorAnswer, MonitorCommand, QemuAnswers } from '../../types.ts';
import { type Running, spoken, withProcess } from './processes.ts';
import { ConnectionLost, Qmp } from './qmp.ts';

/** How long a QEMU that was told to quit, or whose connection is lost, may take to end and to say why. */
const LAST_WORDS_MS = 2_000;
const SOCKET_TIMEOUT_MS = 10_000;
/** sockaddr_un's room on the smallest system. */
const MOST_PATH_BYTES = 100;

/** Options that take QEMU away from the process that was started, or from its monitor. */
const UNUSABLE: Readonly<Record<string, string>> = {
  daemonize: 'a QEMU that leaves its process behind cannot be ended with it',
  preconfig: 'there is no machine before its configuration is complete',
};

/** Qemu.askStopped. QEMU connects to a socket of ours: there is nothing to wait for and nobody else can reach it. */
export async function askStopped(
  binary: string,
  args: readonly string[],
  commands: readonly MonitorCommand[],
  options: AskOptions = {},
): Promise<QemuAnswers> {
  for (const word of args) {
    const reason = UNUSABLE[word.replace(/^--?/, '')];
    if (reason && word.startsWith('-')) throw new Error(`${word} cannot be used here: ${reason}.`);
  }
  const directory = await privateDirectory();
  const path = join(directory, 'qmp');
  // in a QEMU option a comma ends a value unless doubled
  const words = [...args, '-S', '-display', 'none', '-qmp', `unix:${path.replaceAll(',', ',,')}`];
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(path, resolve));
    const connected = new Promise<Socket>((resolve) => server.once('connection', resolve));
    let qmp: Qmp | undefined;
    // a release may hang in one command on one board, and answer the others
    const asked = () => (qmp?.lastCommand ? `"${qmp.lastCommand}" ` : '');
    return await withProcess(binary, words, { ...options, directory, asked }, (running) =>
      converse(binary, running, connected, async (opened) => {
        qmp = opened;
        return ask(qmp, commands);
      }),
    );
  } finally {
    server.close();
  }
}

async function converse(
  binary: string,
  running: Running,
  connected: Promise<Socket>,
  talk: (qmp: Qmp) => Promise<QemuAnswers>,
): Promise<QemuAnswers> {
  const lost = running.ended.then(({ how, status }): never => {
    const silent =
      status === 0 && !running.stderr() ? ' without a word to QMP; a QEMU that starts a machine is wanted' : '';
    throw new Error(spoken(`${binary} ${how}${silent}`, running.stderr()));
  });
  lost.catch(() => {});
  const socket = await Promise.race([connected, lost]);
  try {
    const qmp = await Qmp.open(socket, binary);
    const answers = await talk(qmp);
    // an orderly end lets it remove what it made: sockets, pid files
    await Promise.race([
      qmp.execute('quit').then(() => running.ended),
      sleep(LAST_WORDS_MS, undefined, { ref: false }),
    ]);
    return answers;
  } catch (error) {
    // QEMU closes its sockets a moment before it has said why it ends
    if (error instanceof ConnectionLost) await Promise.race([lost, sleep(LAST_WORDS_MS, undefined, { ref: false })]);
    throw error;
  } finally {
    socket.destroy();
  }
}

/** Qemu.askSocket. */
export async function askSocket(
  address: string,
  commands: readonly MonitorCommand[],
  options: AskOptions = {},
): Promise<QemuAnswers> {
  for (const command of commands.flat()) {
    if (!/^info [a-z]/.test(command)) throw new Error(`"${command}": a running QEMU is only asked, by info commands.`);
  }
  const timeoutMs = options.timeoutMs ?? SOCKET_TIMEOUT_MS;
  options.signal?.throwIfAborted();
  const socket = connect(target(address));
  let stop = (_: Error): void => {};
  const stopped = new Promise<never>((_, reject) => {
    stop = reject;
  });
  const abort = () => stop(options.signal?.reason instanceof Error ? options.signal.reason : new Error('cancelled'));
  options.signal?.addEventListener('abort', abort, { once: true });
  const timer = setTimeout(
    () =>
      stop(
        new Error(
          `${address} did not answer within ${timeoutMs / 1000} s. QMP serves one client at a time: another one, such as libvirt, may have it.`,
        ),
      ),
    timeoutMs,
  );
  try {
    return await Promise.race([askConnected(socket, address, commands), stopped]);
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', abort);
    socket.destroy();
  }
}

async function askConnected(
  socket: Socket,
  address: string,
  commands: readonly MonitorCommand[],
): Promise<QemuAnswers> {
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve).once('error', (error: NodeJS.ErrnoException) => {
      reject(new Error(`${address}: ${REFUSALS[error.code ?? ''] ?? error.message}`));
    });
  });
  return ask(await Qmp.open(socket, address), commands);
}

const REFUSALS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such socket.',
  ENOTSOCK: 'this is not a socket.',
  ECONNREFUSED: 'no QEMU listens there.',
  EACCES: 'you may not connect to this socket.',
};

/** A path, or a port of this machine alone: QMP has no password. */
function target(address: string): { path: string } | { host: string; port: number } {
  const loopback = /^(?:tcp:)?(127\.0\.0\.1|localhost|\[::1\]):(\d{1,5})$/.exec(address);
  if (loopback) return { host: (loopback[1] ?? '').replace(/[[\]]/g, ''), port: Number(loopback[2]) };
  return { path: address.replace(/^unix:/, '') };
}

async function ask(qmp: Qmp, commands: readonly MonitorCommand[]): Promise<QemuAnswers> {
  const answers: MonitorAnswer[] = [];
  for (const command of commands) answers.push(await firstKnown(qmp, [command].flat()));
  return { ...qmp.version, accelerator: await accelerator(qmp), answers };
}

/** What the monitor says, in every release, to a command or an option that it does not have: it has no error replies. */
const REFUSAL = /^unknown command: |^[\w -]+: (unsupported option -|extraneous characters at the end of line)/;

async function firstKnown(qmp: Qmp, commands: readonly string[]): Promise<MonitorAnswer> {
  let answer: MonitorAnswer = { command: '', text: '', refused: true };
  for (const command of commands) {
    const text = await qmp.monitor(command);
    answer = { command, text, refused: REFUSAL.test(text) };
    if (!answer.refused) break;
  }
  return answer;
}

/** There is no command that names the accelerator: KVM has one of its own, and only TCG has translation buffers. */
async function accelerator(qmp: Qmp): Promise<string> {
  const kvm = await qmp.execute('query-kvm').catch(() => undefined);
  if (typeof kvm === 'object' && kvm !== null && 'enabled' in kvm && kvm.enabled === true) return 'KVM';
  return /^Translation buffer state/m.test(await qmp.monitor('info jit')) ? 'TCG' : 'unknown';
}

/** Only this user can enter it (mode 0700). */
function privateDirectory(): Promise<string> {
  const long = Buffer.byteLength(join(tmpdir(), 'qemu-ask-XXXXXX', 'qmp')) > MOST_PATH_BYTES;
  return mkdtemp(join(long ? '/tmp' : tmpdir(), 'qemu-ask-'));
}
