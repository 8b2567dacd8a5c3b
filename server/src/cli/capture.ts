import { capturedInWords } from '../report/captured.ts';
import {
  type Capture,
  type CaptureOptions,
  captureMachineTypes,
  captureRunning,
  captureStopped,
  emulatorsOf,
  machineTypeNames,
} from '../workspace/capture.ts';
import { resolvePath } from '../workspace/uris.ts';
import { Failure, messageOf } from './failure.ts';
import type { Surroundings } from './surroundings.ts';

export interface CaptureCommandOptions {
  readonly output?: string;
  readonly qmp?: string;
  readonly allMachines?: string;
  /** Seconds. */
  readonly timeout: number;
  readonly force?: boolean;
  readonly owners: boolean;
}

/** What cannot be run, asked or written is bad input, in the words of what refused it. */
export const capture: typeof captureUnguarded = (surroundings, command, options) =>
  captureUnguarded(surroundings, command, options).catch((error: unknown) => {
    throw new Failure(messageOf(error));
  });

/** `capture [-o FILE] -- QEMU...`, `capture [-o FILE] --qmp SOCKET`, `capture --all-machines DIR -- BUILD ARGS...`. */
async function captureUnguarded(
  surroundings: Surroundings,
  [program, ...args]: readonly string[],
  options: CaptureCommandOptions,
): Promise<number> {
  const { qemu, terminal } = surroundings;
  const ask: CaptureOptions = { timeoutMs: options.timeout * 1000, owners: options.owners };
  if (options.qmp !== undefined) {
    if (program !== undefined) throw new Failure('--qmp asks a running QEMU; a command line cannot be given with it.');
    if (options.allMachines !== undefined) throw new Failure('--qmp asks one QEMU, not --all-machines.');
    const { qmp } = options;
    return one(surroundings, options, () => captureRunning(qemu, qmp, ask));
  }
  if (program === undefined)
    throw new Failure('give a QEMU command line behind --, such as: capture -o q35.mtree -- qemu-system-x86_64 -M q35');
  if (options.allMachines !== undefined) {
    if (options.output !== undefined) throw new Failure('--all-machines names the files itself; -o cannot be given.');
    const folder = resolvePath(options.allMachines, terminal.folder);
    if (folder === undefined) throw new Failure(`${options.allMachines}: not a path.`);
    return all(surroundings, program, args, folder, { ask, force: options.force ?? false });
  }
  return one(surroundings, options, () => captureStopped(qemu, program, args, ask));
}

async function one(
  { terminal, files }: Surroundings,
  { output, force }: CaptureCommandOptions,
  make: () => Promise<Capture>,
): Promise<number> {
  const uri = output === undefined || output === '-' ? undefined : resolvePath(output, terminal.folder);
  if (uri !== undefined && !force && (await files.exists(uri)))
    throw new Failure(`${output}: the file is there already; --force replaces it.`);
  if (uri !== undefined) await files.check(uri);
  const dump = await make();
  if (uri === undefined) {
    terminal.out(dump.text);
    return 0;
  }
  await files.write(uri, dump.text);
  terminal.err(`${output}: ${capturedInWords(dump)}\n`);
  return 0;
}

/** Every machine type of a program, or of each emulator of a build; each file is written when it is there. */
async function all(
  { terminal, qemu, files }: Surroundings,
  program: string,
  args: readonly string[],
  folder: string,
  { ask, force }: { ask: CaptureOptions; force: boolean },
): Promise<number> {
  const binaries = await emulatorsOf(qemu, program);
  let written = 0;
  let wanted = 0;
  for (const { target, path } of binaries) {
    const types = await machineTypeNames(qemu, path, ask);
    wanted += types.length;
    const placeOf = (type: string) => `${binaries.length > 1 ? `${target}/` : ''}${type}.mtree`;
    const uriOf = (type: string) => `${folder}/${placeOf(type)}`;
    for (const type of force ? [] : types)
      if (await files.exists(uriOf(type))) throw new Failure(`${placeOf(type)} is there already; --force replaces it.`);
    let count = 0;
    await captureMachineTypes(qemu, path, types, args, ask, async (type, result) => {
      const failed = 'error' in result;
      if (!failed) await files.write(uriOf(type), result.text);
      written += failed ? 0 : 1;
      const words = failed ? `FAILED: ${result.error}` : capturedInWords(result);
      terminal.err(`[${++count}/${types.length}] ${placeOf(type)}: ${words}\n`);
    });
  }
  terminal.err(`${written} of ${wanted} machine types captured.\n`);
  return written > 0 ? 0 : 2;
}
