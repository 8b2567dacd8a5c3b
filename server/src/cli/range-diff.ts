import type { Terminal } from '../host/types.ts';
import { rangeDiffJson } from '../report/range-diff/json.ts';
import { sayRangeDiff } from '../report/range-diff/say.ts';
import { rangeDiffMarkdown, rangeDiffText } from '../report/range-diff/text.ts';
import type { LoadedMachine } from '../workspace/machines.ts';
import { chooseVersions, compareVersions, type ReviewedText } from '../workspace/range-diffs.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { Failure, messageOf } from './failure.ts';
import { readMachines, readPatchArgument } from './inputs.ts';

export interface RangeDiffOptions {
  readonly machine: readonly string[];
  readonly format: 'text' | 'json' | 'markdown';
}

/** `range-diff OLD [NEW]`: how two versions of a series differ; of one file its two newest. */
export async function rangeDiff(
  workspace: Workspace,
  terminal: Terminal,
  paths: readonly [string, string | undefined],
  { machine, format }: RangeDiffOptions,
): Promise<number> {
  const [oldPath, newPath] = paths;
  if (oldPath === '-' && newPath === '-') throw new Failure('-: only one of the two can be standard input.');
  const machines = await readMachines(workspace, terminal, machine);
  const old = await reviewed(workspace, terminal, oldPath, machines);
  const now = newPath === undefined ? undefined : await reviewed(workspace, terminal, newPath, machines);
  const versions = (() => {
    try {
      return chooseVersions(old, now);
    } catch (error) {
      throw new Failure(`${newPath === undefined ? oldPath : `${oldPath}, ${newPath}`}: ${messageOf(error)}`);
    }
  })();
  const diff = compareVersions(old, now ?? old, versions);
  const print = {
    text: () => rangeDiffText(sayRangeDiff(diff)),
    markdown: () => rangeDiffMarkdown(sayRangeDiff(diff)),
    json: () => `${JSON.stringify(rangeDiffJson(diff, { old: oldPath, now: newPath ?? oldPath }), null, 2)}\n`,
  };
  terminal.out(print[format]());
  return 0;
}

async function reviewed(
  workspace: Workspace,
  terminal: Terminal,
  path: string,
  machines: readonly LoadedMachine[],
): Promise<ReviewedText> {
  const { text, set } = await readPatchArgument(workspace, terminal, path);
  return { text, review: workspace.reviewText(text, set, machines) };
}
