import { isBinaryLine, isBinaryPatch, readBinaryPatch } from './binary.ts';
import { FileBuilder } from './file-builder.ts';
import { readFileHeader } from './file-header.ts';
import { type FileStart, fileStartAt, isMarkedPair } from './file-start.ts';
import { readHunk } from './hunk.ts';
import { readHunkHeader } from './hunk-header.ts';
import type { Lines } from './lines.ts';
import type { FilePatch } from './model.ts';
import { gitNames, prefixes } from './path.ts';
import { Problems, shown } from './problems.ts';
import { strayPart } from './stray-parts.ts';

/**
 * Reads the files of a unified diff from the lines `from` up to `to`: Git's, with all its extended headers, and
 * traditional ones. Text around files is passed over, as git apply does; what in it looks like a part of a patch is a
 * problem. Where git apply refuses, a problem is at the line that it names. Never throws; linear in the text.
 */
export function readDiff(lines: Lines, from: number, to: number, problems: Problems): FilePatch[] {
  const reader = new DiffReader(lines, from, to, problems);
  let at = from;
  while (at < to) at = reader.step(at);
  reader.close();
  return reader.files;
}

/** git apply looks for headers where so much text follows (apply.c, find_header). */
const SHORTEST_REST = 6;

class DiffReader {
  readonly files: FilePatch[] = [];
  private open: FileBuilder | undefined;

  constructor(
    private readonly lines: Lines,
    private readonly from: number,
    private readonly to: number,
    private readonly problems: Problems,
  ) {}

  /** Reads what begins at a line and gives the line behind it. */
  step(at: number): number {
    const { lines, open } = this;
    switch (lines.text.charCodeAt(lines.start(at))) {
      case 64: // @
        if (lines.startsWith(at, '@@ -')) return this.readHunk(at);
        return lines.startsWith(at, '@@@ -') ? this.readCombinedHunk(at) : at + 1;
      case 45: // -
      case 100: {
        const start = fileStartAt(lines, at, this.to);
        return start ? this.readFile(at, start) : this.passStrayHeader(at);
      }
      case 66:
      case 70:
      case 71:
        if (open?.next === at && open.hunks.length === 0 && !open.binary && this.readBinary(open, at)) return open.next;
    }
    const stray = strayPart(lines, at, open !== undefined);
    if (stray) this.problems.add('not-understood', 'warning', stray, lines.range(at));
    return at + 1;
  }

  close(): void {
    if (!this.open) return;
    this.files.push(this.open.finish());
    this.open = undefined;
  }

  private readFile(at: number, start: FileStart): number {
    const first = start === 'traditional' ? this.firstHeaderLine(at, this.open?.next ?? this.from) : at;
    this.close();
    const header = readFileHeader(this.lines, at, this.to, start, this.problems);
    this.open = new FileBuilder(this.lines, first, header, this.problems);
    if (start === 'combined') {
      const message = `The merge's combined diff of ${shown(header.newPath)} has several Before sides and cannot be reviewed or applied. Show the merge against one parent: git show -m.`;
      this.problems.add('combined-diff', 'warning', message, this.lines.range(at));
    }
    return header.next;
  }

  /** "diff -ru a b", "Index: a" and a rule of = belong to the traditional header that follows them. */
  private firstHeaderLine(at: number, from: number): number {
    let first = at;
    const belongs = (line: number): boolean =>
      ['diff -', 'Index: ', '====='].some((word) => this.lines.startsWith(line, word));
    while (first > from && at - first < 3 && belongs(first - 1)) first--;
    return first;
  }

  /** What begins like a header and is none: whatever follows it is not of the file before. */
  private passStrayHeader(at: number): number {
    const { lines, to, problems } = this;
    if (lines.startsWith(at, 'diff --git ')) {
      this.close();
      const names = gitNames(lines.at(at).slice('diff --git '.length));
      const prefix = names && prefixes(names);
      if (names && names.old.slice(prefix?.old) === names.new.slice(prefix?.new)) {
        const message =
          'No lines of a header follow this first one: git apply takes its name for the next file, and mostly refuses that.';
        problems.add('not-understood', 'error', message, lines.range(at));
      } else if (lines.text.length - lines.start(at + 1) >= SHORTEST_REST) {
        const message =
          'The header before this line does not say which file is meant: git apply refuses it ("lacks filename information").';
        problems.add('not-understood', 'error', message, lines.range(at + 1));
      } else problems.add('not-understood', 'warning', 'This header of a file is cut.', lines.range(at));
      return at + 1;
    }
    if (!isMarkedPair(lines, at, to)) return at + 1;
    this.close();
    const message = 'No hunk follows these names of a file: git apply passes over them.';
    problems.add('not-understood', 'warning', message, { start: lines.start(at), end: lines.end(at + 1) });
    return at + 2;
  }

  private readBinary(open: FileBuilder, at: number): boolean {
    const { lines, to, problems } = this;
    if (at >= lines.ended) return false;
    if (isBinaryPatch(lines, at)) open.next = readBinaryPatch(lines, at, to, problems);
    else if (isBinaryLine(lines, at)) open.next = at + 1;
    else return false;
    open.binary = true;
    const message = `${shown(open.name)} is binary: its change is listed, its content is not read.`;
    problems.add('binary', 'information', message, lines.range(at));
    return true;
  }

  private readHunk(at: number): number {
    const { lines, to, open, problems } = this;
    const header = readHunkHeader(lines.at(at));
    const follows = open?.next === at && !open.parted && !open.binary && open.header.change !== 'combined';
    if (!header || at >= lines.ended) {
      if (follows && lines.text.length - lines.start(at) > '@@ -'.length) {
        const message = `This hunk header of ${shown(open.name)} cannot be read: it must be like "@@ -1,7 +1,8 @@". Its lines are not shown.`;
        problems.add('hunk-corrupt', 'error', message, lines.range(at));
        open.lost = true;
      } else {
        const message = 'This looks like the header of a hunk and cannot be read: git apply passes over it.';
        problems.add('not-understood', 'warning', message, lines.range(at));
      }
      return at + 1;
    }
    if (!open) {
      const message =
        'This hunk has no file header before it, so nothing says which file it changes. It is not shown, and git apply refuses it.';
      problems.add('not-understood', 'error', message, lines.range(at));
      return readHunk({ lines, to }, at, header, { file: '', problems: new Problems() }).next;
    }
    if (!follows && !open.lost) {
      const message = `What stands before this hunk parts it from the rest of ${shown(open.name)}: git apply refuses it. Remove what is between them.`;
      problems.add('not-understood', 'error', message, lines.range(at));
    }
    open.addHunk(readHunk({ lines, to }, at, header, { file: open.name, problems }));
    return open.next;
  }

  /** Takes the lines of a combined hunk into the range of its file, whose header has the problem. */
  private readCombinedHunk(at: number): number {
    const { lines, to, open } = this;
    let next = at + 1;
    if (open?.header.change !== 'combined') {
      const message = "This is a merge's combined hunk with no header of its file. It is not shown.";
      this.problems.add('combined-diff', 'warning', message, lines.range(at));
      return next;
    }
    while (next < to && ' +-\\'.includes(lines.text.charAt(lines.start(next))) && !fileStartAt(lines, next, to)) next++;
    open.next = next;
    return next;
  }
}
