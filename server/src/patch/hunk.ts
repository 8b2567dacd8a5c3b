import { reportControls } from './control-characters.ts';
import { fileStartAt, interrupts } from './file-start.ts';
import type { HunkHeader } from './hunk-header.ts';
import type { Lines } from './lines.ts';
import type { Hunk, HunkLine, HunkLineKind } from './model.ts';
import { type Problems, shown } from './problems.ts';

/** What a hunk's reader must know of its surroundings. */
export interface HunkPlace {
  readonly lines: Lines;
  /** The line behind the last that may belong to the hunk. */
  readonly to: number;
  /** For sentences. */
  readonly file: string;
  readonly problems: Problems;
  /** The MIME boundary of the mail, with its dashes, or ''. */
  readonly boundary: string;
}

/** A hunk and the line behind it. */
export interface HunkReading {
  readonly hunk: Hunk;
  readonly next: number;
}

/**
 * Reads the hunk whose @@ line is `at`, driven by the counts of its header as Git is (apply.c, parse_fragment), so that
 * signatures and mail text are never taken for lines of it. An empty line counts as context that lost its blank.
 * Where counts and lines disagree the hunk is not `whole` and one problem says why.
 */
export function readHunk(place: HunkPlace, at: number, header: HunkHeader): HunkReading {
  const body = new HunkBody(place, at + 1, header);
  body.readCounted();
  const satisfied = body.oldLeft === 0 && body.newLeft === 0;
  if (!satisfied) body.giveBackBlankLines();
  else if (kindAt(place.lines, body.next, place.to) === 'no-newline') body.take('no-newline');
  const { lines } = place;
  const cut = satisfied && body.next >= lines.count && !lines.text.endsWith('\n');
  const whole = satisfied && !body.hasExcess();
  if (cut) reportCut(body);
  else if (!whole) reportBroken(body, at, header);
  const headerRange = lines.range(at);
  const sectionRange = { start: headerRange.start + header.sectionAt, end: headerRange.end };
  const hunk: Hunk = {
    oldStart: header.oldStart,
    oldLines: header.oldLines,
    newStart: header.newStart,
    newLines: header.newLines,
    section: lines.text.slice(sectionRange.start, sectionRange.end),
    headerRange,
    sectionRange,
    range: { start: headerRange.start, end: lines.end(body.next - 1) },
    lines: body.taken,
    whole,
  };
  return { hunk, next: body.next };
}

class HunkBody {
  readonly taken: HunkLine[] = [];
  oldLeft: number;
  newLeft: number;

  constructor(
    readonly place: HunkPlace,
    public next: number,
    readonly header: HunkHeader,
  ) {
    this.oldLeft = header.oldLines;
    this.newLeft = header.newLines;
  }

  readCounted(): void {
    const { lines, to } = this.place;
    while (this.oldLeft > 0 || this.newLeft > 0) {
      const kind = kindAt(lines, this.next, to);
      if (kind === undefined || !this.hasRoom(kind) || this.endsEarly(kind)) return;
      this.take(kind);
    }
  }

  take(kind: HunkLineKind): void {
    const { lines, problems } = this.place;
    const range = lines.range(this.next);
    const old = kind === 'context' || kind === 'removed';
    const now = kind === 'context' || kind === 'added';
    this.taken.push({
      kind,
      text: lines.text.slice(Math.min(range.start + 1, range.end), range.end),
      range,
      ...(old ? { oldLine: this.header.oldStart + this.header.oldLines - this.oldLeft } : {}),
      ...(now ? { newLine: this.header.newStart + this.header.newLines - this.newLeft } : {}),
    });
    reportControls(lines, this.next, problems);
    if (old) this.oldLeft--;
    if (now) this.newLeft--;
    this.next++;
  }

  /** Empty lines at the end of a hunk that was cut are more likely the mail's than context of the file. */
  giveBackBlankLines(): void {
    for (let last = this.taken.at(-1); last && last.range.start === last.range.end; last = this.taken.at(-1)) {
      this.taken.pop();
      this.oldLeft++;
      this.newLeft++;
      this.next--;
    }
  }

  /** Whether a line of a hunk follows, though the counts want none. */
  hasExcess(): boolean {
    const { lines, to } = this.place;
    const kind = kindAt(lines, this.next, to);
    if (kind === undefined || kind === 'no-newline' || lines.isBlank(this.next)) return false;
    return !this.isSignature() && !this.isBoundary() && fileStartAt(lines, this.next, to) === undefined;
  }

