import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { constants } from 'node:os';

/** What a process wrote is kept up to this many characters of each stream. */
const MOST_OUTPUT = 1 << 20;
const DEFAULT_TIMEOUT_MS = 60_000;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;
/** How long after its end what a program wrote may still come. */
const LAST_WORDS_MS = 300;
/** Of what a program said, so many lines stand in a message, the last. */
const MOST_LINES = 20;

/** A program that runs. */
export interface Running {
  /** How it ended: `exited with status 1`. Never rejects. */
  readonly ended: Promise<Ending>;
  /** What it wrote to standard output so far. */
  stdout(): string;
  /** What it wrote to standard error so far, without blanks at the ends. */
  stderr(): string;
}

export interface Ending {
  readonly status: number | undefined;
  readonly how: string;
}

export interface RunOptions {
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly folder?: string | undefined;
  /** A directory of the run's own that goes when it does. */
  readonly directory?: string;
  /** What was asked last, for the message where the time is over. */
  readonly asked?: () => string;
}

/**
 * Runs a program without a shell for as long as `use` takes. It and what it started (its process group), and the
 * directory, are gone when this settles, and when this process exits or is ended by a signal that can be caught.
 */
export async function withProcess<T>(
  binary: string,
  args: readonly string[],
  options: RunOptions,
  use: (running: Running) => Promise<T>,
): Promise<T> {
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  options.signal?.throwIfAborted();
  const child = spawn(binary, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true, cwd: options.folder });
  const remains: Remains = { child, directory: options.directory };
  own(remains);
  const running = watch(child);
  let stop = (_: Error): void => {};
  const stopped = new Promise<never>((_, reject) => {
    stop = reject;
  });
  const abort = () => stop(options.signal?.reason instanceof Error ? options.signal.reason : new Error('cancelled'));
  options.signal?.addEventListener('abort', abort, { once: true });
  const timer = setTimeout(() => {
    const sentence = `${binary} did not answer ${options.asked?.() ?? ''}within ${timeoutMs / 1000} s${hint(options.asked?.())}`;
    stop(new Error(spoken(sentence, running.stderr())));
  }, timeoutMs);
  try {
    return await Promise.race([use(running), stopped]);
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', abort);
    killGroup(child);
    await running.ended;
    disown(remains);
  }
}

/** A sentence, and below it the end of what the program itself said. */
export function spoken(sentence: string, words: string): string {
  if (!words) return `${sentence}.`;
  const lines = words.split('\n').map((line) => line.slice(0, 1000));
  const left = lines.length - MOST_LINES;
  return [`${sentence}:`, ...(left > 0 ? [`(${left} lines before)`] : []), ...lines.slice(-MOST_LINES)].join('\n');
}

function watch(child: ChildProcess): Running {
  const kept = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      if (kept[name].length < MOST_OUTPUT) kept[name] = (kept[name] + text).slice(0, MOST_OUTPUT);
    });
  }
  const ended = new Promise<Ending>((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) => resolve({ status: undefined, how: notStarted(error) }));
    const end = (status: number | null, signal: NodeJS.Signals | null): void =>
      resolve({
        status: status ?? undefined,
        how: signal ? `was ended by ${signal}` : `exited with status ${status}`,
      });
    child.once('exit', (status, signal) => {
      killGroup(child);
      // what left its group may hold the pipes open, and so keep `close` away
      setTimeout(() => {
        child.stdout?.destroy();
        child.stderr?.destroy();
        end(status, signal);
      }, LAST_WORDS_MS).unref();
    });
    child.once('close', end);
  });
  return { ended, stdout: () => kept.stdout, stderr: () => kept.stderr.trim() };
}

const NOT_STARTED: Readonly<Record<string, string>> = {
  ENOENT: 'could not be started: there is no such program',
  EACCES: 'could not be started: it is not an executable file',
  ENOEXEC: 'could not be started: it is no program of this machine',
};

const notStarted = ({ code, message }: NodeJS.ErrnoException): string =>
  NOT_STARTED[code ?? ''] ?? `could not be started: ${message}`;

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // nothing of the group is left
  }
}

interface Remains {
  readonly child: ChildProcess;
  readonly directory: string | undefined;
}

/** What must not outlive this process. */
const remaining = new Set<Remains>();

function own(remains: Remains): void {
  if (remaining.size === 0) {
    process.on('exit', endAll);
    for (const signal of SIGNALS) process.on(signal, endBySignal);
  }
  remaining.add(remains);
}

function disown(remains: Remains): void {
  remaining.delete(remains);
  if (remains.directory) rmSync(remains.directory, { recursive: true, force: true });
  if (remaining.size === 0) unhook();
}

function unhook(): void {
  process.off('exit', endAll);
  for (const signal of SIGNALS) process.off(signal, endBySignal);
}

function endAll(): void {
  for (const { child, directory } of remaining) {
    killGroup(child);
    if (directory) rmSync(directory, { recursive: true, force: true });
  }
}

/** Ends what runs, then this process as the signal would have, unless somebody else listens to it. */
function endBySignal(signal: NodeJS.Signals): void {
  endAll();
  if (process.listenerCount(signal) > 1) return;
  unhook();
  process.kill(process.pid, signal);
  // the signal is delivered a moment later; nothing is to run until then
  setTimeout(() => process.exit(128 + constants.signals[signal]), 100);
}

/** QEMU 7.2 hangs where it prints the owners of some boards. */
const hint = (asked: string | undefined): string =>
  asked?.includes('-o') ? ' (some boards hang there: --no-owners asks without)' : '';
