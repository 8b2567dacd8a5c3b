import { fileStartAt, interrupts } from './file-start.ts';
import type { HunkHeader } from './hunk-header.ts';
import { type HunkPlace, type HunkScan, lineKind } from './hunk-scan.ts';
import type { HunkLineKind } from './model.ts';
import { type Problems, shown } from './problems.ts';

/** The lines of a hunk that Git refuses, or of which it leaves lines out: those that seem to be its own. */
export class BrokenHunk {
  private next: number;
  private old = 0;
  private now = 0;
  private added = 0;
  private deleted = 0;
  private readonly crlf: boolean;

  constructor(
    private readonly place: HunkPlace,
    private readonly at: number,
    private readonly header: HunkHeader,
    private readonly scan: HunkScan,
  ) {
    this.next = scan.next;
    this.crlf = place.lines.endsInCrlf(at);
  }

  /** Whether Git refuses the hunk, or more lines like a hunk's follow than the header counts. */
  isBroken(): boolean {
    return this.scan.refused || this.hasExcess();
  }

  /** Takes the hunk's lines, says what is wrong, and gives the line behind it and what git apply --numstat counts. */
  recover(file: string, problems: Problems): HunkScan {
    const { scan, header } = this;
    this.old = header.oldLines;
    this.now = header.newLines;
    if (scan.refused) this.takeCounted();
    const excess = this.hasExcess();
    const first = this.next;
    while (this.hasExcess()) this.takeExcess();
    const of = file === '' ? 'This hunk' : `The hunk of ${shown(file)} at old line ${header.oldStart}`;
    const counts = `its header counts ${header.oldLines} old and ${header.newLines} new lines, there are ${this.old} old and ${this.now} new`;
    const { lines } = this.place;
    const range = lines.range(scan.refused ? scan.next : first);
    if (excess) {
      const harmless = !scan.refused && this.added + this.deleted === 0;
      const then = scan.refused
        ? 'git apply refuses the patch at this line'
        : `git apply leaves out the lines from here on${harmless ? ', which are context' : ''}`;
      const message = `${of} has other lines than its header says: ${counts}; ${then}. Correct the counts, or fetch the patch again.`;
      problems.add('hunk-counts', harmless ? 'warning' : 'error', message, range);
    } else if (this.isSatisfied()) {
      const message = `${of} changes nothing: all its lines are context, and git apply refuses it before this line. Remove it.`;
      problems.add('hunk-corrupt', 'error', message, range);
    } else if (this.isCut()) {
      const message = `${of} ends early: ${counts}. Fetch the whole patch again.`;
      problems.add('hunk-truncated', 'error', message, range);
    } else {
      const message = `${of} is corrupt at this line: ${this.whyCorrupt()}; ${counts} before it. ${this.remedy()}`;
      problems.add('hunk-corrupt', 'error', message, range);
    }
    // Git counts nothing of a hunk that it refuses
    const added = scan.refused ? this.added : scan.added;
    const deleted = scan.refused ? this.deleted : scan.deleted;
    return { next: this.next, added, deleted, refused: scan.refused };
  }

  private takeCounted(): void {
    const { lines } = this.place;
    this.next = this.at + 1;
    this.old = 0;
    this.now = 0;
    while (!this.isSatisfied()) {
      const kind = this.kind();
      if (kind === undefined || !this.hasRoom(kind) || this.endsEarly(kind)) break;
      this.take(kind);
    }
    if (this.isSatisfied()) return;
    // empty lines at the end of a hunk that was cut are more likely the mail's than context of the file
    while (this.next > this.at + 1 && lines.isBlank(this.next - 1)) {
      this.next--;
      this.old--;
      this.now--;
    }
  }

  private takeExcess(): void {
    const kind = this.kind();
    if (kind) this.take(kind);
    if (this.kind() === 'no-newline') this.take('no-newline');
  }

  private take(kind: HunkLineKind): void {
    if (kind === 'context' || kind === 'removed') this.old++;
    if (kind === 'context' || kind === 'added') this.now++;
    if (kind === 'added') this.added++;
    if (kind === 'removed') this.deleted++;
    this.next++;
  }

  private kind(ahead = 0): HunkLineKind | undefined {
    return lineKind(this.place.lines, this.next + ahead, this.place.to, this.crlf);
  }

  private isSatisfied(): boolean {
    return this.old === this.header.oldLines && this.now === this.header.newLines;
  }

  private hasRoom(kind: HunkLineKind): boolean {
    const old = this.old < this.header.oldLines;
    const now = this.now < this.header.newLines;
    if (kind === 'context') return old && now;
    return kind === 'no-newline' || (kind === 'removed' ? old : now);
  }

  /** Whether a line of a hunk follows, though the counts want none. */
  private hasExcess(): boolean {
    const { lines, to } = this.place;
    const kind = this.kind();
    if (kind === undefined || kind === 'no-newline' || lines.isBlank(this.next)) return false;
    return !this.isSignature() && fileStartAt(lines, this.next, to) === undefined;
  }

  /** A line that could be a removed one, but that ends the patch or begins another file. */
  private endsEarly(kind: HunkLineKind): boolean {
    if (kind !== 'removed') return false;
    const { lines, to } = this.place;
    if (fileStartAt(lines, this.next, to)) return true;
    return this.isSignature() && (this.next + 1 >= to || this.kind(1) === undefined);
  }

  /** The line "-- " behind which mail has its signature (RFC 3676, 4.3), also where its blank was lost. */
  private isSignature(): boolean {
    const { lines } = this.place;
    const length = lines.end(this.next) - lines.start(this.next);
    if (length > 3 || (!lines.startsWith(this.next, '-- ') && !(length === 2 && lines.startsWith(this.next, '--')))) {
      return false;
    }
    const after = this.kind(1);
    return after !== 'added' && after !== 'removed';
  }

  private isCut(): boolean {
    const { lines, to } = this.place;
    const end = lines.skipBlank(this.next, to);
    return end >= to || interrupts(lines, end, to) || this.kind(end - this.next) === 'removed';
  }

  private whyCorrupt(): string {
    if (this.isWordDiff()) return 'it is of a word diff (git diff --word-diff), which is no patch';
    const { lines } = this.place;
    if (lines.text.charCodeAt(lines.start(this.scan.next)) === 92)
      return 'it is too short for "\\ No newline at end of file"';
    return 'it begins with none of blank, plus, minus and backslash (a mail program may have wrapped it)';
  }

  private remedy(): string {
    return this.isWordDiff() ? 'Make the diff without --word-diff.' : 'Fetch the patch again.';
  }

  private isWordDiff(): boolean {
    const { lines } = this.place;
    const line = lines.at(this.scan.next);
    const holds = (open: string, close: string): boolean => {
      const at = line.indexOf(open);
      return at >= 0 && line.includes(close, at + open.length);
    };
    return line === '~' || holds('[-', '-]') || holds('{+', '+}');
  }
}