  private hasRoom(kind: HunkLineKind): boolean {
    if (kind === 'context') return this.oldLeft > 0 && this.newLeft > 0;
    return kind === 'no-newline' || (kind === 'removed' ? this.oldLeft : this.newLeft) > 0;
  }

  /** A line that could be a removed one, but that ends the patch or begins another file; only where counts stay open. */
  private endsEarly(kind: HunkLineKind): boolean {
    if (kind !== 'removed') return false;
    const { lines, to } = this.place;
    if (this.isBoundary()) return true;
    if (fileStartAt(lines, this.next, to)) return this.oldLeft !== 1 || this.newLeft !== 1;
    const satisfies = this.oldLeft === 1 && this.newLeft === 0;
    if (satisfies || !this.isSignature()) return false;
    return this.next + 1 >= to || kindAt(lines, this.next + 1, to) === undefined;
  }

  /** The line "-- " behind which mail has its signature (RFC 3676, 4.3), also where its blank was lost. */
  isSignature(): boolean {
    const { lines, to } = this.place;
    const length = lines.end(this.next) - lines.start(this.next);
    if (length > 3 || (!lines.startsWith(this.next, '-- ') && !(length === 2 && lines.startsWith(this.next, '--')))) {
      return false;
    }
    const after = kindAt(lines, this.next + 1, to);
    return after !== 'added' && after !== 'removed';
  }

  isBoundary(): boolean {
    return this.place.boundary !== '' && this.place.lines.startsWith(this.next, this.place.boundary);
  }
}

function kindAt(lines: Lines, at: number, to: number): HunkLineKind | undefined {
  if (at >= to) return undefined;
  if (lines.isBlank(at)) return 'context';
  switch (lines.text[lines.start(at)]) {
    case ' ':
      return 'context';
    case '+':
      return 'added';
    case '-':
      return 'removed';
    case '\\':
      return lines.startsWith(at, '\\ ') ? 'no-newline' : undefined;
    default:
      return undefined;
  }
}

/** The last line has no ending, as in text that was pasted: Git refuses it ("corrupt patch"), and it may be cut in its middle. */
function reportCut({ next, place: { lines, problems } }: HunkBody): void {
  const message =
    'The text ends in this line of a hunk without a line ending: it may be cut, and git apply refuses it. End the line, or fetch the whole patch again.';
  problems.add('hunk-truncated', 'warning', message, lines.range(next - 1));
}

/** Says what is wrong at the place where it shows, and takes the lines that belong to the hunk all the same. */
function reportBroken(body: HunkBody, at: number, header: HunkHeader): void {
  const { lines, to, file, problems } = body.place;
  const of = file === '' ? 'This hunk' : `The hunk of ${shown(file)} at old line ${header.oldStart}`;
  const wanted = `its header counts ${header.oldLines} old and ${header.newLines} new lines`;
  const found = (): string => `${header.oldLines - body.oldLeft} old and ${header.newLines - body.newLeft} new`;
  if (body.hasExcess()) {
    const place = lines.range(body.next);
    while (body.hasExcess()) {
      const kind = kindAt(lines, body.next, to);
      if (kind === undefined) break;
      body.take(kind);
      if (kindAt(lines, body.next, to) === 'no-newline') body.take('no-newline');
    }
    const message = `${of} has other lines than its header says: ${wanted}, there are ${found()}. git apply refuses or drops lines here; correct the counts or fetch the patch again.`;
    problems.add('hunk-counts', 'error', message, place);
    return;
  }
  const end = lines.skipBlank(body.next, to);
  const interrupted = end >= to || interrupts(lines, end, to);
  if (interrupted || kindAt(lines, end, to) === 'removed') {
    const message = `${of} ends early: ${wanted}, there are ${found()}. Fetch the whole patch again.`;
    problems.add('hunk-truncated', 'error', message, lines.range(Math.max(at, body.next - 1)));
    return;
  }
  const message = `${of} is corrupt: this line begins with none of blank, plus, minus and backslash (a mail program may have wrapped it); ${wanted}, ${found()} come before it. Fetch the patch again.`;
  problems.add('hunk-corrupt', 'error', message, lines.range(end));
}
