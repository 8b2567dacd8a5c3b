import type { Patch, PatchSet } from '../../patch/model.ts';
import type { TextRange } from '../../text/range.ts';
import type { Fold } from '../model.ts';
import { linesOf, withoutBlankEnds } from './message-lines.ts';

/**
 * What can be folded, the outer before the inner: each of several mails from its subject on, its header fields, message,
 * diffstat, quoted parts and signature, its files and hunks. Folds nest, and no two begin on one line, so that each has
 * its arrow.
 */
export function patchFolds(set: PatchSet, text: string): readonly Fold[] {
  const several = set.patches.length > 1;
  const folds = set.patches.flatMap((patch) => [
    ...(several ? mailFold(patch, text) : []),
    ...headerFolds(patch, text, several),
    ...bodyFolds(patch, text),
    ...patch.files.flatMap((file): Fold[] => [
      { range: file.range, kind: 'region' },
      ...file.hunks.map((hunk): Fold => ({ range: hunk.range, kind: 'region' })),
    ]),
    ...tailFolds(patch, text),
  ]);
  const starts = new Set<number>();
  return folds.filter(({ range: { start } }) => !starts.has(start) && starts.add(start));
}

function fold(text: string, lines: readonly TextRange[], kind: Fold['kind'] = 'comment'): Fold[] {
  const range = withoutBlankEnds(text, lines);
  return range ? [{ range, kind }] : [];
}

/** A whole mail but for what stands above its subject, which so names what is folded. */
function mailFold({ message, files, range }: Patch, text: string): Fold[] {
  const lines = linesOf(text, range);
  const end = files[0]?.range.start ?? range.end;
  const subject = message.subject === '' ? -1 : lines.findIndex((line) => line.end >= message.subjectRange.start);
  return fold(text, (lines[subject]?.end ?? end) < end ? lines.slice(subject) : lines, 'region');
}

/** The fields above the subject, and those from it on, or below it where it stands for its whole mail. */
function headerFolds({ message }: Patch, text: string, below: boolean): Fold[] {
  const lines = linesOf(text, message.headersRange);
  const first = lines.findIndex((line) => !text.startsWith('From ', line.start) && line.end > line.start);
  const fields = lines.slice(Math.max(first, 0));
  const subject = fields.findIndex(({ end }) => end >= message.subjectRange.start);
  if (subject < 0) return fold(text, fields);
  const goesOn = (line: TextRange): boolean => ' \t'.includes(text.charAt(line.start));
  const next = fields.findIndex((line, at) => at > subject && !goesOn(line));
  return [
    ...fold(text, fields.slice(0, subject)),
    ...fold(text, below ? (next < 0 ? [] : fields.slice(next)) : fields.slice(subject)),
  ];
}

/** The message up to "---" or the signature; notes, and each part that stands apart. */
function bodyFolds({ message, files }: Patch, text: string): Fold[] {
  const lines = linesOf(text, message.bodyRange);
  const rule = lines.findIndex((line) => text.slice(line.start, line.end) === '---');
  const signature = files.length === 0 ? signatureIn(lines, text) : lines.length;
  const end = rule < 0 ? signature : Math.min(rule, signature);
  const parts = runs(lines.slice(0, signature), text);
  const stat = parts.find(({ kind, from }) => kind === 'diffstat' && from > end);
  return [
    ...fold(text, lines.slice(0, end)),
    ...fold(text, lines.slice(end + 1, stat ? stat.from : signature)),
    ...parts.flatMap(({ from, to }) => fold(text, lines.slice(from, to))),
    ...fold(text, lines.slice(signature)),
  ];
}

/** What follows the last file: the signature of a mail. */
function tailFolds({ files, range }: Patch, text: string): Fold[] {
  const last = files.at(-1);
  if (!last) return [];
  const lines = linesOf(text, { start: last.range.end, end: range.end });
  return fold(text, lines.slice(signatureIn(lines, text)));
}

/** The line of the last "-- " (RFC 3676, 4.3), also without its blank; the end where there is none. */
function signatureIn(lines: readonly TextRange[], text: string): number {
  const found = lines.findLastIndex(({ start, end }) => /^-- ?$/.test(text.slice(start, Math.min(end, start + 4))));
  return found < 0 ? lines.length : found;
}

interface Run {
  readonly kind: 'quote' | 'diffstat';
  readonly from: number;
  readonly to: number;
}

/** Lines of one kind that follow each other, as indices. */
function runs(lines: readonly TextRange[], text: string): Run[] {
  const found: Run[] = [];
  let from = 0;
  let open: Run['kind'] | undefined;
  for (let at = 0; at <= lines.length; at++) {
    const line = lines[at];
    const kind = line && kindOf(text.slice(line.start, Math.min(line.end, line.start + 998)));
    if (kind === open) continue;
    if (open) found.push({ kind: open, from, to: at });
    from = at;
    open = kind;
  }
  return found;
}

/** The lines of git diff --stat --summary. */
const DIFFSTAT =
  /^ (?:\S.* \| +(?:\d+|Bin|Unmerged)(?: |$)|\d+ files? changed|(?:create|delete) mode \d|mode change \d|(?:rename|copy|rewrite) \S)/;

function kindOf(line: string): Run['kind'] | undefined {
  if (line.startsWith('>')) return 'quote';
  return DIFFSTAT.test(line) ? 'diffstat' : undefined;
}
