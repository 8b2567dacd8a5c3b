import type { PatchSet } from '../../server/src/patch/model.ts';
import type { TextRange } from '../../server/src/text/range.ts';

function law(holds: boolean, what: string): void {
  if (!holds) throw new Error(`the law is broken: ${what}`);
}

export const inside = (text: string, { start, end }: TextRange, what: string): void =>
  law(start >= 0 && start <= end && end <= text.length, `${what} is in the text`);

/** So many problems of one code are listed. */
const LISTED = 100;

/**
 * What holds of any text: ranges are in it and in order, patches cover it, hunks have the lines that their ranges have,
 * counts are those of the lines, and what looks like a part of a patch is in a file or in a problem.
 */
export function checkLaws(text: string, set: PatchSet): void {
  for (const { range } of set.problems) inside(text, range, 'a problem');
  let behind = 0;
  for (const { range, message, files } of set.patches) {
    law(range.start === behind, 'patches follow each other without gaps');
    behind = range.end;
    for (const place of [message.subjectRange, message.headersRange, message.bodyRange])
      inside(text, place, 'a message');
    let last = message.bodyRange.end;
    for (const file of files) {
      law(file.range.start >= last && file.range.end <= range.end, 'files are in order, in their patch');
      law(
        file.headerRange.start === file.range.start && file.headerRange.end <= file.range.end,
        'a header begins its file',
      );
      last = file.range.end;
      checkHunks(text, file);
    }
  }
  if (set.patches.length === 0) return;
  law(behind === text.length, 'patches cover the text');
  // of an encoded mail the decoded text is read, and nothing where that holds no patch
  if (!/^content-(?:transfer-encoding|type):/im.test(text)) checkNothingDropped(text, set);
}

function checkHunks(
  text: string,
  { hunks, range, added, deleted }: PatchSet['patches'][number]['files'][number],
): void {
  let last = range.start;
  let whole = true;
  const counts = { added: 0, removed: 0, context: 0, 'no-newline': 0 };
  for (const hunk of hunks) {
    law(hunk.range.start >= last && hunk.range.end <= range.end, 'hunks are in order, in their file');
    last = hunk.range.end;
    let at = hunk.headerRange.end;
    const own = { added: 0, removed: 0, context: 0, 'no-newline': 0 };
    for (const line of hunk.lines) {
      law(line.range.start > at && line.range.end <= hunk.range.end, 'lines are in order, in their hunk');
      law(/^\r?\n$/.test(text.slice(at, line.range.start)), 'no line is left out');
      law(text.slice(line.range.start + 1, line.range.end) === line.text || line.text === '', 'a line has its text');
      at = line.range.end;
      own[line.kind]++;
      counts[line.kind]++;
    }
    law(at === hunk.range.end, 'a hunk ends with its last line');
    whole &&= hunk.whole;
    const right = own.context + own.removed === hunk.oldLines && own.context + own.added === hunk.newLines;
    law(!hunk.whole || right, 'a whole hunk has the lines that it counts');
  }
  law(!whole || (counts.added === added && counts.removed === deleted), 'a file counts the lines of its hunks');
}

/** A line that begins a file or a hunk to git apply is in a file, or a problem begins at it or holds it. */
function checkNothingDropped(text: string, { patches, problems }: PatchSet): void {
  const listed = problems.filter(({ code }) => code === 'not-understood').length;
  if (listed >= LISTED) return;
  const held = [
    ...patches.flatMap(({ message, files }) => [message.headersRange, ...files.map(({ range }) => range)]),
    ...problems.map(({ range }) => range),
  ].sort((a, b) => a.start - b.start);
  let next = 0;
  let reach = 0;
  for (const { index } of text.matchAll(/^(?:diff --git |@@ -\d+(?:,\d+)? \+\d+(?:,\d+)? @@)/gm)) {
    if (index > 0 && text[index - 1] !== '\n') continue;
    for (; (held[next]?.start ?? Number.POSITIVE_INFINITY) <= index; next++)
      reach = Math.max(reach, held[next]?.end ?? 0);
    const at = problems.some(({ range }) => range.start >= index && range.start <= text.indexOf('\n', index) + 1);
    law(index < reach || at, `"${text.slice(index, index + 40)}" at ${index} is in a file or a problem`);
  }
}
