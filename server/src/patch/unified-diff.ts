import { FileBuilder } from './file-builder.ts';
import { readFileHeader } from './file-header.ts';
import { type FileStart, fileStartAt, isBinaryLine } from './file-start.ts';
import { readHunk } from './hunk.ts';
import { readHunkHeader } from './hunk-header.ts';
import type { Lines } from './lines.ts';
import type { FilePatch } from './model.ts';
import { Problems, shown } from './problems.ts';

/**
 * Reads the files of a unified diff from the lines `from` up to `to`: Git's, with all its extended headers, and
 * traditional ones. Text around files is passed over, as git apply does. Never throws; linear in the text.
 * `boundary` is the MIME boundary of the mail around it, with its dashes, or ''.
 */
export function readDiff(lines: Lines, from: number, to: number, problems: Problems, boundary = ''): FilePatch[] {
  const reader = new DiffReader(lines, from, to, problems, boundary);
  let at = from;
  while (at < to) at = reader.step(at);
  reader.close();
  return reader.files;
}

class DiffReader {
  readonly files: FilePatch[] = [];
  private open: FileBuilder | undefined;
  /** Set when a problem already said that what follows is not understood. */
  private lost = false;

  constructor(
    private readonly lines: Lines,
    private readonly from: number,
    private readonly to: number,
    private readonly problems: Problems,
    private readonly boundary: string,
  ) {}

  /** Reads what begins at a line and gives the line behind it. */
  step(at: number): number {
    const { lines, open } = this;
    const bare = open?.next === at && open.hunks.length === 0 && !open.binary;
    if (bare && this.isBinary(at)) return this.readBinary(at);
    const start = fileStartAt(lines, at, this.to);
    if (start) return this.readFile(at, start);
    if (lines.startsWith(at, '@@ -')) return this.readHunk(at);
    if (lines.startsWith(at, '@@@ -')) return this.readCombinedHunk(at);
    if (lines.startsWith(at, 'diff --git ')) {
      const message = 'The names in this file header cannot be read, and no header lines follow it.';
      this.problems.add('not-understood', 'warning', message, lines.range(at));
    }
    return at + 1;
  }

  close(): void {
    if (!this.open) return;
    this.files.push(this.open.finish());
    this.open = undefined;
  }

  private readFile(at: number, start: FileStart): number {
    this.close();
    const header = readFileHeader(this.lines, at, this.to, start);
    const first = start === 'traditional' ? this.firstHeaderLine(at) : at;
    this.open = new FileBuilder(this.lines, first, header);
    this.open.reportPaths(this.problems);
    this.lost = false;
    if (header.combined) {
      const message = `The merge's combined diff of ${shown(header.newPath)} has several Before sides and cannot be compared. Show the merge against one parent: git show -m.`;
      this.problems.add('combined-diff', 'warning', message, this.lines.range(at));
    }
    if (header.binary) this.reportBinary(at);
    return header.next;
  }

  /** "diff -ru a b", "Index: a" and a rule of = belong to the traditional header that follows them. */
  private firstHeaderLine(at: number): number {
    let first = at;
    const belongs = (line: number): boolean =>
      ['diff -', 'Index: ', '====='].some((word) => this.lines.startsWith(line, word));
    while (first > this.from && at - first < 3 && belongs(first - 1)) first--;
    return first;
  }

  private isBinary(at: number): boolean {
    return this.lines.at(at) === 'GIT binary patch' || isBinaryLine(this.lines, at);
  }

  /** Passes over "GIT binary patch" and its blocks, each ending in an empty line; their base 85 has no blanks (apply.c, parse_binary). */
  private readBinary(at: number): number {
    const { lines, to, open } = this;
    let next = at + 1;
    if (lines.startsWith(at, 'GIT')) {
      while (next < to && (lines.startsWith(next, 'literal ') || lines.startsWith(next, 'delta '))) {
        next++;
        while (next < to && !lines.isBlank(next) && !lines.at(next).includes(' ')) next++;
        if (next < to && lines.isBlank(next)) next++;
      }
    }
    if (open) {
      open.binary = true;
      open.next = lines.isBlank(next - 1) ? next - 1 : next;
    }
    this.reportBinary(at);
    return next;
  }

  private reportBinary(at: number): void {
    const message = `${shown(this.open?.name ?? '') || 'A file'} is binary: its change is listed, its content is not read.`;
    this.problems.add('binary', 'information', message, this.lines.range(at));
  }

  private readHunk(at: number): number {
    const { lines, to, open, problems, boundary } = this;
    const header = readHunkHeader(lines.at(at));
    if (!header) {
      if (open) {
        const message = `This hunk header of ${shown(open.name)} cannot be read: it must be like "@@ -1,7 +1,8 @@". Its lines are not shown.`;
        problems.add('hunk-corrupt', 'error', message, lines.range(at));
        this.lost = true;
      }
      return at + 1;
    }
    if (!open) {
      const message = 'This hunk has no file header before it, so nothing says which file it changes. It is not shown.';
      problems.add('not-understood', 'warning', message, lines.range(at));
      return readHunk({ lines, to, file: '', problems: new Problems(), boundary }, at, header).next;
    }
    if (open.next < at && !this.lost && lines.skipBlank(open.next, at) < at) this.reportStray(open, at);
    const { hunk, next } = readHunk({ lines, to, file: open.name, problems, boundary }, at, header);
    open.hunks.push(hunk);
    open.next = next;
    this.lost = !hunk.whole;
    return next;
  }

  private reportStray(open: FileBuilder, at: number): void {
    const range = { start: this.lines.start(open.next), end: this.lines.end(at - 1) };
    const message = `These lines between hunks of ${shown(open.name)} belong to neither. git apply refuses the patch; remove them.`;
    this.problems.add('not-understood', 'warning', message, range);
  }

  /** Takes the lines of a combined hunk into the range of its file; its header's file has the problem. */
  private readCombinedHunk(at: number): number {
    const { lines, to, open } = this;
    let next = at + 1;
    if (!open?.header.combined) {
      const message = "This is a merge's combined hunk with no header of its file. It is not shown.";
      this.problems.add('combined-diff', 'warning', message, lines.range(at));
    }
    while (next < to && !lines.isBlank(next) && ' +-\\'.includes(lines.text.charAt(lines.start(next)))) next++;
    if (open) open.next = next;
    return next;
  }
}
