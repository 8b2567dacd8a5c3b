import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect } from 'vitest';
import type { FilePatch } from '../../server/src/patch/model.ts';
import { readPatch } from '../../server/src/patch/read-patch.ts';

// Outside any repository: inside one, `git apply --numstat` passes over paths silently.
const root = mkdtempSync(join(tmpdir(), 'patch-oracle-'));
const outside = join(root, 'outside');
mkdirSync(outside);
afterAll(() => rmSync(root, { recursive: true, force: true }));

const person = { GIT_AUTHOR_NAME: 'A', GIT_AUTHOR_EMAIL: 'a@x', GIT_COMMITTER_NAME: 'A', GIT_COMMITTER_EMAIL: 'a@x' };
const env = {
  PATH: process.env.PATH ?? '',
  LC_ALL: 'C',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CEILING_DIRECTORIES: root,
  ...person,
};

/** What git apply makes of a patch, looking only. */
export interface GitVerdict {
  /** "added TAB deleted TAB path", as --numstat -z prints them. */
  readonly stat: readonly string[];
  /** Its first error, and the line that this names. */
  readonly error: string | undefined;
  readonly line: number | undefined;
}

export function gitVerdict(text: string, ...args: string[]): GitVerdict {
  const { stdout, stderr } = spawnSync('git', ['apply', '--numstat', '-z', ...args], {
    cwd: outside,
    env,
    input: text,
  });
  const error = /^error: (.*)$/m.exec(stderr.toString())?.[1];
  const line = / (?:at|on) line (\d+)|\(line (\d+)\)|lines \d+ and (\d+)$/.exec(error ?? '');
  return {
    stat: stdout.toString().split('\0').slice(0, -1),
    error,
    line: line ? Number(line[1] ?? line[2] ?? line[3]) : undefined,
  };
}

export const gitSummary = (text: string, ...args: string[]): string[] =>
  spawnSync('git', ['apply', '--summary', ...args], { cwd: outside, env, input: text })
    .stdout.toString()
    .split('\n')
    .filter((line) => line !== '')
    .sort();

const filesOf = (text: string): FilePatch[] => readPatch(text).patches.flatMap((patch) => patch.files);

/** Our files in the form of --numstat; combined diffs are none of Git's. */
export const ownStat = (text: string): string[] =>
  filesOf(text)
    .filter((file) => file.change !== 'combined')
    .map((file) => {
      const counts = file.change === 'binary' ? '-\t-' : `${file.added}\t${file.deleted}`;
      return `${counts}\t${file.newPath || file.oldPath}`;
    });

/** Our files in the form of --summary. */
export const ownSummary = (text: string): string[] =>
  filesOf(text)
    .flatMap(({ oldPath, newPath, oldMode, newMode, similarity, change, ...file }) => {
      if (oldPath === '') return ` create ${newMode === '' ? '' : `mode ${newMode} `}${newPath}`;
      if (newPath === '') return ` delete ${oldMode === '' ? '' : `mode ${oldMode} `}${oldPath}`;
      const moved = change === 'renamed' || change === 'copied' || (change === 'binary' && oldPath !== newPath);
      const word = change === 'copied' ? 'copy' : 'rename';
      const lines = moved ? [` ${word} ${oldPath} => ${newPath} (${similarity ?? 0}%)`] : [];
      if (!moved && similarity !== undefined && file.hunks.length > 0)
        lines.push(` rewrite ${newPath} (${100 - similarity}%)`);
      if (oldMode !== newMode)
        lines.push(` mode change ${oldMode} => ${newMode}${lines.length > 0 ? '' : ` ${newPath}`}`);
      return lines;
    })
    .sort();

/** The lines of our problems that Git's refusal can be: errors, and hunks that only git am reads. */
export function refusals(text: string): { line: number; code: string; message: string }[] {
  const lineAt = (offset: number): number => text.slice(0, offset).split('\n').length;
  return readPatch(text)
    .problems.filter(
      ({ code, severity }) => severity === 'error' || code === 'hunk-truncated' || code === 'hunk-corrupt',
    )
    .map(({ code, message, range }) => ({ line: lineAt(range.start), code, message }));
}

/** Git does not count a "\ No newline" that ends a hunk: the lines that it names are so many too few. */
export const notCounted = (text: string, line: number): number =>
  text
    .split('\n')
    .slice(0, line)
    .filter((item) => item.startsWith('\\ ')).length;

