import type { LineIndex } from '../text/line-index.ts';
import type { TextRange } from '../text/range.ts';
import type { Severity } from './rule.ts';
import type { RuleCode } from './rule-table.ts';

export const CHECK_SCHEMA = 'qemu-memory-review/check@1';

/** The problems of a text under the name that it was given by. */
export interface CheckedFile {
  readonly file: string;
  readonly index: LineIndex;
  readonly problems: readonly {
    readonly code: RuleCode;
    readonly severity: Severity;
    readonly message: string;
    readonly range: TextRange;
    readonly fix?: { readonly title: string };
  }[];
}

/** Problems of patches as a JSON value; the schema is documented in docs/check-json.md. */
export const checkJson = (files: readonly CheckedFile[]) => ({
  schema: CHECK_SCHEMA,
  problems: files.flatMap(({ file, index, problems }) =>
    [...problems]
      .sort((a, b) => a.range.start - b.range.start)
      .map(({ code, severity, message, range, fix }) => ({
        file,
        code,
        severity,
        message,
        range: {
          ...range,
          ...place(index, range.start, ['line', 'column']),
          ...place(index, range.end, ['endLine', 'endColumn']),
        },
        ...(fix ? { fix: fix.title } : {}),
      })),
  ),
});

function place<L extends string, C extends string>(index: LineIndex, offset: number, [line, column]: [L, C]) {
  const found = index.positionAt(offset);
  return { [line]: found.line + 1, [column]: found.character + 1 } as Record<L | C, number>;
}
