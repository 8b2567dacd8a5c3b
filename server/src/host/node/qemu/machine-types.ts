import type { AskOptions, MachineType } from '../../types.ts';
import { spoken, withProcess } from './processes.ts';

/** Qemu.machineTypes. */
export async function machineTypes(binary: string, options: AskOptions = {}): Promise<readonly MachineType[]> {
  return withProcess(binary, ['-M', 'help'], options, async (running) => {
    const { how, status } = await running.ended;
    const types = readMachineTypes(running.stdout());
    const listed = status === undefined ? how : `${how} and listed no machine types`;
    if (types.length === 0) throw new Error(spoken(`${binary} ${listed}`, running.stderr()));
    return types;
  });
}

/** A line of `-M help`: a name, its description, and in parentheses what else is to be said. */
const LINE = /^(\S+)\s+(.*?)((?: \((?:alias of \S+|default|deprecated)\))*)$/;

/** Reads what `-M help` prints below its headline. */
export function readMachineTypes(text: string): MachineType[] {
  const lines = text.split(/\r?\n/);
  const head = lines.findIndex((line) => /^Supported machines are:/.test(line));
  if (head < 0) return [];
  return lines.slice(head + 1).flatMap((line) => {
    const [, name, description = '', marks = ''] = LINE.exec(line) ?? [];
    if (!name) return [];
    const aliasOf = /\(alias of (\S+)\)/.exec(marks)?.[1];
    return [
      {
        name,
        description,
        ...(aliasOf ? { aliasOf } : {}),
        deprecated: marks.includes('(deprecated)'),
        isDefault: marks.includes('(default)'),
      },
    ];
  });
}
