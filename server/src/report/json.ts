import type { EvaluatedReview } from '../review/evaluated/model.ts';
import type { MessageReview } from '../review/messages.ts';
import type { PatchReview, Review, SeriesReview } from '../review/model.ts';
import { claimJson } from './claims.ts';
import { evaluatedJson } from './evaluated/json.ts';
import { excerptJson } from './excerpts.ts';
import { machineJson } from './machine-json.ts';
import { seriesJson } from './series-json.ts';

export const REVIEW_SCHEMA = 'qemu-memory-review/review@1';

/** One text that was reviewed. */
export interface ReviewedFile {
  readonly file: string;
  readonly review: Review;
  readonly messages: MessageReview;
  /** What the source engine found, where it was asked. */
  readonly evaluated?: EvaluatedReview;
}

/** The review as a JSON value; the schema is documented in docs/review-json.md. */
export function reviewJson(files: readonly ReviewedFile[]) {
  const places = new Map<ReviewedFile, Map<number, number>>();
  let count = 0;
  for (const one of files) places.set(one, new Map(one.review.patches.map(({ index }) => [index, count++])));
  return {
    schema: REVIEW_SCHEMA,
    series: files.flatMap((one) =>
      one.review.series.map((series, at) => ({
        ...seriesJson(one.file, series.series, one.review.set.patches, (index) => places.get(one)?.get(index) ?? -1),
        ...wholeJson(series),
        ...evaluatedJson(one.evaluated?.series.get(at), series.whole?.machines ?? []),
        ...saidJson(one.messages, series.series.cover),
      })),
    ),
    patches: files.flatMap(({ file, review, messages, evaluated }) =>
      review.patches.map((patch) => ({
        ...patchJson(file, patch, messages),
        ...evaluatedJson(evaluated?.patches.get(patch.index), patch.machines, patch.patch),
      })),
    ),
    problems: files.flatMap(({ file, review }) =>
      [...review.set.problems, ...review.problems].map(({ code, severity, message, range }) => ({
        file,
        code,
        severity,
        message,
        start: range.start,
        end: range.end,
      })),
    ),
  };
}

const wholeJson = ({ cores, whole }: SeriesReview) => ({
  cores: cores.map((core) => core?.name ?? null),
  whole: whole
    ? {
        core: { before: whole.before?.name ?? null, after: whole.after?.name ?? null },
        note: whole.note,
        machines: whole.machines.map((machine) => machineJson(machine, 'model')),
      }
    : null,
});

/** What a message claims and shows; that of the cover for a series. */
const saidJson = ({ claims, excerpts }: MessageReview, message: number | undefined) => ({
  claims: (claims[message ?? -1] ?? []).map(claimJson),
  excerpts: (excerpts[message ?? -1] ?? []).map(excerptJson),
});

function patchJson(file: string, review: PatchReview, messages: MessageReview) {
  const { patch, recognition } = review;
  return {
    file,
    subject: patch.message.subject,
    from: patch.message.from,
    date: patch.message.date,
    messageId: patch.message.messageId,
    number: patch.message.number,
    total: patch.message.total,
    kind: review.kind,
    status: recognition.status,
    summary: recognition.summary,
    core: { before: recognition.before?.name ?? null, after: recognition.after?.name ?? null },
    evidence: recognition.evidence.map(({ lines, ...evidence }) => ({
      ...evidence,
      lines: lines.map((place) => {
        const target = patch.files[place.file];
        const line = target?.hunks[place.hunk]?.lines[place.line];
        return {
          file: target?.newPath || target?.oldPath,
          before: line?.oldLine ?? null,
          after: line?.newLine ?? null,
          text: line?.text ?? '',
        };
      }),
    })),
    memoryApiCalls: review.memoryApiCalls,
    regions: review.regionNames,
    machinesWithRegions: review.machinesWithRegions,
    machines: review.machines.map((machine) => machineJson(machine, 'model')),
    ...saidJson(messages, review.index),
  };
}
