import type { Connection, SemanticTokens, SemanticTokensOptions } from 'vscode-languageserver';
import { dumpTokens, TOKEN_MODIFIERS, TOKEN_TYPES, type Token } from '../languages/mtree/semantic-tokens.ts';
import type { LineIndex } from '../text/line-index.ts';
import { toOffsets } from './convert.ts';
import type { Documents } from './documents.ts';
import type { Guard } from './guard.ts';
import { perDump } from './per-dump.ts';

const TYPES = Object.values(TOKEN_TYPES);

export const SEMANTIC_TOKENS: SemanticTokensOptions = {
  legend: { tokenTypes: TYPES, tokenModifiers: [...TOKEN_MODIFIERS] },
  full: true,
  range: true,
};

/** textDocument/semanticTokens, full and of a range, in dumps. */
export function semanticTokens(connection: Connection, documents: Documents, guard: Guard): void {
  const full = perDump((dump) => encode(dump.index, dumpTokens(dump)));
  connection.languages.semanticTokens.on(
    guard({ data: [] }, ({ textDocument: { uri } }): SemanticTokens => {
      const dump = documents.dump(uri);
      return dump ? full(dump) : { data: [] };
    }),
  );
  connection.languages.semanticTokens.onRange(
    guard({ data: [] }, ({ textDocument: { uri }, range }): SemanticTokens => {
      const dump = documents.dump(uri);
      return dump ? encode(dump.index, dumpTokens(dump, toOffsets(dump.index, range))) : { data: [] };
    }),
  );
}

/** Five numbers a token, relative to the one before; tokens are in the order of the text and on one line each. */
function encode(index: LineIndex, tokens: readonly Token[]): SemanticTokens {
  const data: number[] = [];
  let [lastLine, lastCharacter] = [0, 0];
  for (const { range, kind, modifiers } of tokens) {
    const { line, character } = index.positionAt(range.start);
    const bits = modifiers.reduce((sum, modifier) => sum | (1 << TOKEN_MODIFIERS.indexOf(modifier)), 0);
    data.push(
      line - lastLine,
      line === lastLine ? character - lastCharacter : character,
      range.end - range.start,
      TYPES.indexOf(TOKEN_TYPES[kind]),
      bits,
    );
    [lastLine, lastCharacter] = [line, character];
  }
  return { data };
}
