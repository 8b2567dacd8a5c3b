/** Characters that HFS+ leaves out of names (Git's utf8.c, next_hfs_char). */
const IGNORED_BY_HFS = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g;

/** .git as it is, and as NTFS reads it: the short name, blanks and dots behind it, a stream (Git's path.c, is_ntfs_dotgit). */
const DOT_GIT = /^(?:\.git|git~1)[. ]*(?::|$)/i;

/** Why a path of a patch must not be followed, as the end of a sentence; undefined where it may (Git's verify_path, and drives). */
export function pathRefusal(path: string): string | undefined {
  if (path.includes('\0')) return 'it holds a NUL';
  if (/^[/\\]/.test(path)) return 'it is absolute';
  if (/^[A-Za-z]:/.test(path)) return 'it names a drive';
  for (const part of path.split(/[/\\]/)) {
    if (part === '..') return 'it leaves its folder by ".."';
    if (part === '.') return 'it holds a "."';
    if (DOT_GIT.test(part.replace(IGNORED_BY_HFS, ''))) return 'it reaches into .git';
  }
  return path.endsWith('/') ? 'it is a folder' : undefined;
}

/** Why what a symbolic link at a path points to must not be followed, as the end of a sentence; undefined where it may. */
export function targetRefusal(path: string, target: string): string | undefined {
  if (/^[/\\]/.test(target)) return 'it is absolute';
  if (/^[A-Za-z]:/.test(target)) return 'it names a drive';
  let depth = path.split('/').length - 1;
  for (const part of target.split(/[/\\]/)) {
    if (part === '..') depth--;
    else if (part !== '.' && part !== '') depth++;
    if (depth < 0) return 'it leaves the tree by ".."';
    if (DOT_GIT.test(part.replace(IGNORED_BY_HFS, ''))) return 'it reaches into .git';
  }
  return undefined;
}
