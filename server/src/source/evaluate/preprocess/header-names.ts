import type { Token } from './token.ts';

/** The file of `"name"` or `<name>`. */
export function headerName(tokens: readonly Token[]): { name: string; quoted: boolean } | undefined {
  const [open] = tokens;
  if (open?.kind === 'string') return { name: open.text.slice(1, -1), quoted: true };
  if (open?.text !== '<') return undefined;
  const close = tokens.findIndex(({ text }) => text === '>');
  if (close < 0) return undefined;
  const inner = tokens.slice(1, close).map((token, i) => (i > 0 && token.space ? ` ${token.text}` : token.text));
  return { name: inner.join(''), quoted: false };
}

/** Takes `.` and `..` out of a path. */
export function normalise(path: string): string {
  if (!path.includes('./') && !path.includes('//') && !path.endsWith('/..')) return path;
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '.' || (part === '' && parts.length)) continue;
    if (part === '..' && parts.length && parts.at(-1) !== '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}

/** Where a header may stand, in the order of folders; '' is the root. */
export const headerPaths = (name: string, folders: readonly string[]): readonly string[] =>
  folders.map((folder) => normalise(folder === '' || folder.endsWith('/') ? folder + name : `${folder}/${name}`));
