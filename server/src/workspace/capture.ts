import type { AskOptions, MonitorCommand, Qemu, QemuAnswers } from '../host/types.ts';
import { capturedDump, type Origin } from '../machine/print/captured-dump.ts';

/** All that `info mtree` can tell; a release that lacks an option is asked without it. */
const COMMANDS: readonly MonitorCommand[] = [
  'info version',
  ['info mtree -o -D', 'info mtree -o', 'info mtree'],
  // 2.9 and 2.10 have no -d, older ones no -f
  ['info mtree -f -d', 'info mtree -f'],
];

/** A dump, as a file keeps it. */
export interface Capture {
  readonly text: string;
  /** Such as `7.2.22`. */
  readonly release: string;
  readonly accelerator: string;
}

/** The dump of a QEMU started with this command line, stopped before its first instruction. */
export async function captureStopped(
  qemu: Qemu,
  binary: string,
  args: readonly string[],
  options?: AskOptions,
): Promise<Capture> {
  const answers = await qemu.askStopped(binary, args, COMMANDS, options);
  return capture(binary, { commandLine: [binary, ...args] }, answers);
}

/** The dump of a QEMU that runs, by its QMP socket. */
export async function captureRunning(qemu: Qemu, socket: string, options?: AskOptions): Promise<Capture> {
  return capture(socket, { socket }, await qemu.askSocket(socket, COMMANDS, options));
}

function capture(peer: string, by: Origin['by'], { release, accelerator, answers }: QemuAnswers): Capture {
  const outputs = answers.filter(({ refused }) => !refused);
  for (const { command, text } of outputs) {
    // the monitor has no error replies, only texts; these begin so in every release
    if (command.startsWith('info mtree') && !/^(address-space|FlatView|memory|I\/O)/.test(text))
      throw new Error(`${peer}: ${command}: ${text.trim() || 'no output.'}`);
  }
  if (!outputs.some(({ command }) => command.startsWith('info mtree')))
    throw new Error(`${peer}: QEMU ${release} has no info mtree.`);
  return { text: capturedDump({ by, release, accelerator }, outputs), release, accelerator };
}
