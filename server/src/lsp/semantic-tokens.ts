import type { Connection, SemanticTokens, SemanticTokensOptions } from 'vscode-languageserver';
import type { Token } from '../languages/model.ts';
import type { Dump } from '../languages/mtree/dump.ts';
import { dumpTokens, TOKEN_MODIFIERS, TOKEN_TYPES } from '../languages/mtree/semantic-tokens.ts';
import { C_TOKEN_MODIFIERS, C_TOKEN_TYPES, patchTokens } from '../languages/patch/c-tokens.ts';
import type { LineIndex } from '../text/line-index.ts';
import { toOffsets } from './convert.ts';
import type { Documents, PatchDocument } from './documents.ts';
import type { Guard } from './guard.ts';
import { remember } from './remember.ts';

/** The one legend of both: kinds of regions by the names that package.json declares, words of C by LSP's own. */
const TYPES = new Map<string, string>([
  ...Object.entries(TOKEN_TYPES),
  ...C_TOKEN_TYPES.map((name): [string, string] => [name, name]),
]);
const PLACE_OF_KIND = new Map([...TYPES.keys()].map((kind, place) => [kind, place]));
const MODIFIERS: readonly string[] = [...TOKEN_MODIFIERS, ...C_TOKEN_MODIFIERS];

export const SEMANTIC_TOKENS: SemanticTokensOptions = {
  legend: { tokenTypes: [...TYPES.values()], tokenModifiers: [...MODIFIERS] },
  full: true,
  range: true,
};

const NONE: SemanticTokens = { data: [] };

/** textDocument/semanticTokens, full and of a range: regions of dumps, C in patches. */
export function semanticTokens(connection: Connection, documents: Documents, guard: Guard): void {
  const ofDump = remember((dump: Dump) => encode(dump.index, dumpTokens(dump)));
  const ofPatch = remember(({ set, index }: PatchDocument) => encode(index, patchTokens(set)));
  connection.languages.semanticTokens.on(
    guard(NONE, ({ textDocument: { uri } }): SemanticTokens => {
      const dump = documents.dump(uri);
      if (dump) return ofDump(dump);
      const patch = documents.patch(uri);
      return patch ? ofPatch(patch) : NONE;
    }),
  );
  connection.languages.semanticTokens.onRange(
    guard(NONE, ({ textDocument: { uri }, range }): SemanticTokens => {
      const dump = documents.dump(uri);
      if (dump) return encode(dump.index, dumpTokens(dump, toOffsets(dump.index, range)));
      const patch = documents.patch(uri);
      return patch ? encode(patch.index, patchTokens(patch.set, toOffsets(patch.index, range))) : NONE;
    }),
  );
}

/** Five numbers a token, relative to the one before; tokens are in the order of the text and on one line each. */
function encode(index: LineIndex, tokens: readonly Token[]): SemanticTokens {
  const data: number[] = [];
  let [lastLine, lastCharacter] = [0, 0];
  for (const { range, kind, modifiers } of tokens) {
    const { line, character } = index.positionAt(range.start);
    const bits = modifiers.reduce((sum, modifier) => sum | (1 << MODIFIERS.indexOf(modifier)), 0);
    data.push(
      line - lastLine,
      line === lastLine ? character - lastCharacter : character,
      range.end - range.start,
      PLACE_OF_KIND.get(kind) ?? 0,
      bits,
    );
    [lastLine, lastCharacter] = [line, character];
  }
  return { data };
}