/** A patch is read as git apply reads it: the same files and counts, or refused at the same line. */
export function expectAgreement(text: string, ...args: string[]): void {
  const { stat, error, line } = gitVerdict(text, ...args);
  const own = refusals(text);
  if (error === undefined) {
    expect(ownStat(text)).toEqual(stat);
    // Git leaves lines out without a word, and looks at paths only when it applies
    expect(own.filter(({ code }) => code !== 'hunk-counts' && code !== 'path-refused')).toEqual([]);
  } else if (/No valid patches/.test(error)) {
    expect(ownStat(text)).toEqual([]);
  } else if (line === undefined) {
    expect(own).not.toEqual([]);
  } else {
    const lines = own.map((problem) => problem.line);
    const most = line + notCounted(text, line);
    expect(
      lines.some((at) => at >= line && at <= most),
      `${error}; ours: ${JSON.stringify(own)}`,
    ).toBe(true);
  }
}

/** A repository of two commits, whose difference has every kind of change. */
export class Repository {
  private readonly folder = mkdtempSync(join(root, 'repo-'));

  constructor() {
    this.git('init', '-q');
    const text = (count: number, word: string): string[] =>
      Array.from({ length: count }, (_, i) => (i % 7 === 3 ? '' : `${word} ${i} {`));
    const put = (name: string, content: string | Uint8Array): void => {
      mkdirSync(dirname(join(this.folder, name)), { recursive: true });
      writeFileSync(join(this.folder, name), content);
    };
    const lines = (items: readonly string[], ending = '\n'): string => items.map((item) => item + ending).join('');
    put('f.c', lines(text(60, 'f')));
    put('dir/g.c', lines(text(40, 'g')));
    put('old name.c', lines(text(30, 'o')));
    put('mode.sh', 'x\n');
    put('moved.sh', lines(text(20, 'm')));
    put('bin', Uint8Array.of(0, 1, 2, 3, 0, 5));
    put('gone.c', lines(text(5, 'x')));
    put('ü"q.c', lines(text(10, 'u')));
    put('open', 'a\nb\nc');
    put('opened', 'a\nb\n');
    put('crlf.c', lines(text(12, 'c'), '\r\n'));
    put('tab\tname', lines(text(8, 't')));
    put('d b/x', lines(text(9, 'd')));
    put('empty', '');
    put('copied.c', lines(text(30, 'k')));
    put('becomes-link', 'f.c');
    this.git('add', '-A');
    this.git('commit', '-qm', 'one');
    put('f.c', lines(text(60, 'f').toSpliced(58, 1).toSpliced(40, 1, 'a', 'b', '-- ', 'c').toSpliced(5, 1, 'five')));
    put('dir/g.c', lines(['-- a', ...text(40, 'g').toSpliced(20, 1)]));
    this.git('mv', 'old name.c', 'new name.c');
    put('new name.c', lines(text(30, 'o').toSpliced(2, 1, 'two')));
    chmodSync(join(this.folder, 'mode.sh'), 0o755);
    this.git('mv', 'moved.sh', 'moved-executable.sh');
    put('moved-executable.sh', lines(text(20, 'm').toSpliced(9, 1)));
    chmodSync(join(this.folder, 'moved-executable.sh'), 0o755);
    put('bin', Uint8Array.of(0, 9, 9, 9, 0, 5, 8, 8, 8));
    this.git('rm', '-q', 'gone.c', 'empty', 'becomes-link');
    put('ü"q.c', lines(['n', ...text(10, 'u')]));
    put('open', 'a\nB\nc\nd');
    put('opened', 'a\nb');
    put('crlf.c', lines(text(12, 'c').toSpliced(4, 1, 'four'), '\r\n'));
    put('tab\tname', `${lines(text(8, 't'))}z`);
    put('d b/x', lines([...text(9, 'd'), 'q']));
    put('fresh.c', lines(text(4, 'n')));
    put('fresh-empty', '');
    put('copy of it.c', lines([...text(30, 'k'), 'more']));
    symlinkSync('f.c', join(this.folder, 'becomes-link'));
    this.git('add', '-A');
    this.git('commit', '-qm', 'two\n\n--- a note\n@@ no hunk');
  }

  git(...args: string[]): string {
    return execFileSync('git', args, { cwd: this.folder, env, stdio: 'pipe' }).toString();
  }
}
