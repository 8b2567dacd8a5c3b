import type { FilePatch, Hunk, Patch, PatchSet } from '../patch/model.ts';
import type { Series } from '../patch/series-model.ts';
import type { SeriesProblem } from '../patch/series-problems.ts';
import type { LineIndex } from '../text/line-index.ts';
import type { TextRange } from '../text/range.ts';
import { seriesJson } from './series-json.ts';

export const PARSE_SCHEMA = 'qemu-memory-review/parse@1';

/** A text as it was read, under the name that it was given by. */
export interface ParsedFile {
  readonly file: string;
  readonly index: LineIndex;
  readonly set: PatchSet;
  readonly series: readonly Series[];
  readonly seriesProblems: readonly SeriesProblem[];
}

/** What was understood of patches as a JSON value; the schema is documented in docs/parse-json.md. */
export const parseJson = (files: readonly ParsedFile[]) => ({
  schema: PARSE_SCHEMA,
  series: seriesOf(files),
  patches: messages(files, (patch) => patch.message.kind === 'patch').map(({ file, index, patch }) => ({
    ...messageJson(file, index, patch),
    files: patch.files.map((changed) => fileJson(changed, index)),
  })),
  messages: messages(files, (patch) => patch.message.kind !== 'patch').map(({ file, index, patch }) => ({
    kind: patch.message.kind,
    ...messageJson(file, index, patch),
  })),
  problems: files.flatMap(({ file, index, set, seriesProblems }) =>
    [...set.problems, ...seriesProblems].map(({ code, severity, message, range }) => ({
      file,
      code,
      severity,
      message,
      range: rangeJson(range, index),
    })),
  ),
});

/** Series, with patches as indices in `patches[]`. */
function seriesOf(files: readonly ParsedFile[]) {
  let count = 0;
  return files.flatMap(({ file, set, series }) => {
    const places = set.patches.map(({ message }) => (message.kind === 'patch' ? count++ : -1));
    return series.map((one) => seriesJson(file, one, set.patches, (index) => places[index] ?? -1));
  });
}

const messages = (files: readonly ParsedFile[], wanted: (patch: Patch) => boolean) =>
  files.flatMap(({ file, index, set }) => set.patches.filter(wanted).map((patch) => ({ file, index, patch })));

const messageJson = (file: string, index: LineIndex, { message, range }: Patch) => ({
  file,
  subject: message.subject,
  from: message.from,
  date: message.date,
  messageId: message.messageId,
  number: message.number,
  total: message.total,
  version: message.version,
  prefixes: message.prefixes,
  inReplyTo: message.inReplyTo,
  references: message.references,
  trailers: message.trailers.map(({ name, value }) => ({ name, value })),
  range: rangeJson(range, index),
});

const fileJson = (file: FilePatch, index: LineIndex) => ({
  oldPath: file.oldPath,
  newPath: file.newPath,
  kind: file.change,
  added: file.added,
  deleted: file.deleted,
  hunks: file.hunks.map((hunk) => hunkJson(hunk, index)),
  range: rangeJson(file.range, index),
});

const hunkJson = ({ oldStart, oldLines, newStart, newLines, section, whole, range }: Hunk, index: LineIndex) => ({
  oldStart,
  oldLines,
  newStart,
  newLines,
  section,
  whole,
  range: rangeJson(range, index),
});

/** Offsets in UTF-16 units, the end exclusive; lines from 1, those of the first and the last character. */
const rangeJson = ({ start, end }: TextRange, index: LineIndex) => ({
  start,
  end,
  line: index.lineAt(start) + 1,
  endLine: index.lineAt(Math.max(start, end - 1)) + 1,
});
