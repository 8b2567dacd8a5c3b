import { hunkPlaces } from '../../patch/hunk-places.ts';
import type { FilePatch, Hunk, HunkLine } from '../../patch/model.ts';
import { commitMarkdown } from '../../report/behaviour.ts';
import { evaluatedMarkdown, expressionMarkdown, lineRunsMarkdown } from '../../report/evaluated/hover.ts';
import { machinesMarkdown, traitMarkdown } from '../../report/hover.ts';
import { besidesLine, subjectLens, topologyLine } from '../../report/lens.ts';
import { code, escapeMarkdown } from '../../report/markdown.ts';
import { lineRuns } from '../../review/evaluated/hunk-runs.ts';
import {
  type EvaluatedPatch,
  type EvaluatedReview,
  type EvaluatedRuns,
  isEvaluated,
} from '../../review/evaluated/model.ts';
import { expressionAt } from '../../review/evaluated/recorded.ts';
import type { MessageReview } from '../../review/messages.ts';
import type { PatchReview, Review } from '../../review/model.ts';
import { coreFunctions } from '../../source/core-functions.ts';
import { traitsOfHunk, traitsOfLine } from '../../source/traits.ts';
import { contains, type TextRange } from '../../text/range.ts';
import type { Hover } from '../model.ts';
import { claimHover } from './claims.ts';
import { excerptHover } from './excerpts.ts';
import { commitAt } from './links.ts';

/** What else is known of a text besides its review. */
export interface HoverSources {
  readonly messages?: MessageReview;
  readonly evaluated?: EvaluatedReview | undefined;
}

/** What is known of the place under the cursor: subject, hunk header, changed line, or a function of the core. */
export function patchHover(
  review: Review,
  text: string,
  offset: number,
  { messages, evaluated }: HoverSources = {},
): Hover | undefined {
  const said = messages && (claimHover(messages, offset) ?? excerptHover(messages, offset));
  if (said) return said;
  const patch = review.patches.find((p) => contains(p.patch.range, offset));
  if (!patch || patch.kind === 'foreign') return undefined;
  const { subjectRange } = patch.patch.message;
  const source = evaluated?.patches.get(patch.index);
  if (contains(subjectRange, offset)) return { markdown: summary(patch, source), range: subjectRange };
  const commit = commitHover(patch, text, offset);
  if (commit) return commit;
  for (const [f, file] of patch.patch.files.entries()) {
    if (!contains(file.range, offset)) continue;
    const hunk = file.hunks.findIndex((h) => contains(h.range, offset));
    const found = file.hunks[hunk];
    return found ? hunkHover({ patch, file, f, hunk: found, h: hunk, source }, text, offset) : undefined;
  }
  return undefined;
}

/** The same with one machine before the others; they stay as they are where it is not among them. */
export function withFirst(evaluated: EvaluatedReview, machine: string): EvaluatedReview {
  if (machine === '') return evaluated;
  const moved = (one: EvaluatedPatch): EvaluatedPatch => {
    if (!isEvaluated(one)) return one;
    const isFirst = ({ machine: { id } }: EvaluatedRuns['machines'][number]) => id === machine;
    return { ...one, machines: [...one.machines.filter(isFirst), ...one.machines.filter((other) => !isFirst(other))] };
  };
  return { ...evaluated, patches: new Map([...evaluated.patches].map(([index, one]) => [index, moved(one)])) };
}

/** What is known offline of a commit that the message names: those of the memory core. */
function commitHover({ patch }: PatchReview, text: string, offset: number): Hover | undefined {
  const commit = commitAt(patch, text, offset);
  const markdown = commit && commitMarkdown(commit.hash);
  return markdown ? { markdown, range: commit.range } : undefined;
}

function summary(review: PatchReview, source: EvaluatedPatch | undefined): string {
  const parts = [
    escapeMarkdown(review.kind === 'core' ? review.recognition.summary : subjectLens(review).title),
    escapeMarkdown(besidesLine(review)),
    machinesMarkdown(review),
    evaluatedMarkdown(review, source),
  ];
  return parts.filter(Boolean).join('\n\n');
}

/** A hunk of a file of a patch, with their indexes. */
interface HunkPlace {
  readonly patch: PatchReview;
  readonly file: FilePatch;
  readonly f: number;
  readonly hunk: Hunk;
  readonly h: number;
  readonly source: EvaluatedPatch | undefined;
}

