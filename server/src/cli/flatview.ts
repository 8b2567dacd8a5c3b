import type { Terminal } from '../host/types.ts';
import { isLater, newestRelease, type Release, releaseWith } from '../report/releases.ts';
import { flatViewText, snapshotJson } from '../report/snapshot.ts';
import { showControls } from '../text/escape.ts';
import { type CoreVersion, coreVersion, usedViews } from '../workspace/cores.ts';
import type { LoadedMachine } from '../workspace/machines.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { compareCores } from './compare-cores.ts';
import { Failure } from './failure.ts';
import { readMachine } from './inputs.ts';
import { releaseToPrint, requireOption } from './release.ts';

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
  const release = viewRelease(machine, terminal, options);
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
    if (options.dispatch || options.qemu !== undefined)
      throw new Failure('--core twice compares two cores: it goes with neither --dispatch nor --qemu.');
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
  else terminal.out(showControls(flatViewText(machine, snapshot, core, release, options.dispatch ?? false)));
  return 0;
}

/** The release to print as; one that is not asked for gives way to the first that prints views, and dispatch trees. */
function viewRelease(machine: LoadedMachine, terminal: Terminal, { dispatch, qemu }: FlatViewCommandOptions): Release {
  const release = releaseToPrint(machine, terminal, qemu);
  const option = dispatch ? '-d' : '-f';
  if (qemu === undefined) return releaseWith(release, option);
  requireOption(release, option);
  return release;
}

function namedCore(name: string): CoreVersion {
  const core = coreVersion(name);
  if (!core)
    throw new Failure(
      `--core ${name}: not known. Releases are, from 2.0 to ${newestRelease()}, written so, and commits of docs/behaviour.md such as 967dc9b119.`,
    );
  if (core.name === newestRelease() && isLater(name))
    throw new Failure(`--core ${name}: newer than ${core.name}, the newest core that is known; name that one.`);
  return core;
}
