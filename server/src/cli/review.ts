import type { Terminal } from '../host/types.ts';
import { type ReviewedFile, reviewJson } from '../report/json.ts';
import { LineIndex } from '../text/line-index.ts';
import { resolvePath } from '../workspace/uris.ts';
import type { PatchText, Workspace } from '../workspace/workspace.ts';
import { Failure } from './failure.ts';
import { readMachines, readPatchArgument } from './inputs.ts';
import { reviewText } from './review-text.ts';
import { type FailOn, fails } from './severity.ts';

export interface ReviewOptions {
  readonly machine: readonly string[];
  readonly format: 'text' | 'json';
  readonly engine: 'model' | 'source' | 'both';
  /** A folder; the current one where it is not given. */
  readonly source?: string;
  readonly failOn?: FailOn;
}

/** `review PATCH... [-m MACHINE]... [--engine ENGINE] [--source DIR]`: 1 where a problem is as severe as --fail-on says. */
export async function review(
  workspace: Workspace,
  terminal: Terminal,
  paths: readonly string[],
  { machine, format, engine, source, failOn }: ReviewOptions,
): Promise<number> {
  const machines = await readMachines(workspace, terminal, machine);
  const tree = resolvePath(source ?? '.', terminal.folder) ?? terminal.folder;
  workspace.settings = { ...workspace.settings, source: tree };
  const files: ReviewedFile[] = [];
  let failed = false;
  for (const path of paths) {
    const patch = await readPatchArgument(workspace, terminal, path);
    tellProblems(terminal, path, patch, workspace.series(patch).problems);
    if (patch.set.patches.length === 0) {
      const [problem] = patch.original.set.problems;
      throw new Failure(
        `${path}:1: ${problem?.message ?? 'there is no patch in this file: no mail, no diff and no Patchwork record.'}`,
      );
    }
    const result = workspace.reviewText(patch.text, patch.set, machines);
    const evaluated = engine === 'model' ? undefined : await workspace.trees.evaluateReview(patch, result, machines);
    // what messages claim is checked on what was evaluated, too
    const messages = workspace.messages(patch.text, result);
    failed ||= fails(workspace.patchProblems(patch.original.text, patch.original.set, result), failOn);
    files.push({ file: path, review: result, messages, ...(evaluated ? { evaluated } : {}) });
  }
  const options = { colour: terminal.colour, sourceOnly: engine === 'source' };
  if (format === 'json') terminal.out(`${JSON.stringify(reviewJson(files), null, 2)}\n`);
  else terminal.out(files.flatMap((file) => reviewText(file, options)).join('\n'));
  // figures on no machine at all is bad input
  const all = files.flatMap(({ review }) => review.patches.flatMap((patch) => patch.machines));
  if (all.length > 0 && all.every((result) => result.refused !== undefined)) return 2;
  return failed ? 1 : 0;
}

function tellProblems(
  terminal: Terminal,
  path: string,
  { original: { set, text } }: PatchText,
  more: PatchText['set']['problems'],
): void {
  const index = new LineIndex(text);
  for (const { severity, message, range } of [...set.problems, ...more].slice(0, 20)) {
    terminal.err(`${path}:${index.lineAt(range.start) + 1}: ${severity}: ${message}\n`);
  }
}
