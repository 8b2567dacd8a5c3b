import type { FileHeader } from './git-header.ts';
import { HIDDEN_CHARACTER } from './hidden-characters.ts';
import type { HunkReading } from './hunk.ts';
import type { Lines } from './lines.ts';
import type { FileChange, FilePatch, Hunk } from './model.ts';
import { pathRefusal, targetRefusal } from './path-refusal.ts';
import { type Problems, shown } from './problems.ts';

/** A FilePatch while it is read. */
export class FileBuilder {
  readonly hunks: Hunk[] = [];
  binary = false;
  /** The line behind the last that belongs to the file. */
  next: number;
  /** Git stopped in this file, and a problem says where: what follows in it is not Git's any more. */
  lost = false;
  /** Lines that the last hunk's header does not count part it from what follows. */
  parted = false;
  private added = 0;
  private deleted = 0;

  constructor(
    private readonly lines: Lines,
    private readonly first: number,
    readonly header: FileHeader,
    private readonly problems: Problems,
  ) {
    this.next = header.next;
    this.reportPaths();
  }

  get name(): string {
    return this.header.newPath || this.header.oldPath || '(no name)';
  }

  addHunk({ hunk, next, added, deleted, refused }: HunkReading): void {
    this.lost ||= refused;
    this.parted = !refused && !hunk.whole;
    this.hunks.push(hunk);
    this.added += added;
    this.deleted += deleted;
    this.next = next;
  }

  finish(): FilePatch {
    this.reportContradiction();
    this.reportLink();
    const { lines, header, hunks, added, deleted } = this;
    const start = lines.start(this.first);
    return {
      oldPath: header.oldPath,
      newPath: header.newPath,
      change: this.change(),
      oldBlob: header.oldBlob,
      newBlob: header.newBlob,
      oldMode: header.oldMode,
      newMode: header.newMode,
      ...(header.similarity === undefined ? undefined : { similarity: header.similarity }),
      headerRange: { start, end: lines.end(header.next - 1) },
      // the last line of a hunk may end in a CR that is content
      range: { start, end: Math.max(lines.end(this.next - 1), hunks.at(-1)?.range.end ?? 0) },
      hunks,
      added,
      deleted,
    };
  }

  private change(): FileChange {
    if (this.binary) return 'binary';
    return this.header.change === 'mode' && this.hunks.length > 0 ? 'modified' : this.header.change;
  }

  /** Reports paths that must not be followed and names that do not read as they are. */
  private reportPaths(): void {
    const range = this.lines.range(this.first);
    for (const path of new Set([this.header.oldPath, this.header.newPath])) {
      const refusal = path === '' ? undefined : pathRefusal(path);
      if (refusal) {
        const message = `The path ${shown(path)} is refused: ${refusal}. Nothing is read or written there.`;
        this.problems.add('path-refused', 'error', message, range);
      } else if (HIDDEN_CHARACTER.test(path) || /[\n\r]/.test(path)) {
        const message = 'The name of this file holds control characters: it may not be what it looks like.';
        this.problems.add('control-characters', 'warning', message, range);
      }
    }
  }

  /** A link that leads out of the tree: written once, it turns later writes below it elsewhere. */
  private reportLink(): void {
    if (!this.header.newMode.startsWith('120')) return;
    const target = this.hunks[0]?.lines.find((line) => line.kind === 'added');
    const refusal = target && targetRefusal(this.name, target.text);
    if (!refusal) return;
    const message = `The symbolic link ${shown(this.name)} is refused: ${shown(target.text)} is where it leads, and ${refusal}.`;
    this.problems.add('path-refused', 'error', message, target.range);
  }

  /** apply.c, parse_single_patch and parse_chunk: a header that the hunks contradict, or that has nothing to say. */
  private reportContradiction(): void {
    const { header, hunks, lines, problems } = this;
    const range = lines.range(this.first);
    if (header.change === 'added' && hunks.some((hunk) => hunk.oldLines > 0)) {
      const message = `The new file ${shown(this.name)} depends on old contents: git apply refuses it.`;
      problems.add('not-understood', 'error', message, range);
    } else if (header.change === 'deleted' && hunks.some((hunk) => hunk.newLines > 0)) {
      const message = `The deleted file ${shown(this.name)} still has contents: git apply refuses it.`;
      problems.add('not-understood', 'error', message, range);
    } else if (header.change === 'modified' && hunks.length === 0 && !this.binary && !this.lost) {
      const message = `Nothing of ${shown(this.name)} changes: its header has no hunk behind it. git apply lists the file, and refuses to apply it.`;
      problems.add('not-understood', 'warning', message, range);
    }
  }
}
