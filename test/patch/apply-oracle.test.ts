import { describe, expect, it } from 'vitest';
import { readPatch } from '../../server/src/patch/read-patch.ts';
import { expectAgreement, gitSummary, gitVerdict, ownStat, ownSummary, Repository } from './git-apply.ts';

const text = (...lines: string[]): string => `${lines.join('\n')}\n`;
const EDIT = ['@@ -1 +1 @@', '-b', '+c'];
const gitFile = (name: string, ...rest: string[]): string[] => [
  `diff --git a/${name} b/${name}`,
  'index 1234567..89abcde 100644',
  `--- a/${name}`,
  `+++ b/${name}`,
  ...rest,
];
const onFile = (...rest: string[]): string => text(...gitFile('f.c', ...rest));
const TIME = '\t2024-01-01 10:00:00.000000000 +0100';
const EPOCH = '\t1970-01-01 01:00:00.000000000 +0100';

describe('written cases are read as git apply reads them', () => {
  const accepted: Record<string, string> = {
    'one hunk': onFile(...EDIT),
    'two hunks, two files': text(
      ...gitFile('f.c', ...EDIT, '@@ -9,0 +9,2 @@ g', '+x', '+y'),
      ...gitFile('g.c', ...EDIT),
    ),
    'a header in another order': text('diff --git a/f b/f', '--- a/f', 'index 12..34', '+++ b/f', ...EDIT),
    'a name with blanks': text(...gitFile('a b c.c', ...EDIT)).replaceAll('a b c.c\n@@', 'a b c.c\t\n@@'),
    'a name with " b/" in it': text('diff --git a/x b/x b/x b/x', 'old mode 100644', 'new mode 100755'),
    'a quoted name': text('diff --git "a/t\\tab" "b/t\\tab"', '--- "a/t\\tab"', '+++ "b/t\\tab"', ...EDIT),
    'an octal name': text('diff --git "a/\\303\\274.c" "b/\\303\\274.c"', 'new file mode 100644', 'index 0..1'),
    'a rename from a quoted name': text(
      'diff --git "a/t\\tab" b/tab',
      'similarity index 100%',
      'rename from "t\\tab"',
      'rename to tab',
    ),
    'a rename with an edit and a mode': text(
      'diff --git a/old.sh b/new.sh',
      'old mode 100644',
      'new mode 100755',
      'similarity index 80%',
      'rename from old.sh',
      'rename to new.sh',
      'index 12..34',
      '--- a/old.sh',
      '+++ b/new.sh',
      ...EDIT,
    ),
    'a copy': text('diff --git a/x b/y', 'similarity index 100%', 'copy from x', 'copy to y'),
    'a rewrite': text(
      'diff --git a/f b/f',
      'dissimilarity index 90%',
      'index 12..34 100644',
      '--- a/f',
      '+++ b/f',
      ...EDIT,
    ),
    'the old words of a rename': text('diff --git a/x b/y', 'rename old x', 'rename new y'),
    'a mode': text('diff --git a/f b/f', 'old mode 100644', 'new mode 100755'),
    'a mode with an edit': text(
      'diff --git a/f b/f',
      'old mode 100644',
      'new mode 100755',
      'index 1..2',
      '--- a/f',
      '+++ b/f',
      ...EDIT,
    ),
    'a new file': text(
      'diff --git a/f b/f',
      'new file mode 100755',
      'index 0..1',
      '--- /dev/null',
      '+++ b/f',
      '@@ -0,0 +1 @@',
      '+c',
    ),
    'a deleted file': text(
      'diff --git a/f b/f',
      'deleted file mode 100644',
      '--- a/f',
      '+++ /dev/null',
      '@@ -1 +0,0 @@',
      '-c',
    ),
    'a deletion without its content': text('diff --git a/f b/f', 'deleted file mode 100644', 'index 1..0'),
    'a link': text(
      'diff --git a/l b/l',
      'new file mode 120000',
      '--- /dev/null',
      '+++ b/l',
      '@@ -0,0 +1 @@',
      '+f.c',
      '\\ No newline at end of file',
    ),
    'a submodule': text(
      'diff --git a/s b/s',
      'index 12..34 160000',
      '--- a/s',
      '+++ b/s',
      '@@ -1 +1 @@',
      '-Subproject commit 12',
      '+Subproject commit 34',
    ),
    'binary files that differ': text(
      'diff --git a/x b/x',
      'index 1..2 100644',
      'Binary files a/x and b/x differ',
      ...gitFile('f', ...EDIT),
    ),
    'no prefix': text('diff --git f.c f.c', '--- f.c', '+++ f.c', ...EDIT),
    'prefixes of words': text('diff --git old/f.c new/f.c', '--- old/f.c', '+++ new/f.c', ...EDIT),
    'no newline on the old side': onFile('@@ -1 +1 @@', '-b', '\\ No newline at end of file', '+b'),
    'no newline on the new side': onFile('@@ -1 +1 @@', '-b', '+b', '\\ No newline at end of file'),
    'no newline on both': onFile('@@ -1,2 +1,2 @@', '-b', '+c', ' d', '\\ No newline at end of file'),
    'no newline in other words': onFile('@@ -1 +1 @@', '-b', '+b', '\\ Pas de fin de ligne'),
    'context that lost its blank': onFile('@@ -1,3 +1,3 @@', '', '-b', '+c', ''),
    'removed lines like headers': onFile('@@ -1,2 +1 @@', '--- a/x', '-- ', '+++ b/x'),
    'a signature behind it': onFile(...EDIT, '-- ', '2.39.5'),
    'lines that the counts leave out': onFile(...EDIT, '+d', ' e'),
    'CR in the content': onFile('@@ -1,2 +1,2 @@', ' a\r', '-b\r', '+c\r'),
    'CRLF throughout': onFile('@@ -1,2 +1,2 @@', ' a', '-b', '+c').replaceAll('\n', '\r\n'),
    'a traditional diff': text('diff -u f.c.orig f.c', `--- f.c.orig${TIME}`, `+++ f.c${TIME}`, ...EDIT),
    'a traditional diff of folders': text(
      'diff -ru old/d/f.c new/d/f.c',
      `--- old/d/f.c${TIME}`,
      `+++ new/d/f.c${TIME}`,
      ...EDIT,
      'Only in new/d: x',
    ),
    'a traditional new file': text(`--- old/f${EPOCH}`, `+++ new/f${TIME}`, '@@ -0,0 +1 @@', '+c'),
    'a traditional deleted file': text(`--- old/f${TIME}`, `+++ new/f${EPOCH}`, '@@ -1 +0,0 @@', '-c'),
    'a time that is no epoch': text('--- old/f\t1970-01-01 02:00:00.000000000 +0100', `+++ new/f${TIME}`, ...EDIT),
    'an svn diff': text('Index: f.c', '='.repeat(67), '--- f.c\t(revision 1)', '+++ f.c\t(working copy)', ...EDIT),
    'an hg diff': text(
      'diff -r 0123456789ab f.c',
      '--- a/f.c\tMon Jan 01 10:00:00 2024 +0100',
      '+++ b/f.c\tMon Jan 01 10:00:01 2024 +0100',
      ...EDIT,
    ),
    'a diffstat and a summary in front': text(
      ' f.c | 2 +-',
      ' 1 file changed',
      ' create mode 100644 g',
      '',
      ...gitFile('f.c', ...EDIT),
    ),
    'raw and numstat in front': text(
      ':100644 100644 1234567 89abcde M\tf.c',
      '1\t1\tf.c',
      '',
      ...gitFile('f.c', ...EDIT),
    ),
    'a combined diff before another': text(
      'diff --cc m.c',
      'index 1,2..3',
      '--- a/m.c',
      '+++ b/m.c',
      '@@@ -1,1 -1,1 +1,2 @@@',
      '+ a',
      ' +b',
      ...gitFile('f.c', ...EDIT),
    ),
    'folders that have files on one side': text(
      'Only in a: x',
      'Binary files a/y and b/y differ',
      ...gitFile('f.c', ...EDIT),
    ),
    'a header with nothing behind it': text('diff --git a/f b/f', 'index 12..34 100644'),
  };
  it.each(Object.entries(accepted))('%s', (_, patch) => {
    // Git strips one folder unless told; a diff without prefixes tells nothing
    const strip = /^(diff --git f|Index)/.test(patch) ? ['-p0'] : [];
    expect(gitVerdict(patch, ...strip).error).toBeUndefined();
    expectAgreement(patch, ...strip);
    expect(ownSummary(patch)).toEqual(gitSummary(patch, ...strip));
  });

  const BINARY = ['diff --git a/x b/x', 'index 1..2 100644', 'GIT binary patch'];
  const refused: Record<string, string> = {
    'a hunk that the text ends': onFile('@@ -1,3 +1,3 @@', ' a', '-b'),
    'a hunk that another hunk ends': onFile('@@ -1,3 +1,3 @@', ' a', '@@ -9 +9 @@', '-b', '+c'),
    'a hunk that another file ends': text(...gitFile('f.c', '@@ -1,3 +1,3 @@', ' a'), ...gitFile('g.c', ...EDIT)),
    'a hunk that a signature ends': onFile('@@ -1,5 +1,5 @@', ' a', '-b', '-- ', '2.39.5'),
    'a hunk that a mail ends': text(
      ...gitFile('f.c', '@@ -1,3 +1,3 @@', ' a'),
      'From x Mon Sep 17 00:00:00 2001',
      'From: a',
      'Subject: b',
      '',
    ),
    'a wrapped line': onFile('@@ -1,2 +1,2 @@', ' a', '-b that is', 'wrapped', '+c'),
    'more lines than counted, and a hunk': onFile(...EDIT, '+d', '@@ -9 +9 @@', '-b', '+c'),
    'one side more than counted': onFile('@@ -1 +1,3 @@', ' a', '-b', '+c'),
    'text between hunks': onFile(...EDIT, '', 'note', '@@ -9 +9 @@', '-b', '+c'),
    'a blank line between hunks': onFile(...EDIT, '', '@@ -9 +9 @@', '-b', '+c'),
    'a hunk without a file': text(...EDIT),
    'a hunk header that cannot be read': onFile('@@ -1,x +1 @@', '-b', '+c'),
    'a hunk that changes nothing': onFile('@@ -1,2 +1,2 @@', ' a', ' b', '-- '),
    'a hunk of nothing': onFile('@@ -1,0 +1,0 @@'),
    'a marker that is too short': onFile('@@ -1,2 +1 @@', '-b', '\\ short', '-c', '+c'),
    'a last line without its ending': onFile(...EDIT).slice(0, -1),
    'a CRLF blank line in an LF patch': onFile('@@ -1,2 +1,2 @@', '\r', '-b', '+c'),
    'a word diff': onFile('@@ -1,2 +1,2 @@', ' a', 'int [-b-]{+c+};'),
    'a word diff for programs': onFile('@@ -1,2 +1,2 @@', ' a', '~', '-b', '+c', '~'),
    'a new file with old lines': text(
      'diff --git a/f b/f',
      'new file mode 100644',
      '--- /dev/null',
      '+++ b/f',
      ...EDIT,
    ),
    'a deleted file with new lines': text(
      'diff --git a/f b/f',
      'deleted file mode 100644',
      '--- a/f',
      '+++ /dev/null',
      ...EDIT,
    ),
    'other names than the first line has': text(
      'diff --git a/f b/f',
      'index 1..2',
      'rename from x',
      'rename to y',
      '--- a/z',
      '+++ b/y',
      ...EDIT,
    ),
    'a new file with a name on both sides': text(
      'diff --git a/f b/f',
      'new file mode 100644',
      '--- a/f',
      '+++ b/f',
      ...EDIT,
    ),
    'new and deleted at once': text('diff --git a/f b/f', 'new file mode 100644', 'deleted file mode 100644'),
    'renamed and new at once': text('diff --git a/f b/g', 'rename from f', 'new file mode 100644'),
    'a mode that is none': text('diff --git a/f b/f', 'old mode 1006xx', 'new mode 100755'),
    'no name at all': text('diff --git a/f b/g', 'index 12..34 100644', 'and text'),
    'no name and no header': text('diff --git something', 'and text', 'and more'),
    'a binary patch without a method': text(...BINARY, 'hello', ''),
    'a binary patch that is cut': text(...BINARY, 'literal 3', 'Kcmb'),
    'a binary patch without an empty line': text(
      ...BINARY,
      'literal 9',
      'QcmZSJ<m6;v<>24|009aBIRF3v',
      ...gitFile('f.c', ...EDIT),
    ),
    'a CRLF patch whose context lost its blank': onFile('@@ -1,2 +1,2 @@', '', '-b', '+c').replaceAll('\n', '\r\n'),
  };
  it.each(Object.entries(refused))('%s: refused', (_, patch) => {
    expect(gitVerdict(patch).error).toBeDefined();
    expectAgreement(patch);
  });

  it.each([
    'a/../../etc/passwd',
    '/etc/passwd',
    'a/./b',
    '.git/hooks/x',
    'a/.GIT/config',
    'git~1/x',
    '.git . /x',
    '.git::$INDEX/x',
    'd\\.git\\x',
    '.g\u200cit/config',
    '\ufeff.git/x',
  ])('refuses the path %j, as git apply --check does', (path) => {
    const patch = text(`diff --git a/${path} b/${path}`, 'old mode 100644', 'new mode 100755');
    const [problem] = readPatch(patch).problems;
    expect([problem?.code, problem?.severity]).toEqual(['path-refused', 'error']);
    expect(ownStat(patch)).toHaveLength(1);
  });
});

