import type { Terminal } from '../host/types.ts';
import { treeJson, treeText } from '../report/snapshot.ts';
import { showControls } from '../text/escape.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { readMachine } from './inputs.ts';
import { releaseToPrint, requireOption } from './release.ts';

export interface TreeCommandOptions {
  readonly owners?: boolean;
  readonly disabled?: boolean;
  readonly qemu?: string;
  readonly format: 'text' | 'json';
}

/** `tree MACHINE [-o] [-D] [--qemu RELEASE]`: the region tree as it was understood, as that release prints it. */
export async function tree(
  workspace: Workspace,
  terminal: Terminal,
  path: string,
  { owners = false, disabled = false, qemu, format }: TreeCommandOptions,
): Promise<number> {
  const machine = await readMachine(workspace, terminal, path);
  const release = releaseToPrint(machine, terminal, qemu);
  if (owners) requireOption(release, '-o');
  if (owners && machine.machine.owners.size === 0)
    terminal.err(`${machine.label}: its text has no owners, so none are printed; \`info mtree -o\` prints them.\n`);
  if (format === 'json') terminal.out(`${JSON.stringify(treeJson(machine), null, 2)}\n`);
  else terminal.out(showControls(treeText(machine, release, { owners, disabled })));
  return 0;
}
