import {
  type Diagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
  type DocumentSymbol,
  type FoldingRange,
  FoldingRangeKind,
  type Range,
  SymbolKind,
} from 'vscode-languageserver';
import type { Fold, Outline, Problem } from '../languages/model.ts';
import { visible } from '../report/markdown.ts';
import type { LineIndex } from '../text/line-index.ts';
import type { TextRange } from '../text/range.ts';

/** Offsets to the protocol's positions. */
export const toRange = (index: LineIndex, { start, end }: TextRange): Range => ({
  start: index.positionAt(start),
  end: index.positionAt(end),
});

/** The protocol's range to offsets. */
export const toOffsets = (index: LineIndex, { start, end }: Range): TextRange => ({
  start: index.offsetAt(start),
  end: index.offsetAt(end),
});

const SEVERITIES = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** `page` is what the problem's code links to. */
export const toDiagnostic = (uri: string, index: LineIndex, problem: Problem, page?: string): Diagnostic => ({
  range: toRange(index, problem.range),
  severity: SEVERITIES[problem.severity],
  code: problem.code,
  ...(page === undefined ? {} : { codeDescription: { href: page } }),
  source: 'QEMU Memory Review',
  message: visible(problem.message),
  ...(problem.unnecessary ? { tags: [DiagnosticTag.Unnecessary] } : {}),
  ...(problem.related?.length
    ? {
        relatedInformation: problem.related.map(({ range, message }) => ({
          location: { uri, range: toRange(index, range) },
          message: visible(message),
        })),
      }
    : {}),
});

const KINDS: Record<Outline['kind'], SymbolKind> = {
  series: SymbolKind.Package,
  patch: SymbolKind.Class,
  message: SymbolKind.String,
  file: SymbolKind.File,
  hunk: SymbolKind.Function,
  'address-space': SymbolKind.Namespace,
  region: SymbolKind.Struct,
  alias: SymbolKind.Interface,
  view: SymbolKind.Module,
  range: SymbolKind.Field,
};

/** Deeper trees than any machine has would overflow the protocol's own recursion. */
const MAX_DEPTH = 200;

export function toSymbol(index: LineIndex, outline: Outline, depth = 0): DocumentSymbol {
  // the protocol wants the selection inside the range, and a name that is not blank
  const start = Math.min(outline.range.start, outline.selection.start);
  const end = Math.max(outline.range.end, outline.selection.end);
  return {
    name: visible(outline.name).trim() || '(no name)',
    detail: visible(outline.detail),
    kind: KINDS[outline.kind],
    range: toRange(index, { start, end }),
    selectionRange: toRange(index, outline.selection),
    // none at all where there are none: a dump has thousands of leaves
    ...(outline.children.length > 0 && depth < MAX_DEPTH
      ? { children: outline.children.map((child) => toSymbol(index, child, depth + 1)) }
      : {}),
  };
}

/** undefined where there is nothing to fold: a single line. */
export function toFold(index: LineIndex, { range, kind }: Fold): FoldingRange | undefined {
  const startLine = index.lineAt(range.start);
  const last = index.positionAt(range.end);
  const endLine = last.character === 0 ? last.line - 1 : last.line;
  if (endLine <= startLine) return undefined;
  return { startLine, endLine, kind: kind === 'comment' ? FoldingRangeKind.Comment : FoldingRangeKind.Region };
}
