import type { Lines } from '../lines.ts';
import type { FilePatch, Patch } from '../model.ts';
import { unquote } from '../path.ts';
import { shown } from '../problems.ts';
import { type Checked, counted, nameOf } from './checked.ts';

/** Diffstats of more files are not compared. */
const MOST = 10_000;

/** A line of a diffstat: ` hw/x.c | 12 ++--`. */
interface StatLine {
  readonly line: number;
  readonly name: string;
  /** Changed lines; undefined for a binary file. */
  readonly changes: number | undefined;
}

interface Diffstat {
  readonly files: readonly StatLine[];
  /** The line that sums them up, and what it says. */
  readonly summary: number;
  readonly sum: { readonly files: number; readonly added: number; readonly deleted: number };
}

/** Compares the diffstat of each patch with its diff: other files, or other counts, are not what was committed. */
export function checkDiffstats({ lines, set, problems }: Checked): void {
  for (const patch of set.patches) {
    const { kind, bodyRange } = patch.message;
    if (kind !== 'patch' || patch.files.some((file) => file.hunks.some((hunk) => !hunk.whole))) continue;
    const stat = readDiffstat(lines, lines.lineOf(bodyRange.start), lines.lineOf(Math.max(0, bodyRange.end - 1)) + 1);
    if (!stat) continue;
    const found = disagreement(stat, patch);
    if (found) problems.add('diffstat', 'warning', found.message, lines.range(found.line));
  }
}

/** The last diffstat between the lines `from` and `to`; what stands below it is never of another one. */
function readDiffstat(lines: Lines, from: number, to: number): Diffstat | undefined {
  let summary = to - 1;
  let sum: Diffstat['sum'] | undefined;
  for (; summary >= from && !sum; summary--) sum = readSum(lines, summary);
  summary++;
  if (!sum) return undefined;
  const files: StatLine[] = [];
  let at = summary - 1;
  for (; at >= from; at--) {
    const file = readStatLine(lines, at);
    if (!file) break;
    files.push(file);
    if (files.length > MOST) return undefined;
  }
  // " ..." stands for files that are not listed (diff.statCount)
  return files.length > 0 && lines.at(at) !== ' ...' ? { files: files.reverse(), summary, sum } : undefined;
}

function readSum(lines: Lines, at: number): Diffstat['sum'] | undefined {
  if (lines.end(at) - lines.start(at) > 200) return undefined;
  const text = lines.at(at);
  const files = /^ (\d{1,9}) files? changed(?:, |$)/.exec(text);
  if (!files) return undefined;
  const added = /, (\d{1,9}) insertions?\(\+\)/.exec(text);
  const deleted = /, (\d{1,9}) deletions?\(-\)/.exec(text);
  return { files: Number(files[1]), added: Number(added?.[1] ?? 0), deleted: Number(deleted?.[1] ?? 0) };
}

function readStatLine(lines: Lines, at: number): StatLine | undefined {
  const length = lines.end(at) - lines.start(at);
  if (length > 2000 || !lines.startsWith(at, ' ')) return undefined;
  const text = lines.at(at);
  const bar = text.lastIndexOf(' | ');
  if (bar < 2) return undefined;
  const behind = text.slice(bar + 3).trim();
  const changes = /^(\d{1,9})(?: \+*-*)?$/.exec(behind);
  if (!changes && !/^(Bin( |$)|Unmerged$)/.test(behind)) return undefined;
  return { line: at, name: text.slice(1, bar).trim(), changes: changes ? Number(changes[1]) : undefined };
}

function disagreement(stat: Diffstat, { files }: Patch): { message: string; line: number } | undefined {
  const unseen = new Set(files);
  const byName = new Map(files.map((file) => [nameOf(file), file]));
  for (const listed of stat.files) {
    const name = renamedTo(unquote(listed.name)?.name ?? listed.name);
    const file = byName.get(listed.name) ?? byName.get(name) ?? shortened(unseen, name);
    if (!file) {
      const message = `The diffstat lists ${shown(listed.name)}, but the diff does not change it: part of the patch is missing, or the diffstat is of another version. Fetch the patch again, or ask its author.`;
      return { message, line: listed.line };
    }
    unseen.delete(file);
    const changes = file.added + file.deleted;
    if (file.change !== 'binary' && listed.changes !== undefined && listed.changes !== changes) {
      const message = `The diffstat counts ${counted(listed.changes, 'changed line')} of ${shown(listed.name)}, the diff has ${changes}: one of them was edited, or is of another version.`;
      return { message, line: listed.line };
    }
  }
  const [extra] = unseen;
  if (extra) {
    const message = `The diff changes ${shown(extra.newPath || extra.oldPath)}, which the diffstat does not list: the patch was edited, or the diffstat is of another version.`;
    return { message, line: stat.summary };
  }
  const added = files.reduce((sum, file) => sum + file.added, 0);
  const deleted = files.reduce((sum, file) => sum + file.deleted, 0);
  const { sum } = stat;
  if (sum.files === files.length && sum.added === added && sum.deleted === deleted) return undefined;
  const message = `The diffstat sums up ${counted(sum.files, 'file')}, +${sum.added} -${sum.deleted}; the diff has ${counted(files.length, 'file')}, +${added} -${deleted}: one of them was edited, or is of another version.`;
  return { message, line: stat.summary };
}

/** The first file whose name ends as one that Git shortened at its front does: ".../x.c". */
function shortened(files: Iterable<FilePatch>, name: string): FilePatch | undefined {
  if (!name.startsWith('...')) return undefined;
  const end = name.slice(3);
  for (const file of files) if (nameOf(file).endsWith(end)) return file;
  return undefined;
}

/** The new name of "a/{b => c}/d", "b => c", or of what is left of the first behind "..." (diff.c, pprint_rename). */
function renamedTo(name: string): string {
  const arrow = name.indexOf(' => ');
  const close = name.indexOf('}', arrow + 1);
  if (arrow < 0) return name.startsWith('...') ? name.replace('}', '') : name;
  const open = close < 0 ? -1 : name.lastIndexOf('{', arrow);
  const before = open >= 0 ? name.slice(0, open) : name.startsWith('...') ? '...' : '';
  const after = name.slice(arrow + ' => '.length).replace('}', '');
  return `${before}${after}`.replace('//', '/');
}
