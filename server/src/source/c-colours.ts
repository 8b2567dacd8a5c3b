import { type CPiece, isIdentifier, scan } from './c-tokens.ts';
import { isMemoryApi } from './memory-api.ts';

/** What a word of C is, in the words of LSP's standard semantic tokens. */
export type CKind = 'keyword' | 'type' | 'function' | 'macro' | 'string' | 'number' | 'comment';

/** A word on one line: the line's place in the list of lines, and where in the line it stands. */
export interface CWord {
  readonly index: number;
  readonly at: number;
  readonly length: number;
  readonly kind: CKind;
  /** It calls the memory API. */
  readonly memoryApi: boolean;
}

const KEYWORDS = new Set(
  'auto break case const continue default do else enum extern for goto if inline register restrict return sizeof static struct switch typedef typeof union volatile while __attribute__ __typeof__ asm offsetof'.split(
    ' ',
  ),
);

/** C's own types, and those of QEMU and GLib whose form does not tell. */
const TYPES = new Set(
  'bool char double float int long short signed unsigned void _Bool hwaddr vaddr target_ulong target_long abi_ulong abi_long gboolean gchar gint guint gpointer gconstpointer gsize uint ulong'.split(
    ' ',
  ),
);

const MACRO = /^_*[A-Z][A-Z0-9_]+$/;
const CAMEL_CASE = /^[A-Z]\w*[a-z]\w*$/;

/**
 * What the words of C lines are, in order; punctuation and names of variables are left out. Types are known by their
 * form: `name_t`, QEMU's CamelCase (docs/devel/style.rst) where a name or `*` follows, and what follows `struct`.
 */
export function cWords(lines: readonly { readonly text: string }[]): CWord[] {
  const tokens: CPiece[] = [];
  const words: CWord[] = [];
  const add = ({ index, at, text }: CPiece, kind: CKind): void => {
    words.push({ index, at, length: text.length, kind, memoryApi: kind === 'function' && isMemoryApi(text) });
  };
  scan(lines, (piece) => {
    if (piece.comment) add(piece, 'comment');
    else tokens.push(piece);
  });
  // where the line's first token is, and its word where that is a #
  let first = 0;
  let directive = '';
  for (const [i, token] of tokens.entries()) {
    if (token.index !== tokens[i - 1]?.index) {
      first = i;
      directive = token.text === '#' ? (tokens[i + 1]?.text ?? '') : '';
    }
    const kind = (directive === '' ? undefined : inDirective(directive, i - first)) ?? kindAt(tokens, i);
    if (kind) add(token, kind);
  }
  return words.sort((one, other) => one.index - other.index || one.at - other.at);
}

/** `#` and its word, the name that `#define` makes, and the file that `#include` names. */
function inDirective(directive: string, position: number): CKind | undefined {
  if (position < 2) return 'keyword';
  if (directive === 'include') return 'string';
  return position === 2 && /^(?:define|undef|ifdef|ifndef)$/.test(directive) ? 'macro' : undefined;
}

function kindAt(tokens: readonly CPiece[], i: number): CKind | undefined {
  const text = tokens[i]?.text ?? '';
  if (text.startsWith('"') || text.startsWith("'")) return 'string';
  if (/^\.?\d/.test(text)) return 'number';
  if (!isIdentifier(text)) return undefined;
  if (KEYWORDS.has(text)) return 'keyword';
  if (TYPES.has(text) || text.endsWith('_t')) return 'type';
  if (MACRO.test(text)) return 'macro';
  const [before = '', next = ''] = [tokens[i - 1]?.text, tokens[i + 1]?.text];
  if (/^(?:struct|union|enum)$/.test(before)) return 'type';
  if (CAMEL_CASE.test(text) && isTypePlace(before, next)) return 'type';
  return next === '(' ? 'function' : undefined;
}

/** Where a name of a type's form is one: before a name or `*`, alone in a cast, or at the end of its typedef. */
const isTypePlace = (before: string, next: string): boolean =>
  isIdentifier(next) || next === '*' || (before === '(' && next === ')') || (before === '}' && next === ';');
