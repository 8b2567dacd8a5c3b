import { expect } from 'vitest';
import { nodeQemu } from '../../server/src/host/node/qemu/index.ts';
import { readDump } from '../../server/src/machine/dump/read-dump.ts';
import { textRelease } from '../../server/src/machine/formats.ts';
import { coreVersion } from '../../server/src/memory/core-versions.ts';
import { captureStopped } from '../../server/src/workspace/capture.ts';
import { commandsOf } from '../corpus/commands.ts';
import { compareWithDump } from '../corpus/compare.ts';
import { comparable, print } from '../corpus/reprint.ts';
import type { Mix } from './mixes.ts';

/** Starts the machine and compares all that it prints with what the model makes of its tree. */
export async function compareLive({ binary, args }: Mix): Promise<void> {
  const { text, release } = await captureStopped(nodeQemu, binary, args);
  const machine = readDump(text);
  const core = coreVersion(release);
  const format = textRelease(release);
  if (!core || !format) throw new Error(`no core or no text format for ${release}`);
  expect(machine.problems.filter((problem) => problem.severity === 'error')).toEqual([]);
  const { printed, rendered, views } = compareWithDump(text, core.behaviour);
  expect(views).toBeGreaterThan(0);
  expect(rendered).toEqual(printed);
  expect(printed).toEqual([]);
  const commands = commandsOf(text).filter(({ command }) => command.startsWith('info mtree'));
  expect(commands.map(({ command }) => command)).toEqual(['info mtree -o -D', 'info mtree -f -d']);
  for (const one of commands)
    expect(comparable(print(machine, one.command, format, release), one.command, format)).toEqual(
      comparable(one.text, one.command, format),
    );
}
