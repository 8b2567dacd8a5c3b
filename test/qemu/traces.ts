import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeQemu } from '../../server/src/host/node/qemu/index.ts';
import type { MonitorCommand, QemuAnswers } from '../../server/src/host/types.ts';
import type { Mix } from './mixes.ts';

/** A QEMU's answers, and the lines of its trace up to each `trace-mark`. */
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
    return { answers, trace: readFileSync(log, 'utf8').split('\n') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

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
  /** Views that were made and that nothing refers to any more are not alive. */
  readonly alive: number;
  readonly made: number;
}

/** FlatViews by a trace of flatview_new and flatview_destroy_rcu: the latter says that the last reference is gone. */
export function flatViews(trace: readonly string[]): TracedViews {
  const alive = new Set<string>();
  let made = 0;
  for (const line of trace) {
    const [, event, view = ''] = /^(flatview_new|flatview_destroy_rcu) (\w+) /.exec(line) ?? [];
    if (event === 'flatview_new') {
      made += 1;
      alive.add(view);
    } else if (event) alive.delete(view);
  }
  return { alive: alive.size, made };
}
