import type { Terminal } from '../host/types.ts';
import { flatViewText, snapshotJson } from '../report/snapshot.ts';
import { showControls } from '../text/escape.ts';
import { type CoreVersion, coreVersion, usedViews } from '../workspace/cores.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { compareCores } from './compare-cores.ts';
import { Failure } from './failure.ts';
import { readMachine } from './inputs.ts';

export interface FlatViewCommandOptions {
  readonly dispatch?: boolean;
  /** Two of them are compared. */
  readonly core: readonly string[];
  readonly qemu?: string;
  readonly format: 'text' | 'json';
}

/** `flatview MACHINE [-d] [--core NAME] [--qemu RELEASE]`: the views that the model renders, never the dump's own. */
export async function flatview(
  workspace: Workspace,
  terminal: Terminal,
  path: string,
  options: FlatViewCommandOptions,
): Promise<number> {
  const machine = await readMachine(workspace, terminal, path);
  const [first, second, third] = options.core;
  if (third !== undefined) throw new Failure('--core: one core, or two to compare.');
  const name = first ?? options.qemu;
  const core = name === undefined ? workspace.coreOf(machine).core : namedCore(name);
  const snapshot = workspace.snapshot(machine, core);
  const [endless] = snapshot.truncated;
  if (endless)
    throw new Failure(
      `${machine.label}: address space "${endless.name}" cannot be rendered: its aliases lead back into themselves, or it is too large.`,
    );
  if (second !== undefined) {
    compareCores(workspace, terminal, machine, core, namedCore(second), options.format);
    return 0;
  }
  const { printedViews } = machine.machine;
  if (printedViews > 0 && printedViews !== usedViews(snapshot)) {
    terminal.err(
      `${machine.label}: its own text shows ${printedViews} FlatViews; core ${core.name} gives ${usedViews(snapshot)}.\n`,
    );
  }
  if (options.format === 'json') terminal.out(`${JSON.stringify(snapshotJson(machine, core, snapshot), null, 2)}\n`);
  else terminal.out(showControls(flatViewText(snapshot, options.dispatch ?? false)));
  return 0;
}

function namedCore(name: string): CoreVersion {
  const core = coreVersion(name);
  if (core) return core;
  throw new Failure(
    `--core ${name}: not known. Releases from 2.0 on are, and commits of docs/behaviour.md such as 967dc9b119.`,
  );
}
