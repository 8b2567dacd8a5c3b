import type { Terminal } from '../host/types.ts';
import { LineIndex } from '../text/line-index.ts';
import type { FailedMachine, LoadedMachine } from '../workspace/machines.ts';
import { DEFAULT_SETTINGS } from '../workspace/settings.ts';
import { pathOf, resolvePath } from '../workspace/uris.ts';
import type { PatchText, Workspace } from '../workspace/workspace.ts';
import { Failure, messageOf } from './failure.ts';

const STDIN = 'stdin:';

/** Reads a patch argument; `-` is standard input. */
export async function readPatchArgument(workspace: Workspace, terminal: Terminal, path: string): Promise<PatchText> {
  const uri = path === '-' ? STDIN : resolvePath(path, terminal.folder);
  if (uri === undefined) throw new Failure(`${path}: not a path.`);
  try {
    if (path === '-') workspace.setText(STDIN, await terminal.input());
    return await workspace.patch(uri);
  } catch (error) {
    throw new Failure(messageOf(error));
  }
}

/** Reads machine arguments; none means the built-in ones. A machine that cannot be used fails, saying why. */
export async function readMachines(
  workspace: Workspace,
  terminal: Terminal,
  paths: readonly string[],
): Promise<readonly LoadedMachine[]> {
  const texts = paths.map((path) => resolvePath(path, terminal.folder) ?? path);
  workspace.settings = {
    ...DEFAULT_SETTINGS,
    machines: texts,
    builtInMachines: paths.length === 0 ? 'always' : 'never',
    machinesBesidePatch: false,
    core: '',
  };
  if (paths.includes('-'))
    throw new Failure('-m -: a machine is read from a file; only a patch can come from standard input.');
  return Promise.all((await workspace.machines()).map((machine) => usable(workspace, terminal, machine)));
}

export async function readMachine(workspace: Workspace, terminal: Terminal, path: string): Promise<LoadedMachine> {
  if (path === '-') {
    workspace.setText(STDIN, await terminal.input());
    workspace.settings = { ...DEFAULT_SETTINGS, builtInMachines: 'never', machinesBesidePatch: false };
    const text = await workspace.text(STDIN);
    const { machine } = workspace.dump(STDIN, text);
    return usable(workspace, terminal, { ...machine, label: 'standard input' });
  }
  const [machine] = await readMachines(workspace, terminal, [path]);
  if (!machine) throw new Failure(`${path}: no machine.`);
  return machine;
}

const MOST_PROBLEMS = 5;

async function usable(
  workspace: Workspace,
  terminal: Terminal,
  machine: LoadedMachine | FailedMachine,
): Promise<LoadedMachine> {
  if (!('machine' in machine)) throw new Failure(machine.error);
  const { problems, topology } = machine.machine;
  const index = new LineIndex(await workspace.text(machine.uri));
  const path = pathOf(machine.uri);
  const place = (offset: number) => `${path}:${index.lineAt(offset) + 1}`;
  const [first] = problems;
  if (topology.addressSpaces.length === 0)
    throw new Failure(`${place(first?.range.start ?? 0)}: ${first?.message ?? 'no address space could be read.'}`);
  const told = problems.filter((problem) => problem.severity !== 'information');
  for (const problem of told.slice(0, MOST_PROBLEMS))
    terminal.err(`${place(problem.range.start)}: ${problem.severity}: ${problem.message}\n`);
  if (told.length > MOST_PROBLEMS) terminal.err(`${machine.label}: ${told.length - MOST_PROBLEMS} more problems.\n`);
  return machine;
}
