import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shellWord } from '../../server/src/machine/print/captured-dump.ts';
import { shellWords } from '../../server/src/text/shell-words.ts';

/** The words as bash has them. */
const bash = (line: string): string[] =>
  execFileSync('bash', ['-c', `printf '%s\\0' ${line}`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1);

describe('the words of a command line', () => {
  it.each([
    'qemu-system-x86_64  -M pc\t-m 4G',
    String.raw`qemu -append "root=/dev/sda \"quiet\" \x a\\b" -name 'it is' -k a\ b`,
    String.raw`qemu -name 'don'\''t' -fda ''  "" -object x,a="b c",d=e`,
    String.raw`qemu -append $'a\nb \'c\' \\' -x`,
    'qemu \\\n  -M pc \\\n  -m 1G',
    'qemu -device a,b=~x,c#d',
  ])('%j are those of a shell', (line) => {
    expect(shellWords(line)).toEqual({ words: bash(line) });
  });

  it('are read back as they were written', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), (words) => {
        const line = ['qemu', ...words].map(shellWord).join(' ');
        expect(shellWords(line)).toEqual({ words: ['qemu', ...words] });
      }),
    );
  });

  it.each([
    ['qemu -M pc | tee log', '"|" would be a pipe'],
    ['qemu; rm -r x', '";" would be a second command'],
    ['qemu > log', '">" would be a redirection'],
    ['qemu -m $MEM', '"$" would be a variable'],
    ['qemu -m "$(nproc)"', '"$" would be a variable'],
    ['qemu -m `nproc`', '"`" would be the output of a command'],
    ['qemu -hda ~/disk', '"~" would be a home directory'],
    ['qemu &', '"&" would be a command in the background'],
    ["qemu -name 'x", "A quote ' is not closed."],
    ['qemu\nqemu', 'One command line is wanted'],
    ['LANG=C qemu', '"LANG=C" sets a variable of the environment'],
  ])('%j is refused', (line, error) => {
    expect(shellWords(line)).toEqual({ error: expect.stringContaining(error) });
  });
});
