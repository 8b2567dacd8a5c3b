import { EXTENDED, type FileStart } from './file-start.ts';
import { type FileHeader, readGitHeader } from './git-header.ts';
import type { Lines } from './lines.ts';
import { prefixes, traditionalName, unquote } from './path.ts';
import type { Problems } from './problems.ts';

const NOTHING_SAID = { oldBlob: '', newBlob: '', oldMode: '', newMode: '' } as const;

/** Reads the header of the kind that `fileStartAt` found at this line. */
export function readFileHeader(lines: Lines, at: number, to: number, start: FileStart, problems: Problems): FileHeader {
  if (start === 'git') return readGitHeader(lines, at, to, problems);
  return start === 'combined' ? readCombinedHeader(lines, at, to) : readTraditionalHeader(lines, at, problems);
}

/** apply.c, parse_traditional_patch: both lines name one file, and a name with something behind it is no other name. */
function readTraditionalHeader(lines: Lines, at: number, problems: Problems): FileHeader {
  const marked = { old: traditionalName(lines.at(at).slice(4)), new: traditionalName(lines.at(at + 1).slice(4)) };
  const prefix = prefixes({ old: marked.old.name, new: marked.new.name });
  const old = marked.old.name.slice(prefix.old);
  const now = marked.new.name.slice(prefix.new);
  const name = now === '' || (old !== '' && now.startsWith(old)) ? old : now;
  if (name === '') {
    problems.add('not-understood', 'error', 'This file header names no file: git apply refuses it.', lines.range(at));
  }
  const added = !marked.old.isThere;
  const deleted = !added && !marked.new.isThere;
  return {
    ...NOTHING_SAID,
    oldPath: added ? '' : name,
    newPath: deleted ? '' : name,
    change: added ? 'added' : deleted ? 'deleted' : 'modified',
    next: at + 2,
  };
}

const COMBINED = [...EXTENDED, 'mode ', 'Binary '];

/** The header of a merge's diff (git diff-tree --cc); its one name has no prefix. */
function readCombinedHeader(lines: Lines, at: number, to: number): FileHeader {
  const line = lines.at(at);
  const rest = line.slice(line.indexOf(' ', 'diff '.length) + 1);
  const name = unquote(rest)?.name ?? rest;
  let next = at + 1;
  while (next < to && COMBINED.some((word) => lines.startsWith(next, word))) next++;
  if (next + 1 < to && lines.startsWith(next, '--- ') && lines.startsWith(next + 1, '+++ ')) next += 2;
  return { ...NOTHING_SAID, oldPath: name, newPath: name, change: 'combined', next };
}
