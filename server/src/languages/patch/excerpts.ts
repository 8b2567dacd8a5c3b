import { readDump } from '../../machine/dump/read-dump.ts';
import { readSections } from '../../machine/dump/sections.ts';
import { NEWEST } from '../../memory/core-versions.ts';
import { takeSnapshot } from '../../memory/snapshot.ts';
import { excerptMarkdown, excerptMessage, lineMessage } from '../../report/excerpts.ts';
import { excerptText, type PlacedLine } from '../../review/excerpts/excerpt-text.ts';
import type { CheckedExcerpt, Excerpt } from '../../review/excerpts/model.ts';
import type { MessageReview } from '../../review/messages.ts';
import { contains, type TextRange } from '../../text/range.ts';
import type { Hover } from '../model.ts';
import { Dump } from '../mtree/dump.ts';
import { dumpHover } from '../mtree/hover.ts';
import { firstLine } from './excerpt-lenses.ts';
import type { CheckedProblem } from './problems.ts';

/** So many lines of an excerpt are marked. */
const MOST_LINES = 20;

/** Lines that a machine has otherwise, and what of an excerpt cannot be checked. */
export const excerptProblems = ({ excerpts }: MessageReview): readonly CheckedProblem[] =>
  excerpts.flat().flatMap((checked): CheckedProblem[] => [...lineProblems(checked), ...unchecked(checked)]);

function lineProblems({ excerpt, on }: CheckedExcerpt): readonly CheckedProblem[] {
  if (!on) return [];
  // what is said to be After, and compared with Before, is to differ
  const compared = on.lines.filter(
    ({ region, side }) => side === 'after' || (excerpt.side !== 'after' && region.marker !== '+'),
  );
  // a machine of that type is meant, on a side that is known; an excerpt of no side may show After
  const severity = on.named && on.isBefore && excerpt.side !== 'unsaid' ? 'warning' : 'information';
  return compared
    .filter(({ is }) => is !== 'same')
    .slice(0, MOST_LINES)
    .map((line) => ({
      code: 'excerpt-disagrees',
      severity,
      range: line.region.range,
      message: lineMessage(line, on),
    }));
}

const unchecked = (checked: CheckedExcerpt): readonly CheckedProblem[] =>
  checked.reason === ''
    ? []
    : [
        {
          code: 'excerpt-unchecked',
          severity: 'information',
          range: firstLine(checked.excerpt),
          message: excerptMessage(checked),
        },
      ];

/** Hover in an excerpt: as in a dump that has its lines and nothing else, and what a machine here has for the line. */
export function excerptHover({ excerpts }: MessageReview, offset: number): Hover | undefined {
  const checked = excerpts.flat().find(({ excerpt }) => contains(excerpt.range, offset));
  if (!checked) return undefined;
  const { excerpt, on } = checked;
  const check = on?.lines.find(({ region }) => contains(region.range, offset));
  const own = ownHover(excerpt, offset);
  const alone = own && `${own.markdown}\n\n*By this excerpt alone.*`;
  const markdown = [alone, excerptMarkdown(checked, check)].filter(Boolean).join('\n\n---\n\n');
  return { markdown, range: own?.range ?? check?.region.range ?? firstLine(excerpt) };
}

/** What the hover of a dump says of the word, in the dump that the excerpt is by itself. */
function ownHover(excerpt: Excerpt, offset: number): Hover | undefined {
  for (const side of ['after', 'before'] as const) {
    const { text, lines } = excerptText(excerpt, side);
    const placed = lines.find(({ line }) => contains(line.range, offset));
    if (!placed) continue;
    const machine = readDump(text);
    const dump = new Dump(text, readSections(text), machine, NEWEST, takeSnapshot(machine.topology, NEWEST.behaviour));
    const found = dumpHover(dump, insideOf(placed, offset));
    return found && { markdown: found.markdown, range: outsideOf(placed, found.range) };
  }
  return undefined;
}

/** In a line that was wrapped, the place of a word is not kept: its end is looked at, where its name stands. */
const insideOf = ({ line, at, length }: PlacedLine, offset: number): number =>
  at + (line.start < 0 ? length : Math.min(offset - line.start, length));

function outsideOf({ line, at, length }: PlacedLine, { start, end }: TextRange): TextRange {
  if (line.start < 0) return line.range;
  const place = (inside: number): number => line.start + Math.max(0, Math.min(inside - at, length));
  return { start: place(start), end: place(end) };
}
