import type { FilePatch, Hunk, HunkLine, PatchSet } from '../../patch/model.ts';
import { isQemuPath } from '../../review/files.ts';
import { type CKind, type CWord, cWords } from '../../source/c-colours.ts';
import type { TextRange } from '../../text/range.ts';
import type { Token } from '../model.ts';

/** Token types, which are LSP's own, so that every theme has their colours; and a modifier that package.json declares. */
export const C_TOKEN_TYPES = [
  'keyword',
  'type',
  'function',
  'macro',
  'string',
  'number',
  'comment',
] as const satisfies CKind[];
export const C_TOKEN_MODIFIERS = ['memoryApi'] as const;

type CToken = Token<CKind, (typeof C_TOKEN_MODIFIERS)[number]>;

/** A change of a file in C; QEMU's .c.inc and .h.inc are. */
export const isC = ({ oldPath, newPath }: FilePatch): boolean => /\.(?:c|h|cc|inc)$/.test(newPath || oldPath);

const isOfQemu = ({ oldPath, newPath }: FilePatch): boolean => isQemuPath(newPath) || isQemuPath(oldPath);

/**
 * What the words of C in the hunks of QEMU's files are, in the order of the text; only those of lines that meet `range`
 * where one is given. Before and After are read apart, so that what one of them opens does not swallow the other.
 */
export function patchTokens(set: PatchSet, range?: TextRange): readonly CToken[] {
  return set.patches.flatMap(({ files }) =>
    files
      .filter((file) => isC(file) && isOfQemu(file) && meets(file, range))
      .flatMap(({ hunks }) => hunks.filter((hunk) => meets(hunk, range)).flatMap((hunk) => hunkTokens(hunk, range))),
  );
}

const meets = (part: { readonly range: TextRange }, range: TextRange | undefined): boolean =>
  !range || (part.range.start <= range.end && part.range.end >= range.start);

function hunkTokens({ lines }: Hunk, range: TextRange | undefined): CToken[] {
  const after = side(lines, 'added');
  // a context line is After's: it is what stays
  const before = lines.some(({ kind }) => kind === 'removed') ? side(lines, 'removed') : undefined;
  return lines.flatMap((line) => {
    // a lone CR ends a line for editors, and no token may go over one
    if (!meets(line, range) || line.text.includes('\r')) return [];
    const words = (line.kind === 'removed' ? before : after)?.get(line) ?? [];
    const start = line.range.end - line.text.length;
    return words.map(({ at, length, kind, memoryApi }): CToken => {
      const place = { start: start + at, end: start + at + length };
      return { range: place, kind, modifiers: memoryApi ? MEMORY_API : NONE };
    });
  });
}

const MEMORY_API: CToken['modifiers'] = C_TOKEN_MODIFIERS;
const NONE: CToken['modifiers'] = [];

/** The words of each line of one side. */
function side(lines: readonly HunkLine[], own: 'added' | 'removed'): Map<HunkLine, CWord[]> {
  const mine = lines.filter(({ kind }) => kind === 'context' || kind === own);
  const words = new Map<HunkLine, CWord[]>();
  for (const word of cWords(mine)) {
    const line = mine[word.index];
    if (!line) continue;
    const known = words.get(line);
    if (known) known.push(word);
    else words.set(line, [word]);
  }
  return words;
}
