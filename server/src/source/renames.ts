import { type CToken, isIdentifier } from './c-tokens.ts';
import type { CoreHunk } from './core-hunks.ts';
import { isUsedAsFixed } from './digest.ts';
import { isTypeName, isVariable } from './patterns.ts';

/**
 * The hunks that only rename variables: all hunks of a function together have the same tokens on both sides, but for
 * names of variables that are exchanged one for one. Each new name has to be new there, and its declaration has to be
 * in the patch: otherwise another variable is used, which is no renaming.
 */
export function renamingHunks(hunks: readonly CoreHunk[]): Set<CoreHunk> {
  const changing = hunks.filter((hunk) => !hunk.same);
  const groups = new Map<string, CoreHunk[]>();
  for (const hunk of changing) {
    const key = `${hunk.file}:${changedScopes(hunk)}`;
    groups.set(key, [...(groups.get(key) ?? []), hunk]);
  }
  const renaming = new Set<CoreHunk>();
  for (const group of groups.values()) if (onlyRenames(group)) for (const hunk of group) renaming.add(hunk);
  return renaming;
}

function changedScopes(hunk: CoreHunk): string {
  const scopes = new Set<string>();
  for (const side of [hunk.before, hunk.after]) {
    side.tokens.forEach((token, i) => {
      if (token.changed) scopes.add(side.scopes[i] ?? '');
    });
  }
  return [...scopes].join(',');
}

function onlyRenames(group: readonly CoreHunk[]): boolean {
  const names = new Map<string, string>();
  const taken = new Map<string, string>();
  const declared = new Set<string>();
  for (const hunk of group) {
    const before = hunk.before.tokens;
    const after = hunk.after.tokens;
    if (before.length !== after.length) return false;
    for (let i = 0; i < before.length; i++) {
      const old = before[i]?.text ?? '';
      const fresh = after[i]?.text ?? '';
      if (!isIdentifier(old)) {
        if (old !== fresh) return false;
        continue;
      }
      const free = isVariable(old) && isVariable(fresh) && !isUsedAsFixed(before, i) && !isUsedAsFixed(after, i);
      if (!free) {
        if (old !== fresh) return false;
        continue;
      }
      if ((names.get(old) ?? fresh) !== fresh || (taken.get(fresh) ?? old) !== old) return false;
      names.set(old, fresh);
      taken.set(fresh, old);
      if (isDeclaration(before, i) && isDeclaration(after, i)) declared.add(fresh);
    }
  }
  return [...names].every(([old, fresh]) => old === fresh || (!names.has(fresh) && declared.has(fresh)));
}

/** `Type name`, `Type *name` or `, *name` behind such. */
function isDeclaration(tokens: readonly CToken[], at: number): boolean {
  let i = at - 1;
  while (tokens[i]?.text === '*') i--;
  const previous = tokens[i]?.text ?? '';
  if (isTypeName(previous)) return true;
  return tokens[i - 1]?.text === 'struct' && isIdentifier(previous);
}
