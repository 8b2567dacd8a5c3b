import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { nodeQemu } from '../../server/src/host/node/qemu/index.ts';
import type { MonitorCommand, QemuAnswers } from '../../server/src/host/types.ts';
import type { Mix } from './mixes.ts';

/** A QEMU's answers, and the lines of its trace. */
export interface Traced {
  readonly answers: QemuAnswers;
  readonly trace: readonly string[];
}

/** Asks a stopped QEMU with trace events on; they are off when it quits, so that its end is not in the trace. */
export async function askTraced(
  { binary, args }: Mix,
  events: readonly string[],
  commands: readonly MonitorCommand[],
): Promise<Traced> {
  const folder = mkdtempSync(join(tmpdir(), 'qemu-trace-'));
  const log = join(folder, 'log');
  try {
    const options = [...events.flatMap((event) => ['-trace', event]), '-D', log];
    const all = [...commands, ...events.map((event) => `trace-event ${event} off`)];
    const answers = await nodeQemu.askStopped(binary, [...args, ...options], all);
    return { answers, trace: linesOf(log) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The lines of a trace, without the process and the time that older releases put before each. */
const linesOf = (log: string): string[] =>
  readFileSync(log, 'utf8')
    .replace(/^\d+@[\d.]+:/gm, '')
    .split('\n');

/** A memory slot as QEMU gave it to the kernel. */
export interface TracedSlot {
  readonly addressSpaceId: number;
  readonly start: string;
  readonly size: string;
  readonly readonly: boolean;
}

const SET =
  /^kvm_set_user_memory (?:AddrSpace#(\d+) )?Slot#(\d+) flags=(0x\w+) gpa=(0x\w+) size=(0x\w+) .*ret=(-?\d+)$/;
const READONLY = 2;

/** The slots alive at the end of a trace: one that is set to size 0 is gone. */
export function slotsAlive(trace: readonly string[]): TracedSlot[] {
  const alive = new Map<string, TracedSlot>();
  for (const line of trace) {
    const [, space, number = '', flags, start = '', size = '', result] = SET.exec(line) ?? [];
    if (result === undefined) continue;
    if (result !== '0') throw new Error(line);
    // before 9.0 the address space is the upper half of the slot's number
    const slot = Number(number);
    const addressSpaceId = space === undefined ? slot >> 16 : Number(space);
    const key = `${addressSpaceId}:${slot & 0xffff}`;
    if (Number(size) === 0) alive.delete(key);
    else alive.set(key, { addressSpaceId, start, size, readonly: (Number(flags) & READONLY) !== 0 });
  }
  return [...alive.values()].sort(
    (a, b) => a.addressSpaceId - b.addressSpaceId || (BigInt(a.start) < BigInt(b.start) ? -1 : 1),
  );
}

export interface TracedViews {
  /** When the migration was asked for: views that were made and that something refers to, by whether they have a root. */
  readonly alive: { readonly rooted: number; readonly rootless: number };
  /** From then on: the start of dirty logging is one commit, and its end waits for the guest to run. */
  readonly madeByCommit: number;
}

const EVENTS = ['flatview_new', 'flatview_destroy_rcu', 'handle_hmp_command'];
const MIGRATE = 'migrate -d "exec:cat > /dev/null"';

/** FlatViews of a stopped QEMU that is made to commit once, by a migration to nowhere. */
export async function traceCommit({ binary, args }: Mix): Promise<TracedViews> {
  const folder = mkdtempSync(join(tmpdir(), 'qemu-trace-'));
  const log = join(folder, 'log');
  const options = [...EVENTS.flatMap((event) => ['-trace', event]), '-D', log];
  const child = spawn(binary, [...args, '-S', '-display', 'none', '-monitor', 'stdio', ...options]);
  try {
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
    child.stdin.write(`${MIGRATE}\n`);
    for (let i = 0; !/Migration status: completed/.test(said); i++) {
      if (i > 300 || child.exitCode !== null || /status: failed|Error: /.test(said)) throw new Error(said);
      await sleep(50);
      child.stdin.write('info migrate\n');
    }
    return viewsByTrace(linesOf(log));
  } finally {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}

/** flatview_destroy_rcu says that the last reference is gone; flatview_destroy comes some time later. */
function viewsByTrace(trace: readonly string[]): TracedViews {
  const start = trace.findIndex((line) => line.includes(`cmdline: ${MIGRATE}`));
  const alive = new Map<string, string>();
  for (const line of trace.slice(0, start)) {
    const [, event, view = '', root = ''] =
      /^(flatview_new|flatview_destroy_rcu) (\w+) \(root (.*)\)$/.exec(line) ?? [];
    if (event === 'flatview_new') alive.set(view, root);
    else if (event) alive.delete(view);
  }
  const rootless = [...alive.values()].filter((root) => root === '(nil)').length;
  const made = trace.slice(start).filter((line) => line.startsWith('flatview_new '));
  return { alive: { rooted: alive.size - rootless, rootless }, madeByCommit: made.length };
}