describe('every style of Git is read as git apply reads it', () => {
  const repository = new Repository();
  const binary = ['--binary'];
  const styles: Record<string, string[]> = {
    usual: [],
    renames: ['-M', ...binary],
    copies: ['-C', '--find-copies-harder', ...binary],
    'copies of rewrites': ['-B', '-M', '-C', ...binary],
    'no context': ['-U0', ...binary],
    'much context': ['-U30', '--full-index'],
    reversed: ['-R', '-M', ...binary],
    'no renames': ['--no-renames', '--full-index'],
    'no deleted content': ['-D'],
    'whole functions': ['-W'],
    'joined hunks': ['--inter-hunk-context=30'],
    'words for prefixes': ['--src-prefix=before/', '--dst-prefix=after/'],
    'mnemonic prefixes': ['--src-prefix=c/', '--dst-prefix=w/', '-M'],
    'text of binaries': ['-a'],
    'in front all else': ['--stat', '--summary', '--raw', '--numstat', '-p', '-M'],
    patience: ['--patience', '--ignore-space-change'],
  };
  it.each(Object.entries(styles))('%s', (_, style) => {
    const patch = repository.git('diff', ...style, 'HEAD^', 'HEAD');
    expectAgreement(patch);
    expect(ownSummary(patch)).toEqual(gitSummary(patch));
  });

  it('no prefix', () => expectAgreement(repository.git('diff', '--no-prefix', '-M', 'HEAD^', 'HEAD'), '-p0'));
  it('relative', () => expectAgreement(repository.git('diff', '--relative=dir', 'HEAD^', 'HEAD')));

  it.each([
    ['show', ['show', '-M', '--binary', '--stat', '-p', 'HEAD']],
    ['log', ['log', '-p', '-2', '--format=fuller']],
    ['format-patch', ['format-patch', '--stdout', '-2', '--binary']],
  ])('%s', (_, args) => expectAgreement(repository.git(...args)));

  const MUTATED = [
    ['diff', '-M', 'HEAD^', 'HEAD'],
    ['diff', '-U0', '-R', 'HEAD^', 'HEAD'],
    ['format-patch', '--stdout', '-1'],
    ['show', '-U1', '--no-renames'],
  ];
  const WORDS = [
    '',
    ' ',
    ' ctx',
    '+add',
    '-del',
    '\\ No newline at end of file',
    '\\ short',
    '-- ',
    '2.39.5',
    '@@ -1 +1 @@',
    '@@ -x',
    '@@@ -1 -1 +1 @@@',
    '--- a/q',
    '+++ b/q',
    'new file mode 100644',
    'deleted file mode 100644',
    'rename from q',
    'rename to r',
    'copy to r',
    'index 12..34',
    'old mode 100644',
    'new mode x',
    'Binary files a/x and b/x differ',
    'text',
    '~',
    'Index: x',
  ];

  it('and so is what is left when lines are lost, doubled, changed or cut', () => {
    const patches = MUTATED.map((args) => repository.git(...args).split('\n'));
    let seed = 20241124;
    const random = (below: number): number => {
      seed = (seed * 48271) % 2147483647;
      return seed % below;
    };
    const edits: ((lines: string[], at: number) => void)[] = [
      (lines, at) => lines.splice(at, 1),
      (lines, at) => lines.splice(at, random(6)),
      (lines, at) => lines.splice(at, 0, lines[at] ?? ''),
      (lines, at) => lines.splice(at, 0, WORDS[random(WORDS.length)] ?? ''),
      (lines, at) => lines.splice(at, 1, WORDS[random(WORDS.length)] ?? ''),
      (lines, at) => lines.splice(at, 1, (lines[at] ?? '').slice(1)),
      (lines, at) => lines.splice(at, 1, (lines[at] ?? '').slice(0, random(20))),
      (lines, at) => lines.splice(at, lines.length, ''),
      (lines) => {
        const headers = lines.flatMap((line, i) => (line.startsWith('@@') ? [i] : []));
        const at = headers[random(headers.length)] ?? 0;
        lines[at] = (lines[at] ?? '').replace(/\d+/, (digits) => String(Number(digits) + random(3)));
      },
    ];
    for (let run = 0; run < 400; run++) {
      const lines = [...(patches[random(patches.length)] ?? [])];
      for (let times = random(2); times >= 0; times--) edits[random(edits.length)]?.(lines, random(lines.length));
      const patch = lines.join('\n');
      // where Git passes over a first line without a header, it takes its name for the next file
      if (readPatch(patch).problems.some(({ message }) => message.startsWith('No lines of a header'))) continue;
      // and /dev/null with no word of a new or deleted file is a name to it
      if (gitVerdict(patch).stat.some((item) => item.endsWith('\tdev/null'))) continue;
      expectAgreement(patch);
    }
  }, 60_000);
});
