import type { TextRange } from '../../text/range.ts';
import { Lines } from '../lines.ts';
import type { DecodedPatch, Patch, PatchProblem, PatchSet } from '../model.ts';
import { Problems } from '../problems.ts';
import { type SeriesProblem, type SeriesReading, seriesReading } from '../series-problems.ts';
import { type Checked, hunkBefore, placedHunks } from './checked.ts';
import { checkDiffstats } from './diffstat.ts';
import { checkHeaderLines } from './header-lines.ts';
import { fixCounts } from './hunk-header-fix.ts';
import { explainHunk, explainStray, explainTail, explainWhole, lostBlanks } from './hunk-repair.ts';
import { isIndentedBy } from './indents.ts';
import { checkEmptyContext, checkLineEndings, checkMailForm, checkQuoted } from './mail-form.ts';
import { checkMojibake } from './mojibake.ts';
import { checkOddCharacters } from './odd-characters.ts';
import { checkTabs } from './tabs.ts';

const CHECKS: readonly ((checked: Checked) => void)[] = [
  checkOddCharacters,
  checkMojibake,
  checkTabs,
  checkMailForm,
  checkQuoted,
  checkLineEndings,
  checkEmptyContext,
  checkHeaderLines,
  checkDiffstats,
];

/**
 * What is wrong with a patch, in the order of the text: what its reader said, explained where a damage is known that
 * does it, what the checks find, and what is wrong with its series. Of a patch that was wrapped it stands at its places
 * in the original, where no fix could be made. `reading` is of the text that is wrapped, where one is. Pure and linear in the text.
 */
export function checkPatch(
  text: string,
  set: PatchSet,
  reading: SeriesReading = seriesReading(set.decoded?.text ?? text, set.decoded?.set ?? set),
): readonly SeriesProblem[] {
  const { decoded, kind } = set;
  if (decoded) {
    const found = checkText(decoded.text, decoded.set, reading);
    return [...decoded.wrapping, ...found.map(({ fix: _, ...problem }) => placed(decoded, problem))];
  }
  return kind === 'record' ? set.problems : checkText(text, set, reading);
}

/** A problem of a decoded patch at its place in the original. */
export const placed = <P extends { readonly range: TextRange }>({ place }: DecodedPatch, problem: P): P => ({
  ...problem,
  range: place(problem.range),
});

function checkText(text: string, set: PatchSet, { problems: ofSeries }: SeriesReading): readonly SeriesProblem[] {
  const lines = new Lines(text);
  const checked: Checked = { lines, set, hunks: placedHunks(set), problems: new Problems() };
  for (const check of CHECKS) check(checked);
  const found = checked.problems.list;
  const shifted = memoized((patch: Patch) => lostBlanks(lines, patch));
  const reader = set.problems.map((problem) => explain(checked, problem, shifted));
  reportShifted(checked, reader, shifted);
  reportTails(checked);
  // one place needs one problem: what a mail program did explains more
  const explained = new Set(reader.map(({ code, range }) => `${code} ${range.start}`));
  const others = found.filter(({ code, range }) => !explained.has(`${code} ${range.start}`));
  return [...reader, ...others, ...ofSeries].sort((a, b) => a.range.start - b.range.start);
}

/** A problem of the reader with its fix, or what a damage that does the same says of it. */
function explain(
  { lines, set, hunks }: Checked,
  problem: PatchProblem,
  shifted: (patch: Patch) => boolean,
): PatchProblem {
  const { code, severity, range } = problem;
  if (!['hunk-counts', 'hunk-truncated', 'hunk-corrupt', 'not-understood'].includes(code)) return problem;
  if (code === 'not-understood' && isMessage(lines.text, set, range.start)) {
    const message =
      'This part of the message looks like a diff. git am takes it for text; git apply, given the mail as it is, takes it for a part of the patch and refuses it or changes more. Apply the mail by git am.';
    return { ...problem, severity: 'hint', message };
  }
  // the line at which Git refuses a hunk is behind its header, and may be that of the next
  const placed = hunkBefore(hunks, range.start - 1);
  if (!placed) return problem;
  if (code === 'not-understood') {
    const parted = placed.hunk.whole && lines.startsWith(lines.lineOf(range.start), '@@ -');
    const stray = parted ? explainStray(lines, placed, lines.lineOf(placed.hunk.range.end - 1) + 1) : undefined;
    return stray ? { severity: 'error', ...stray } : problem;
  }
  if (placed.hunk.whole) return problem;
  const explanation = explainHunk(lines, placed, shifted);
  if (explanation) return { severity, ...explanation };
  if (code === 'hunk-corrupt') return problem;
  const fix = fixCounts(lines.at(lines.lineOf(placed.hunk.headerRange.start)), placed.hunk);
  return fix ? { ...problem, fix: { ...fix, sure: code === 'hunk-counts' } } : problem;
}

/** Whether an offset lies in the message of a mail or commit that has a diff, before the line "---" (mailinfo.c, patchbreak). */
function isMessage(text: string, { patches }: PatchSet, offset: number): boolean {
  const found = patches.find(({ range }) => range.end > offset);
  if (!found || found.files.length === 0) return false;
  const { headersRange, bodyRange } = found.message;
  if (headersRange.end === headersRange.start || offset < bodyRange.start || offset >= bodyRange.end) return false;
  const rule = text.indexOf('\n---\n', bodyRange.start);
  return rule > offset && rule < bodyRange.end;
}

/** Hunks that are whole though their context lost a blank: others of the patch show it, or the indents of all. */
function reportShifted(
  { lines, set, hunks, problems }: Checked,
  said: readonly PatchProblem[],
  shifted: (patch: Patch) => boolean,
): void {
  const lost = said
    .filter(({ code }) => code === 'blank-lost')
    .flatMap(({ range }) => hunkBefore(hunks, range.start) ?? []);
  const patches = new Set(lost.map(({ patch }) => patch).filter(shifted));
  for (const patch of set.patches) {
    const whole = patch.files.every((file) => file.hunks.every((hunk) => hunk.whole));
    if (whole && isIndentedBy(lines, patch, 0)) patches.add(patch);
  }
  for (const placed of hunks) {
    const found = placed.hunk.whole && patches.has(placed.patch) ? explainWhole(lines, placed) : undefined;
    if (found) problems.add(found.code, 'error', found.message, found.range, found.fix);
  }
}

/** Ends of lines that were cut, behind the last hunk of a file. */
function reportTails({ lines, hunks, problems }: Checked): void {
  hunks.forEach((placed, i) => {
    if (!placed.hunk.whole || hunks[i + 1]?.file === placed.file) return;
    const found = explainTail(lines, placed);
    if (found) problems.add(found.code, 'error', found.message, found.range, found.fix);
  });
}

function memoized<K, V>(make: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    const value = known.get(key) ?? make(key);
    known.set(key, value);
    return value;
  };
}