function hunkHover(place: HunkPlace, text: string, offset: number): Hover | undefined {
  const { patch: review, file, f, hunk, h, source } = place;
  const word = functionAt(text, offset, hunk.range);
  const value = valueHover(place, offset);
  if (word && coreFunctions.has(word.name)) {
    const markdown = [functionMarkdown(word.name), value?.markdown].filter(Boolean).join('\n\n');
    return { markdown, range: word.range };
  }
  if (value) return value;
  if (contains(hunk.headerRange, offset)) {
    const traits = traitsOfHunk(review.recognition, f, h);
    const own = functionOf(hunk);
    const parts = [
      own ? functionMarkdown(own) : '',
      ...traits.map(traitMarkdown),
      ...(review.kind === 'core'
        ? [machinesMarkdown(review), evaluatedMarkdown(review, source)]
        : [summary(review, source)]),
    ];
    return { markdown: parts.filter(Boolean).join('\n\n---\n\n') || code(file.newPath), range: hunk.headerRange };
  }
  const l = hunk.lines.findIndex((line) => contains(line.range, offset));
  const line = hunk.lines[l];
  if (!line) return undefined;
  const model = lineHover(review, f, h, l, line);
  const ran = ranMarkdown(place, l);
  const markdown = [ran, model?.markdown].filter(Boolean).join('\n\n');
  return markdown ? { markdown, range: line.range } : undefined;
}

/** What the expression under the cursor was; undefined where that is not known. */
function valueHover({ file, f, hunk, h, source }: HunkPlace, offset: number): Hover | undefined {
  const l = hunk.lines.findIndex((line) => contains(line.range, offset));
  const line = hunk.lines[l];
  const own = isEvaluated(source) ? source.files.find((one) => one.file === f) : undefined;
  const at = own && hunkPlaces(file, own.hunks)[h]?.[l];
  if (!line || !at || !isEvaluated(source)) return undefined;
  const start = line.range.end - line.text.length;
  const found = expressionAt(source, file, at, line.text, offset - start);
  if (!found) return undefined;
  const markdown = [expressionMarkdown(found), ranMarkdown({ file, f, h, source }, l)].filter(Boolean).join('\n\n');
  return { markdown, range: { start: start + found.from, end: start + found.to } };
}

/** How often a line of a hunk ran; '' where that is not known. */
function ranMarkdown({ file, f, h, source }: Pick<HunkPlace, 'file' | 'f' | 'h' | 'source'>, line: number): string {
  if (!isEvaluated(source)) return '';
  const own = source.files.find((one) => one.file === f);
  const at = own && hunkPlaces(file, own.hunks)[h]?.[line];
  return at ? lineRunsMarkdown(lineRuns(source, file, at)) : '';
}

function lineHover(review: PatchReview, file: number, hunk: number, index: number, line: HunkLine): Hover | undefined {
  const changed = line.kind === 'added' || line.kind === 'removed';
  if (review.kind === 'topology')
    return changed ? { markdown: escapeMarkdown(topologyLine(review)), range: line.range } : undefined;
  if (review.kind !== 'core') return undefined;
  const place = { file, hunk, line: index };
  const traits = traitsOfLine(review.recognition, place);
  const unexplained = review.recognition.unexplained.some(
    (p) => p.file === file && p.hunk === hunk && p.line === index,
  );
  if (!changed && traits.length === 0) return undefined;
  const parts = traits.map(traitMarkdown);
  if (unexplained) parts.push('The model does not know what this line changes.');
  else if (traits.length === 0) parts.push('No behaviour that the model knows rests on this line.');
  if (traits.some((trait) => trait.before !== trait.after)) parts.push(machinesMarkdown(review));
  return { markdown: parts.filter(Boolean).join('\n\n'), range: line.range };
}

const functionMarkdown = (name: string): string => `${code(name)}: ${escapeMarkdown(coreFunctions.get(name) ?? '')}`;

/** The function of the core that the first change of a hunk is in: its own header in the hunk, else the section. */
function functionOf({ section, lines }: Hunk): string | undefined {
  const change = lines.findIndex((line) => line.kind === 'added' || line.kind === 'removed');
  const header = lines.slice(0, change + 1).findLast((line) => /^[A-Za-z_].*\(/.test(line.text))?.text ?? section;
  return [...header.matchAll(/\w+/g)].map(([word]) => word).findLast((word) => coreFunctions.has(word));
}

/** The identifier around `offset`, within `range`. */
function functionAt(text: string, offset: number, range: TextRange): { name: string; range: TextRange } | undefined {
  let start = offset;
  let end = offset;
  while (start > range.start && /\w/.test(text[start - 1] ?? '')) start--;
  while (end < range.end && /\w/.test(text[end] ?? '')) end++;
  return end > start ? { name: text.slice(start, end), range: { start, end } } : undefined;
}
