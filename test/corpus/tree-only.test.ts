import { describe, expect, it } from 'vitest';
import { readDump } from '../../server/src/machine/dump/read-dump.ts';
import { readSections } from '../../server/src/machine/dump/sections.ts';
import { coreVersion } from '../../server/src/memory/core-versions.ts';
import { takeSnapshot } from '../../server/src/memory/snapshot.ts';
import { corpusFiles, hasShared, readShared, WITHOUT } from '../shared.ts';
import { commandsOf } from './commands.ts';
import { UNTOLD_BY_TREE } from './untold.ts';

/** The release or commit that a folder of the corpus is of. */
const coreOf = (file: string): string =>
  /qemu-2\.10-dev-([0-9a-f]+)/.exec(file)?.[1] ?? /qemu-(\d+\.\d+)/.exec(file)?.[1] ?? '';

/** What a dump has of a command, or of the next one where it has not. */
function answerTo(dump: string, ...wanted: readonly string[]): string {
  const answers = new Map(commandsOf(dump).map(({ command, text }) => [command, text]));
  return wanted.map((command) => answers.get(command)).find((text) => text !== undefined) ?? '';
}

interface Result {
  readonly files: string[];
  /** Distinct views with more than one range, of all files. */
  views: number;
  readonly missed: { readonly file: string; readonly view: string }[];
  /** Files with a miss that does not say where it guesses. */
  readonly unsaid: string[];
}

function renderTrees(...commands: readonly string[]): Result {
  const result: Result = { files: [], views: 0, missed: [], unsaid: [] };
  for (const file of corpusFiles()) {
    const text = readShared(`corpus/${file}`);
    const core = coreVersion(coreOf(file));
    if (!core) throw new Error(`no core for ${file}`);
    const tree = answerTo(text, ...commands);
    if (tree === '') continue;
    result.files.push(file);
    const machine = readDump(tree);
    if (!machine.problems.some(({ code }) => code === 'ambiguous')) result.unsaid.push(file);
    const rendered = new Set(
      takeSnapshot(machine.topology, core.behaviour).views.map((view) =>
        view.ranges.map((r) => `${r.start}+${r.size} ${r.region.name} @${r.offset}`).join(),
      ),
    );
    const printed = new Map(
      readSections(text)
        .views.filter((view) => view.ranges.length > 1)
        .map((view) => [
          view.ranges.map((r) => `${r.start}+${r.end - r.start + 1n} ${r.name} @${r.offset}`).join(),
          view.root ?? '(none)',
        ]),
    );
    result.views += printed.size;
    for (const [content, view] of printed) if (!rendered.has(content)) result.missed.push({ file, view });
  }
  return result;
}

describe.skipIf(!hasShared)(`from the tree alone, what QEMU printed${WITHOUT}`, () => {
  it.each([
    { commands: ['info mtree -o -D', 'info mtree'], atLeast: 250 },
    { commands: ['info mtree'], atLeast: 90 },
  ])('$commands: every distinct view with several ranges but those listed', ({ commands, atLeast }) => {
    const { files, views, missed, unsaid } = renderTrees(...commands);
    const untold = UNTOLD_BY_TREE.filter(({ file }) => files.includes(file));
    expect(missed).toEqual(untold.map(({ file, view }) => ({ file, view })));
    expect(unsaid, 'what is guessed is said to be').toEqual([]);
    expect(views).toBeGreaterThan(atLeast);
    expect((views - missed.length) / views).toBeGreaterThanOrEqual(0.97);
  });
});
