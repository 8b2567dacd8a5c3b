// @ts-check
/**
 * Starts a QEMU stopped (no guest instruction runs), asks its monitor through QMP, and ends it.
 * The process and its private directory never outlive a call, however the call ends.
 */
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * @typedef {object} Release
 * @property {string} number   such as `7.2.22`
 * @property {string} package  the distributor's own words, or empty
 */

/**
 * @typedef {object} Answers
 * @property {Release} release
 * @property {boolean} kvm      whether KVM runs the guest; otherwise TCG, unless the arguments name another accelerator
 * @property {string[]} texts   what each command printed, lines ending in LF, in the order of the commands
 */

/**
 * @typedef {object} AskOptions
 * @property {number} [timeoutMs]     for the whole call; 60 s unless told
 * @property {AbortSignal} [signal]   ends the call, and QEMU with it
 */

/** QEMU's complaints are kept up to this many characters. */
const STDERR_LIMIT = 16_384;
const DEFAULT_TIMEOUT_MS = 60_000;
const RETRY_MS = 10;
const LAST_WORDS_MS = 2_000;

class ConnectionLost extends Error {}

/**
 * Starts `binary` with `args` and, added to them, stopped, without a display and with a QMP socket; runs the monitor
 * commands in order. Rejects when QEMU ends by itself (with what it wrote to stderr), refuses QMP or takes too long.
 *
 * @param {string} binary
 * @param {readonly string[]} args
 * @param {readonly string[]} commands  human monitor commands
 * @param {AskOptions} [options]
 * @returns {Promise<Answers>}
 */
export async function askStopped(binary, args, commands, options = {}) {
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
  signal.throwIfAborted();

  const directory = await mkdtemp(join(tmpdir(), 'qemu-ask-'));
  const socketPath = join(directory, 'qmp');
  // In a QEMU option a comma ends a value unless doubled.
  const qmp = `unix:${socketPath.replaceAll(',', ',,')},server=on,wait=off`;
  const words = [...args, '-S', '-display', 'none', '-qmp', qmp];
  const child = spawn(binary, words, { stdio: ['ignore', 'ignore', 'pipe'] });

  const endAtExit = () => {
    child.kill('SIGKILL');
    rmSync(directory, { recursive: true, force: true });
  };
  process.once('exit', endAtExit);

  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
    stderr = (stderr + text).slice(0, STDERR_LIMIT);
  });
  /** @type {Promise<string>} How it ended, in words. Never rejects. */
  const ended = new Promise((resolve) => {
    child.once('error', (error) => resolve(`could not be started: ${error.message}`));
    child.once('close', (code, by) => resolve(by ? `was ended by ${by}` : `exited with status ${code}`));
  });
  /** @type {Promise<never>} */
  const interrupted = new Promise((_, reject) => {
    const stop = () =>
      reject(timeout.aborted ? new Error(`${binary} did not answer within ${timeoutMs} ms`) : signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    ended.then((how) => {
      signal.removeEventListener('abort', stop);
      reject(new Error([`${binary} ${how}`, stderr.trim()].filter(Boolean).join(':\n')));
    });
  });
  // The race below may be decided before this one fails.
  interrupted.catch(() => {});

  try {
    return await Promise.race([converse(socketPath, commands, signal, ended), interrupted]);
  } catch (error) {
    if (error instanceof ConnectionLost) {
      // QEMU closes its sockets a moment before it has said why it ends.
      await Promise.race([interrupted, sleep(LAST_WORDS_MS, undefined, { ref: false })]);
    }
    throw error;
  } finally {
    child.kill('SIGKILL');
    child.stderr.destroy();
    await ended;
    process.off('exit', endAtExit);
    await rm(directory, { recursive: true, force: true });
  }
}

/**
 * @param {string} socketPath
 * @param {readonly string[]} commands
 * @param {AbortSignal} signal
 * @param {Promise<string>} ended
 * @returns {Promise<Answers>}
 */
async function converse(socketPath, commands, signal, ended) {
  const socket = await connectWhenReady(socketPath, signal, ended);
  try {
    // A lost connection shows in the lines.
    socket.on('error', () => {});
    const lines = createInterface({ input: socket.setEncoding('utf8'), crlfDelay: Infinity })[Symbol.asyncIterator]();

    /** @returns {Promise<any>} the next message that is not an event */
    const next = async () => {
      for (;;) {
        const line = await lines.next().catch((error) => {
          throw new ConnectionLost(`QMP: ${error.message}`);
        });
        if (line.done) {
          throw new ConnectionLost('QEMU closed its QMP connection');
        }
        const message = JSON.parse(line.value);
        if (!('event' in message)) {
          return message;
        }
      }
    };
    /** @param {string} name @param {object} [values] @returns {Promise<any>} */
    const execute = async (name, values) => {
      socket.write(`${JSON.stringify({ execute: name, arguments: values })}\n`);
      const reply = await next();
      if (reply.error) {
        throw new Error(`${name}: ${reply.error.desc}`);
      }
      return reply.return;
    };

    const { version } = (await next()).QMP;
    await execute('qmp_capabilities');
    const { enabled: kvm } = await execute('query-kvm');
    const texts = [];
    for (const command of commands) {
      const text = await execute('human-monitor-command', { 'command-line': command });
      texts.push(text.replaceAll('\r\n', '\n'));
    }
    const { major, minor, micro } = version.qemu;
    return { release: { number: `${major}.${minor}.${micro}`, package: version.package }, kvm, texts };
  } finally {
    socket.destroy();
  }
}

/**
 * QEMU makes its socket some time after its start.
 *
 * @param {string} path
 * @param {AbortSignal} signal
 * @param {Promise<string>} ended
 * @returns {Promise<import('node:net').Socket>}
 */
async function connectWhenReady(path, signal, ended) {
  let alive = true;
  ended.then(() => {
    alive = false;
  });
  while (alive) {
    signal.throwIfAborted();
    const socket = connect(path);
    const connected = await new Promise((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
    if (connected) {
      return socket;
    }
    await sleep(RETRY_MS);
  }
  throw new ConnectionLost('QEMU ended before it could be asked');
}

/**
 * For scripts: a signal that Ctrl-C and SIGTERM abort, so that no QEMU is left behind.
 *
 * @returns {AbortSignal}
 */
export function abortedByUser() {
  const controller = new AbortController();
  for (const name of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
    process.once(name, () => controller.abort(new Error(`stopped by ${name}`)));
  }
  return controller.signal;
}
