import { reportControls } from './control-characters.ts';
import type { HunkHeader } from './hunk-header.ts';
import { BrokenHunk } from './hunk-recovery.ts';
import { type HunkPlace, type HunkScan, lineKind, scanHunk } from './hunk-scan.ts';
import type { Lines } from './lines.ts';
import type { Hunk, HunkLine } from './model.ts';
import type { Problems } from './problems.ts';

/** A hunk, the line behind it, what git apply --numstat counts of it, and whether Git refuses it. */
export interface HunkReading extends HunkScan {
  readonly hunk: Hunk;
}

/**
 * Reads the hunk whose @@ line is `at`, driven by the counts of its header as Git is, so that signatures and mail text
 * are never taken for lines of it. An empty line counts as context that lost its blank. Where Git refuses the hunk, or
 * leaves lines of it out, it is not `whole`, it has the lines that seem to be its own, and one problem says why.
 * `file` is for sentences.
 */
export function readHunk(
  place: HunkPlace,
  at: number,
  header: HunkHeader,
  { file, problems }: { readonly file: string; readonly problems: Problems },
): HunkReading {
  const { lines } = place;
  const scan = scanHunk(place, at, header);
  const broken = new BrokenHunk(place, at, header, scan);
  const whole = !broken.isBroken();
  const read = whole ? scan : broken.recover(file, problems);
  if (whole && scan.next > lines.ended && !lines.startsWith(scan.next - 1, '\\'))
    reportCut(lines, scan.next - 1, problems);
  if (lines.endsInCrlf(at)) reportLostBlank(lines, at + 1, read.next, problems);
  const hunk = makeHunk(lines, at, read.next, header, whole);
  reportControls(lines, at + 1, read.next, problems);
  return { ...read, hunk };
}

/** A hunk from its @@ line up to a line. Its lines become objects when they are asked for: most never are. */
function makeHunk(lines: Lines, at: number, next: number, header: HunkHeader, whole: boolean): Hunk {
  const headerRange = lines.range(at);
  const sectionRange = { start: headerRange.start + header.sectionAt, end: headerRange.end };
  const end = next - 1 > at ? contentEnd(lines, next - 1, lines.endsInCrlf(at)) : headerRange.end;
  let known: readonly HunkLine[] | undefined;
  return {
    oldStart: header.oldStart,
    oldLines: header.oldLines,
    newStart: header.newStart,
    newLines: header.newLines,
    section: lines.text.slice(sectionRange.start, sectionRange.end),
    headerRange,
    sectionRange,
    range: { start: headerRange.start, end },
    get lines() {
      known ??= hunkLines(lines, at, next, header);
      return known;
    },
    whole,
  };
}

function hunkLines(lines: Lines, at: number, next: number, header: HunkHeader): HunkLine[] {
  const crlf = lines.endsInCrlf(at);
  const found: HunkLine[] = [];
  let oldLine = header.oldStart;
  let newLine = header.newStart;
  for (let line = at + 1; line < next; line++) {
    const kind = lineKind(lines, line, next, crlf) ?? 'context';
    const range = { start: lines.start(line), end: contentEnd(lines, line, crlf) };
    const text = lines.text.slice(Math.min(range.start + 1, range.end), range.end);
    const old = kind === 'context' || kind === 'removed' ? { oldLine: oldLine++ } : undefined;
    const now = kind === 'context' || kind === 'added' ? { newLine: newLine++ } : undefined;
    found.push({ kind, text, range, ...old, ...now });
  }
  return found;
}

/** Where the content of a line of a hunk ends: before a CR only where the hunk's own @@ line has one as well. */
const contentEnd = (lines: Lines, line: number, crlf: boolean): number => (crlf ? lines.end(line) : lines.feed(line));

/** The last line has no ending, as in text that was pasted: Git refuses it ("corrupt patch"), and it may be cut in its middle. */
function reportCut(lines: Lines, last: number, problems: Problems): void {
  const message =
    'The text ends in this line of a hunk without a line ending: it may be cut, and git apply refuses it. End the line, or fetch the whole patch again.';
  problems.add('hunk-truncated', 'warning', message, lines.range(last));
}

/** Git takes an empty line for context where LF ends it, and refuses it where CR LF does ("corrupt patch"). */
function reportLostBlank(lines: Lines, from: number, to: number, problems: Problems): void {
  let at = from;
  while (at < to && !(lines.isBlank(at) && lines.endsInCrlf(at))) at++;
  if (at === to) return;
  const message =
    'This empty line lost its blank and ends in CR LF: git apply refuses it, git am, which takes the CR off, does not. Put the blank back.';
  problems.add('hunk-corrupt', 'warning', message, lines.range(at));
}
