import type { AskOptions, MonitorCommand, Qemu, QemuAnswers, QemuBinary } from '../host/types.ts';
import { capturedDump, type Origin } from '../machine/print/captured-dump.ts';
import { inParallel } from './parallel.ts';

/** All that `info mtree` can tell; a release that lacks an option is asked without it. */
const commands = ({ owners = true }: CaptureOptions): readonly MonitorCommand[] => [
  'info version',
  owners ? ['info mtree -o -D', 'info mtree -o', 'info mtree'] : ['info mtree -D', 'info mtree'],
  // 2.9 and 2.10 have no -d, older ones no -f
  ['info mtree -f -d', 'info mtree -f'],
];

export interface CaptureOptions extends AskOptions {
  /** With the owners of regions, on which 7.2 hangs for the Jazz machines of MIPS (magnum, pica61); true unless told. */
  readonly owners?: boolean;
}

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
  options: CaptureOptions = {},
): Promise<Capture> {
  const answers = await qemu.askStopped(binary, args, commands(options), options);
  return capture(binary, { commandLine: [binary, ...args] }, answers);
}

/** The dump of a QEMU that runs, by its QMP socket. */
export async function captureRunning(qemu: Qemu, socket: string, options: CaptureOptions = {}): Promise<Capture> {
  return capture(socket, { socket }, await qemu.askSocket(socket, commands(options), options));
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

/** The emulators of a program or a build; a bare name is looked for as a shell does. */
export const emulatorsOf = (qemu: Qemu, program: string): Promise<readonly QemuBinary[]> =>
  /[/\\]|^\.+$/.test(program)
    ? qemu.findBinaries(program)
    : Promise.resolve([{ target: program.replace(/^qemu-system-/, ''), path: program }]);

/** Machine types at a time; more gain nothing: each QEMU is busy for itself. */
const AT_A_TIME = 4;

/** The machine types of a binary, each once: aliases are left out. */
export const machineTypeNames = async (qemu: Qemu, binary: string, options?: AskOptions): Promise<readonly string[]> =>
  (await qemu.machineTypes(binary, options)).flatMap(({ name, aliasOf }) => (aliasOf === undefined ? [name] : []));

/**
 * The dump of each machine type, in parallel; `args` follow `-M TYPE`. `each` is told of one when it is done, with the
 * dump or, in QEMU's own words, why there is none: a failure ends no other.
 */
export async function captureMachineTypes(
  qemu: Qemu,
  binary: string,
  types: readonly string[],
  args: readonly string[],
  options: CaptureOptions,
  each: (machineType: string, result: Capture | { readonly error: string }) => Promise<void> | void,
): Promise<void> {
  await inParallel(types, AT_A_TIME, async (type) => {
    const result = await captureStopped(qemu, binary, ['-M', type, ...args], options).catch((error: unknown) => {
      options.signal?.throwIfAborted();
      return { error: error instanceof Error ? error.message : String(error) };
    });
    await each(type, result);
  });
}
