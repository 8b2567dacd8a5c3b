import { patchOutline } from '../../server/src/languages/patch/outline.ts';
import { applyFile } from '../../server/src/patch/apply.ts';
import { checkPatch } from '../../server/src/patch/checks/check-patch.ts';
import type { PatchSet } from '../../server/src/patch/model.ts';
import { readPatch } from '../../server/src/patch/read-patch.ts';
import { readSeries } from '../../server/src/patch/series.ts';
import { findClaims } from '../../server/src/review/claims/find-claims.ts';
import { checkLaws, inside } from './laws.ts';

/** A text and what is read of it, the decoded one where it is wrapped. */
export interface Subject {
  readonly text: string;
  readonly set: PatchSet;
}

/**
 * What is given every text: it must not throw, not take long, and keep the laws that it asserts itself. Whoever adds a
 * pure function that reads patches adds a line here.
 */
export const TARGETS: Readonly<Record<string, (subject: Subject) => void>> = {
  laws: ({ text, set }) => checkLaws(text, set),
  lines: ({ set }) => {
    for (const file of set.patches.flatMap(({ files }) => files)) for (const { lines } of file.hunks) void lines.length;
  },
  checks: ({ text, set }) => {
    for (const { range, fix } of checkPatch(text, set)) {
      inside(text, range, 'a problem of the checks');
      for (const edit of fix?.edits ?? []) inside(text, edit.range, 'an edit');
    }
  },
  series: ({ text, set }) => void readSeries(set.patches, text),
  claims: ({ text, set }) => {
    for (const { message } of set.patches) findClaims(text, message);
  },
  outline: ({ text, set }) => void patchOutline(set, readSeries(set.patches, text)),
  apply: ({ set }) => {
    for (const file of set.patches.flatMap(({ files }) => files).slice(0, 20)) applyFile('a\nb\r\nc', file);
  },
};

/** Longer than this takes no text of the fuzz's size, in milliseconds; what is quadratic takes longer. */
const SLOW = 3_000;

/** Why a target fails on a text; undefined where all keep what they promise. */
export function failureOf(text: string): string | undefined {
  const start = performance.now();
  let target = 'readPatch';
  try {
    const set = readPatch(text);
    const subjects: Subject[] = [
      { text, set },
      ...(set.decoded ? [{ text: set.decoded.text, set: set.decoded.set }] : []),
    ];
    for (const subject of subjects) {
      for (const [name, run] of Object.entries(TARGETS)) {
        target = name;
        run(subject);
      }
    }
  } catch (error) {
    return `${target}: ${error instanceof Error ? error.message : error}`;
  }
  const time = performance.now() - start;
  return time > SLOW ? `slow: ${Math.round(time)} ms for ${text.length} characters` : undefined;
}
