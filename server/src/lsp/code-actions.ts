import { type CodeAction, CodeActionKind, type Connection, type TextDocumentEdit } from 'vscode-languageserver';
import { type Fix, fixesAt } from '../languages/patch/fixes.ts';
import { isChecked } from '../languages/patch/problems.ts';
import { SCHEME } from '../protocol.ts';
import { toDiagnostic, toOffsets, toRange } from './convert.ts';
import type { Documents } from './documents.ts';
import type { Guard } from './guard.ts';

export const CODE_ACTION_KINDS: string[] = [CodeActionKind.QuickFix, CodeActionKind.SourceFixAll];

/** textDocument/codeAction in patches that can be edited; virtual documents cannot. */
export function codeActions(connection: Connection, documents: Documents, guard: Guard): void {
  connection.onCodeAction(
    guard([], ({ textDocument: { uri }, range, context }): CodeAction[] => {
      const opened = documents.get(uri);
      if (opened?.kind !== 'patch' || uri.startsWith(`${SCHEME}:`)) return [];
      const { document, index, text } = opened;
      const set = documents.workspace.readPatch(text);
      if (!isChecked(set)) return [];
      const { only } = context;
      const wanted = (kind: string): boolean => !only || only.some((k) => kind === k || kind.startsWith(`${k}.`));
      const edit = ({ edits }: Fix): TextDocumentEdit => ({
        textDocument: { uri, version: document.version },
        edits: edits.map(({ range: place, text: newText }) => ({ range: toRange(index, place), newText })),
      });
      const problems = documents.workspace.patchProblems(text, set);
      return fixesAt(problems, toOffsets(index, range))
        .filter((fix) => wanted(KINDS[fix.kind]))
        .map((fix) => ({
          title: fix.title,
          kind: KINDS[fix.kind],
          diagnostics: fix.problems.map((problem) => toDiagnostic(uri, index, problem)),
          ...(fix.preferred ? { isPreferred: true } : {}),
          edit: { documentChanges: [edit(fix)] },
        }));
    }),
  );
}

const KINDS = { one: CodeActionKind.QuickFix, alike: CodeActionKind.QuickFix, all: CodeActionKind.SourceFixAll };
