import type { FigurePair, PatchPair, PlacedPatch, RangeDiff } from '../../review/range-diff/model.ts';

export const RANGE_DIFF_SCHEMA = 'qemu-memory-review/range-diff@1';

/** Two versions of a series as a JSON value; the schema is documented in docs/range-diff-json.md. */
export const rangeDiffJson = (diff: RangeDiff, files: { readonly old: string; readonly now: string }) => ({
  schema: RANGE_DIFF_SCHEMA,
  old: { file: files.old, title: diff.old.series.title, version: diff.old.series.version },
  new: { file: files.now, title: diff.now.series.title, version: diff.now.series.version },
  pairs: diff.pairs.map(pairJson),
  whole: diff.whole.map(figureJson),
});

const pairJson = (pair: PatchPair) => ({
  change: pair.change,
  old: placedJson(pair.old),
  new: placedJson(pair.now),
  message: pair.message,
  hunks: pair.hunks.map(({ change, path, old, now }) => ({
    change,
    path,
    old: lineJson(pair.old, old),
    new: lineJson(pair.now, now),
  })),
  figures: pair.figures.map(figureJson),
});

const placedJson = (placed: PlacedPatch | undefined) =>
  placed
    ? {
        number: placed.number,
        subject: placed.review.patch.message.subject,
        messageId: placed.review.patch.message.messageId,
        status: placed.review.recognition.status,
      }
    : null;

/** The line of the new file at which a hunk stands. */
const lineJson = (placed: PlacedPatch | undefined, at: PatchPair['hunks'][number]['old']) =>
  at ? { line: placed?.review.patch.files[at.file]?.hunks[at.hunk]?.newStart ?? null } : null;

const figureJson = ({ machine, moved, old, now }: FigurePair) => ({
  machine,
  moved,
  old: old ?? null,
  new: now ?? null,
});
