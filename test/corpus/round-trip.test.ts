import { describe, expect, test } from 'vitest';
import { readDump } from '../../server/src/machine/dump/read-dump.ts';
import { formatOf, type TextRelease, textRelease } from '../../server/src/machine/formats.ts';
import type { Machine } from '../../server/src/machine/machine.ts';
import { printFlatViews } from '../../server/src/machine/print/print-flatviews.ts';
import { printTree } from '../../server/src/machine/print/print-tree.ts';
import { coreVersion } from '../../server/src/memory/core-versions.ts';
import { takeSnapshot } from '../../server/src/memory/snapshot.ts';
import { corpusFiles, hasShared, readShared, WITHOUT } from '../shared.ts';
import { blocksOf, commandsOf, withoutHistory } from './commands.ts';

/** The release or the commit of the 2.11 cycle that made the dumps of a folder. */
const coreOf = (file: string): string =>
  /^qemu-2\.10-dev-([0-9a-f]+)/.exec(file)?.[1] ?? /^qemu-(\d+\.\d+)/.exec(file)?.[1] ?? '';

/** The format of a folder: what a commit of the 2.11 cycle prints, 2.11 does. */
const releaseOf = (file: string): TextRelease => textRelease(coreOf(file)) ?? '2.11';

/** Prints from the model what the command prints: regions from the tree, views as rendered. */
function print(machine: Machine, command: string, release: TextRelease, core: string): string {
  const options = new Set(command.split(' ').slice(2));
  const common = { format: formatOf(release), facts: machine, owners: options.has('-o') };
  if (!options.has('-f')) return printTree(machine.topology, { ...common, disabled: options.has('-D') });
  const behaviour = coreVersion(core)?.behaviour;
  if (!behaviour) throw new Error(`no core ${core}`);
  const views = takeSnapshot(machine.topology, behaviour).views.filter((view) => view.addressSpaces.length > 0);
  return printFlatViews(views, { ...common, dispatch: options.has('-d') });
}

test.skipIf(hasShared)(`print(parse(x)) = x${WITHOUT}`, () => {});

describe('print(parse(x)) = x', () => {
  test.each(corpusFiles())('%s', (file) => {
    const dump = readShared(`corpus/${file}`);
    const machine = readDump(dump);
    const release = releaseOf(file);
    for (const { command, text } of commandsOf(dump)) {
      if (!command.startsWith('info mtree')) continue;
      const printed = print(machine, command, release, coreOf(file));
      const inOrder = !command.includes('-f') && formatOf(release).trees === 'per-address-space';
      if (inOrder) expect(printed, command).toBe(text);
      else expect(blocksOf(withoutHistory(printed)), command).toEqual(blocksOf(withoutHistory(text)));
    }
  });
});
