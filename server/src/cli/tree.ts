import type { Terminal } from '../host/types.ts';
import { treeJson, treeText } from '../report/snapshot.ts';
import { showControls } from '../text/escape.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { readMachine } from './inputs.ts';

export interface TreeCommandOptions {
  readonly disabled?: boolean;
  readonly format: 'text' | 'json';
}

/** `tree MACHINE [-D]`: the region tree as it was understood. */
export async function tree(
  workspace: Workspace,
  terminal: Terminal,
  path: string,
  options: TreeCommandOptions,
): Promise<number> {
  const machine = await readMachine(workspace, terminal, path);
  if (options.format === 'json') terminal.out(`${JSON.stringify(treeJson(machine), null, 2)}\n`);
  else terminal.out(showControls(treeText(machine, options.disabled ?? false)));
  return 0;
}
