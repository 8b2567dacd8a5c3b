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

/** What must be equal: the text, or its blocks where their order, and the numbers of views, are those of a run. */
function comparable(text: string, command: string, release: TextRelease): string | string[] {
  const inOrder = !command.includes('-f') && formatOf(release).trees === 'per-address-space';
  return inOrder ? text : blocksOf(withoutHistory(text));
}

describe('print(parse(x)) = x', () => {
  test.each(corpusFiles())('%s', (file) => {
    const dump = readShared(`corpus/${file}`);
    const [release, core] = [releaseOf(file), coreOf(file)];
    const whole = readDump(dump);
    for (const { command, text } of commandsOf(dump).filter((one) => one.command.startsWith('info mtree'))) {
      const wanted = comparable(text, command, release);
      expect(comparable(print(whole, command, release, core), command, release), command).toEqual(wanted);
      if (command.includes('-f')) continue;
      // a tree alone is a dump, too, and so is one from a terminal
      for (const alone of [text, text.replaceAll('\n', '\r\n')]) {
        expect(comparable(print(readDump(alone), command, release, core), command, release), command).toEqual(wanted);
      }
    }
  });
});
