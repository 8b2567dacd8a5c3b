import { type CLine, type CToken, tokenise, withoutTraces } from './c-tokens.ts';
import { isCorePath, isCoreSource } from './core-files.ts';
import { scopesOf } from './function-scope.ts';
import type { SourcePatch } from './model.ts';

/** One of the two texts of a hunk, as tokens, and the function that each is in. */
export interface HunkSide {
  readonly tokens: readonly CToken[];
  readonly scopes: readonly string[];
  /** Every scope that occurs, to reject patterns fast. */
  readonly scopeNames: ReadonlySet<string>;
}

/** A hunk of a file of the memory core: Before is context and removed lines, After is context and added lines. */
export interface CoreHunk {
  readonly file: number;
  readonly hunk: number;
  readonly path: string;
  /** A .c file: each changed line of it has to be explained. */
  readonly source: boolean;
  readonly before: HunkSide;
  readonly after: HunkSide;
  /** Both sides have the same tokens: only comments and white space change. */
  readonly same: boolean;
}

export function coreHunks(patch: SourcePatch): CoreHunk[] {
  const hunks: CoreHunk[] = [];
  patch.files.forEach((file, fileIndex) => {
    if (!isCorePath(file.oldPath) && !isCorePath(file.newPath)) return;
    file.hunks.forEach((hunk, hunkIndex) => {
      const before = hunkSide(hunk.section, hunk.lines, 'removed');
      const after = hunkSide(hunk.section, hunk.lines, 'added');
      hunks.push({
        file: fileIndex,
        hunk: hunkIndex,
        path: file.newPath || file.oldPath,
        source: isCoreSource(file.oldPath) || isCoreSource(file.newPath),
        before,
        after,
        same: sameTokens(before.tokens, after.tokens),
      });
    });
  });
  return hunks;
}

type HunkLines = SourcePatch['files'][number]['hunks'][number]['lines'];

function hunkSide(section: string, lines: HunkLines, own: 'added' | 'removed'): HunkSide {
  const texts: CLine[] = [];
  lines.forEach((line, index) => {
    if (line.kind === 'context' || line.kind === own) {
      texts.push({ text: line.text, line: index, changed: line.kind === own });
    }
  });
  const tokens = withoutTraces(tokenise(texts));
  const scopes = scopesOf(section, tokens);
  return { tokens, scopes, scopeNames: new Set(scopes) };
}

function sameTokens(a: readonly CToken[], b: readonly CToken[]): boolean {
  return a.length === b.length && a.every((token, i) => token.text === b[i]?.text);
}
