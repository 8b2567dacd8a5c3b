import type { Terminal } from '../host/types.ts';
import { type CheckedFile, checkJson } from '../report/check-json.ts';
import { visible } from '../report/markdown.ts';
import { LineIndex } from '../text/line-index.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { messageOf } from './failure.ts';
import { readMachines, readPatchArgument } from './inputs.ts';
import { type FailOn, fails } from './severity.ts';

export interface CheckOptions {
  readonly machine: readonly string[];
  readonly format: 'text' | 'json';
  readonly failOn?: FailOn;
}

/** `check PATCH...`: problems only. Exit code 1 where one weighs as much as --fail-on, 2 where a text cannot be read. */
export async function check(
  workspace: Workspace,
  terminal: Terminal,
  paths: readonly string[],
  { machine, format, failOn }: CheckOptions,
): Promise<number> {
  const machines = await readMachines(workspace, terminal, machine);
  const files: CheckedFile[] = [];
  let unread = false;
  for (const path of paths) {
    try {
      const { text, set, original } = await readPatchArgument(workspace, terminal, path);
      const review = workspace.reviewText(text, set, machines);
      const problems = workspace.patchProblems(original.text, original.set, review);
      files.push({ file: path, index: new LineIndex(original.text), problems });
      if (set.kind !== 'none') continue;
      terminal.err(`${path}: no diff and no mail was found in it.\n`);
    } catch (error) {
      terminal.err(`${messageOf(error)}\n`);
    }
    unread = true;
  }
  terminal.out(format === 'json' ? `${JSON.stringify(checkJson(files), null, 2)}\n` : files.map(textOf).join(''));
  if (unread) return 2;
  return files.some(({ problems }) => fails(problems, failOn)) ? 1 : 0;
}

/** A line a problem, in the order of the text: FILE:LINE:COLUMN: severity: message [code]. */
function textOf({ file, index, problems }: CheckedFile): string {
  return [...problems]
    .sort((a, b) => a.range.start - b.range.start)
    .map(({ range, severity, message, code }) => {
      const { line, character } = index.positionAt(range.start);
      return `${visible(file)}:${line + 1}:${character + 1}: ${severity}: ${visible(message)} [${code}]\n`;
    })
    .join('');
}
