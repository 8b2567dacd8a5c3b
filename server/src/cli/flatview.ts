import type { Terminal } from '../host/types.ts';
import { flatViewText, snapshotJson } from '../report/snapshot.ts';
import { showControls } from '../text/escape.ts';
import { coreVersion, ownCore, usedViews, type Workspace } from '../workspace/workspace.ts';
import { Failure } from './failure.ts';
import { readMachine } from './inputs.ts';

export interface FlatViewCommandOptions {
  readonly dispatch?: boolean;
  readonly core?: string;
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
  const name = options.core ?? options.qemu;
  const core = name === undefined ? ownCore(machine) : coreVersion(name);
  if (!core)
    throw new Failure(
      `--core ${name}: not known. Releases from 2.0 on are, and commits of docs/behaviour.md such as 967dc9b119.`,
    );
  const snapshot = workspace.snapshot(machine, core);
  const [endless] = snapshot.truncated;
  if (endless)
    throw new Failure(
      `${machine.label}: address space "${endless.name}" cannot be rendered: its aliases lead back into themselves, or it is too large.`,
    );
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
