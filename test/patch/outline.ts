import type { PatchSet } from '../../server/src/patch/model.ts';

/** A PatchSet as short text, a line each, so that one assertion reads whole. */
export function outline(set: PatchSet): string[] {
  const lines: string[] = [set.kind];
  for (const { message, files } of set.patches) {
    lines.push(`patch ${message.number}/${message.total} v${message.version} ${message.subject}`.trim());
    for (const file of files) {
      const name = file.oldPath === file.newPath ? file.newPath : `${file.oldPath} => ${file.newPath}`;
      const hunks = file.hunks.map((hunk) => (hunk.whole ? '' : '!') + hunk.lines.length).join(' ');
      lines.push(`  ${file.change} ${name} +${file.added} -${file.deleted} [${hunks}]`);
    }
  }
  for (const problem of set.problems) lines.push(`${problem.severity} ${problem.code}`);
  return lines;
}

/** The text under a range. */
export const slice = (text: string, range: { start: number; end: number }): string =>
  text.slice(range.start, range.end);
