import type { Terminal } from '../host/types.ts';
import { coresJson, coresText } from '../report/cores.ts';
import { showControls } from '../text/escape.ts';
import type { CoreVersion } from '../workspace/cores.ts';
import type { LoadedMachine } from '../workspace/machines.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** `flatview MACHINE --core A --core B`: what becomes of the machine's views from one core to the other. */
export function compareCores(
  workspace: Workspace,
  terminal: Terminal,
  machine: LoadedMachine,
  before: CoreVersion,
  after: CoreVersion,
  format: 'text' | 'json',
): void {
  const result = { machine, before, after, comparison: workspace.compareCores(machine, before, after) };
  if (format === 'json') terminal.out(`${JSON.stringify(coresJson(result), null, 2)}\n`);
  else terminal.out(showControls(coresText(result)));
}
