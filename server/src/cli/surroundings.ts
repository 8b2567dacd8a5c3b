import type { FileWriter, Qemu, Terminal } from '../host/types.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** What the commands work with. */
export interface Surroundings {
  readonly workspace: Workspace;
  readonly terminal: Terminal;
  readonly qemu: Qemu;
  readonly files: FileWriter;
}
