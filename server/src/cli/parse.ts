import type { Terminal } from '../host/types.ts';
import { visible } from '../report/markdown.ts';
import { type ParsedFile, parseJson, readSet } from '../report/parse-json.ts';
import { isSeveral, seriesName, seriesParts } from '../report/series.ts';
import { LineIndex } from '../text/line-index.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { readPatchArgument } from './inputs.ts';

export interface ParseOptions {
  readonly format: 'text' | 'json';
}

/** `parse PATCH...`: what was understood. Exit code 2 where a text has no patch, 0 else: problems are part of the answer. */
export async function parse(
  workspace: Workspace,
  terminal: Terminal,
  paths: readonly string[],
  { format }: ParseOptions,
): Promise<number> {
  const files: ParsedFile[] = [];
  for (const path of paths) {
    const patch = await readPatchArgument(workspace, terminal, path);
    const { original } = patch;
    const { series, problems } = workspace.series(patch);
    const index = new LineIndex(original.text);
    files.push({ file: path, index, set: original.set, series, seriesProblems: problems });
  }
  terminal.out(format === 'json' ? `${JSON.stringify(parseJson(files), null, 2)}\n` : files.map(textOf).join(''));
  return files.some((file) => readSet(file).patches.length === 0) ? 2 : 0;
}

/** A line a series, a message, a file and a problem. */
function textOf(parsed: ParsedFile): string {
  const { file, index, set, series, seriesProblems } = parsed;
  const lines = series
    .filter(isSeveral)
    .map((one) => `series ${visible(seriesName(one))}: ${visible(seriesParts(one))}`);
  for (const { message, files } of readSet(parsed).patches) {
    const place = message.total > 1 || message.number === 0 ? `${message.number}/${message.total} ` : '';
    lines.push(`${message.kind} ${place}v${message.version} ${visible(message.subject || '(no subject)')}`);
    for (const { oldPath, newPath, change, added, deleted, hunks } of files) {
      const name = oldPath && newPath && oldPath !== newPath ? `${oldPath} => ${newPath}` : newPath || oldPath;
      const count = hunks.length === 1 ? '1 hunk' : `${hunks.length} hunks`;
      lines.push(`  ${change} ${visible(name)} +${added} -${deleted}, ${count}`);
    }
  }
  for (const { severity, message, range } of [...set.problems, ...seriesProblems]) {
    lines.push(`${visible(file)}:${index.lineAt(range.start) + 1}: ${severity}: ${visible(message)}`);
  }
  return lines.map((line) => `${line}\n`).join('');
}
