import type { Hunk, HunkLine } from '../../patch/model.ts';
import { tokenise } from '../../source/c-tokens.ts';
import { scopesOf, sectionScope } from '../../source/function-scope.ts';

/**
 * The function (or `struct x`, or a variable with its initialiser) that the first change of a hunk of C is in; ''
 * where the hunk does not show it. Git's own words behind the second @@ name what begins before the hunk, which may
 * end before the change.
 */
export function functionOfHunk({ section, lines }: Hunk): string {
  const own = lines.some(({ kind }) => kind === 'added') ? 'added' : 'removed';
  const change = lines.findIndex(({ kind }) => kind === own);
  const shown = lines.flatMap(({ kind, text }: HunkLine, line) =>
    kind === 'context' || kind === own ? [{ text, line, changed: kind === own }] : [],
  );
  const tokens = tokenise(shown);
  const scopes = scopesOf(section, tokens);
  const first = tokens.findIndex(({ line }) => line >= change);
  return first < 0 ? (scopes.at(-1) ?? sectionScope(section)) : (scopes[first] ?? '');
}
