import type { FilePatch, Hunk, Patch, PatchSet } from '../patch/model.ts';
import type { Series } from '../patch/series-model.ts';
import type { SeriesProblem } from '../patch/series-problems.ts';
import type { LineIndex } from '../text/line-index.ts';
import type { TextRange } from '../text/range.ts';
import { seriesJson } from './series-json.ts';

export const PARSE_SCHEMA = 'qemu-memory-review/parse@1';

/** A text as it was given, wrapped or not, under the name that it was given by. */
export interface ParsedFile {
  readonly file: string;
  readonly index: LineIndex;
  readonly set: PatchSet;
  readonly series: readonly Series[];
  readonly seriesProblems: readonly SeriesProblem[];
}

/** What was read of a text, or of the one that it wraps. */
export const readSet = ({ set }: ParsedFile): PatchSet => set.decoded?.set ?? set;

/** Ranges of what was read to those of the text as it was given. */
type Placing = (range: TextRange) => JsonRange;

const placing =
  ({ index, set: { decoded } }: ParsedFile): Placing =>
  (range) =>
    rangeJson(decoded ? decoded.place(range) : range, index);

/** What was understood of patches as a JSON value; the schema is documented in docs/parse-json.md. */
export const parseJson = (files: readonly ParsedFile[]) => ({
  schema: PARSE_SCHEMA,
  series: seriesOf(files),
  patches: messages(files, (patch) => patch.message.kind === 'patch').map(({ file, place, patch }) => ({
    ...messageJson(file, place, patch),
    files: patch.files.map((changed) => fileJson(changed, place)),
  })),
  messages: messages(files, (patch) => patch.message.kind !== 'patch').map(({ file, place, patch }) => ({
    kind: patch.message.kind,
    ...messageJson(file, place, patch),
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
  return files.flatMap((parsed) => {
    const { file, series } = parsed;
    const { patches } = readSet(parsed);
    const places = patches.map(({ message }) => (message.kind === 'patch' ? count++ : -1));
    return series.map((one) => seriesJson(file, one, patches, (index) => places[index] ?? -1));
  });
}

const messages = (files: readonly ParsedFile[], wanted: (patch: Patch) => boolean) =>
  files.flatMap((parsed) => {
    const place = placing(parsed);
    return readSet(parsed)
      .patches.filter(wanted)
      .map((patch) => ({ file: parsed.file, place, patch }));
  });

const messageJson = (file: string, place: Placing, { message, range }: Patch) => ({
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
  range: place(range),
});

const fileJson = (file: FilePatch, place: Placing) => ({
  oldPath: file.oldPath,
  newPath: file.newPath,
  kind: file.change,
  oldMode: file.oldMode,
  newMode: file.newMode,
  ...(file.similarity === undefined ? {} : { similarity: file.similarity }),
  added: file.added,
  deleted: file.deleted,
  hunks: file.hunks.map((hunk) => hunkJson(hunk, place)),
  range: place(file.range),
});

const hunkJson = ({ oldStart, oldLines, newStart, newLines, section, whole, range }: Hunk, place: Placing) => ({
  oldStart,
  oldLines,
  newStart,
  newLines,
  section,
  whole,
  range: place(range),
});

interface JsonRange extends TextRange {
  readonly line: number;
  readonly endLine: number;
}

/** Offsets in UTF-16 units, the end exclusive; lines from 1, those of the first and the last character. */
const rangeJson = ({ start, end }: TextRange, index: LineIndex): JsonRange => ({
  start,
  end,
  line: index.lineAt(start) + 1,
  endLine: index.lineAt(Math.max(start, end - 1)) + 1,
});
