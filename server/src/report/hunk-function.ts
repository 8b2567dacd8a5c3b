import type { Hunk, HunkLine } from '../patch/model.ts';
import { tokenise } from '../source/c-tokens.ts';
import { scopesOf, sectionScope } from '../source/function-scope.ts';

/**
 * The function (or `struct x`, or a variable with its initialiser) that the first change of a hunk of C is in; ''
 * where the hunk does not show it. Git's own words behind the second @@ name what begins before the hunk, which may
 * end before the change.
 */
export function functionOfHunk({ section, lines }: Hunk): string {
  const own = lines.some(({ kind }) => kind === 'added') ? 'added' : 'removed';
  const change = lines.findIndex(({ kind }) => kind === own);
  const { tokens, scopes } = scoped(section, lines, own);
  const first = tokens.findIndex(({ line }) => line >= change);
  return first < 0 ? (scopes.at(-1) ?? sectionScope(section)) : (scopes[first] ?? '');
}

/**
 * Whether a hunk of C may change what runs: a line in the body of a function, or in an initialiser. Declarations,
 * comments and macros are never run where they stand.
 */
export const changesCode = ({ section, lines }: Hunk): boolean =>
  (['added', 'removed'] as const).some((own) => {
    const { tokens, scopes } = scoped(section, lines, own);
    const before = sectionScope(section);
    let inBody = before !== '' && scopes[0] === before;
    return tokens.some(({ text, line, changed }, i) => {
      const scope = scopes[i] ?? '';
      if (i > 0 && scope !== scopes[i - 1]) inBody = false;
      if (text === '{' || text === '=') inBody = true;
      return changed && inBody && !/^(struct .*)?$/.test(scope) && text !== '}' && !isDirective(lines, line, own);
    });
  });

/** A line of a preprocessor directive, or one that continues it. */
function isDirective(lines: readonly HunkLine[], at: number, own: 'added' | 'removed'): boolean {
  const side = lines.slice(0, at + 1).filter(({ kind }) => kind === 'context' || kind === own);
  const start = side.findLastIndex((_, i) => !side[i - 1]?.text.endsWith('\\'));
  return /^\s*#/.test(side[start]?.text ?? '');
}

/** The tokens of one side, and the scope of each. */
function scoped(section: string, lines: readonly HunkLine[], own: 'added' | 'removed') {
  const shown = lines.flatMap(({ kind, text }, line) =>
    kind === 'context' || kind === own ? [{ text, line, changed: kind === own }] : [],
  );
  const tokens = tokenise(shown);
  return { tokens, scopes: scopesOf(section, tokens) };
}
