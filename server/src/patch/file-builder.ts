import { controlAt } from './control-characters.ts';
import type { FileHeader } from './file-header.ts';
import type { Lines } from './lines.ts';
import type { FileChange, FilePatch, Hunk } from './model.ts';
import { pathRefusal } from './path.ts';
import { type Problems, shown } from './problems.ts';

/** A FilePatch while it is read. */
export class FileBuilder {
  readonly hunks: Hunk[] = [];
  binary: boolean;
  /** The line behind the last that belongs to the file. */
  next: number;

  constructor(
    private readonly lines: Lines,
    private readonly first: number,
    readonly header: FileHeader,
  ) {
    this.binary = header.binary;
    this.next = header.next;
  }

  get name(): string {
    return this.header.newPath || this.header.oldPath;
  }

  finish(): FilePatch {
    const { lines, header, hunks } = this;
    const start = lines.start(this.first);
    let added = 0;
    let deleted = 0;
    for (const hunk of hunks) {
      for (const line of hunk.lines) {
        if (line.kind === 'added') added++;
        if (line.kind === 'removed') deleted++;
      }
    }
    return {
      oldPath: header.oldPath,
      newPath: header.newPath,
      change: this.change(),
      oldBlob: header.oldBlob,
      newBlob: header.newBlob,
      headerRange: { start, end: lines.end(header.next - 1) },
      range: { start, end: lines.end(this.next - 1) },
      hunks,
      added,
      deleted,
    };
  }

  private change(): FileChange {
    const { header } = this;
    if (this.binary) return 'binary';
    if (header.renamed) return 'renamed';
    if (header.copied) return 'copied';
    if (header.added) return 'added';
    if (header.deleted) return 'deleted';
    return header.moded && this.hunks.length === 0 ? 'mode' : 'modified';
  }

  /** Reports paths that must not be followed and names that do not read as they are. */
  reportPaths(problems: Problems): void {
    const range = this.lines.range(this.first);
    for (const path of new Set([this.header.oldPath, this.header.newPath])) {
      const refusal = pathRefusal(path);
      if (refusal) {
        const message = `The path ${shown(path)} is refused: ${refusal}. Nothing is read or written there.`;
        problems.add('path-refused', 'error', message, range);
      } else if (controlAt(path) >= 0) {
        const message = 'The name of this file holds control characters: it may not be what it looks like.';
        problems.add('control-characters', 'warning', message, range);
      }
    }
  }
}
