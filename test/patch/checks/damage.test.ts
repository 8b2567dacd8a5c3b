import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { checked, edited, fixed, onFile, said } from './checked.ts';

const SAMPLE = readFileSync(fileURLToPath(new URL('../../../samples/share-empty-view.patch', import.meta.url)), 'utf8');

/** A mail with its lines from the first hunk to the signature changed, as a mail program changes them. */
function damaged(mail: string, change: (line: string) => string): string {
  const from = mail.indexOf('\n@@ ') + 1;
  const to = mail.lastIndexOf('\n-- \n') + 1;
  return mail.slice(0, from) + mail.slice(from, to).split('\n').map(change).join('\n') + mail.slice(to);
}

const wrapAt = (columns: number, behind: string) => (line: string) => {
  const cut = line.length > columns ? line.lastIndexOf(' ', columns) : -1;
  return cut > 20 ? `${line.slice(0, cut)}${behind}\n${line.slice(cut + 1)}` : line;
};

const LONG = onFile(
  '@@ -1,3 +1,4 @@ static void a_function_of_a_long_name(MemoryRegion *container, hwaddr offset)',
  ' {',
  '-    memory_region_init_io(&s->iomem, OBJECT(s), &the_operations_of_it, s, "a-long-name", 0x1000);',
  '+    memory_region_init_io(&s->iomem, OBJECT(s), &the_operations_of_it, s, "a-long-name", 0x2000);',
  '+    memory_region_add_subregion_overlap(container, offset, &s->iomem, PRIORITY_OF_THE_DEVICE + 1);',
  ' }',
);
const LONG_MAIL = `From: A <a@example.org>\nSubject: [PATCH] x\n\nx\n---\n${LONG}-- \n2.39.5\n`;

describe('what a mail program did is said, and undone by the fix', () => {
  it.each([
    ['lines cut at 72', LONG_MAIL, wrapAt(72, ''), 'line-wrapped'],
    ['lines cut at 78', LONG_MAIL, wrapAt(78, ''), 'line-wrapped'],
    ['lines cut behind the blank', LONG_MAIL, wrapAt(76, ' '), 'line-wrapped'],
    [
      'no-break spaces for marks',
      SAMPLE,
      (line: string) => line.replace(/^ +/, (b) => '\u00a0'.repeat(b.length)),
      'no-break-space',
    ],
    ['blanks stripped from ends', SAMPLE, (line: string) => line.replace(/^ $/, ''), 'blanks-stripped'],
    ['leading blanks taken', SAMPLE, (line: string) => (line.startsWith(' ') ? line.slice(1) : line), 'blank-lost'],
  ])('%s', (_, mail, change, code) => {
    expect(checked(mail)).toEqual([]);
    const broken = damaged(mail, change);
    expect(new Set(checked(broken).map((problem) => problem.code))).toContain(code);
    expect(fixed(broken)).toBe(mail);
  });
});

describe('says where', () => {
  it.each([
    ['a cut line', LONG.replace('"a-long-name", 0x1000', '"a-long-name",\n0x1000'), ['7 error line-wrapped']],
    ['a cut hunk header', LONG.replace('hwaddr offset)', '\nhwaddr offset)'), ['5 error line-wrapped']],
    [
      'the end of a hunk cut from it, before another hunk',
      onFile(
        '@@ -1 +1 @@',
        '-a',
        '+    memory_region_init_io(&s->iomem, OBJECT(s), &the_operations_of_it, s,',
        '"a-name", 0x1000);',
        '@@ -9 +9 @@',
        '-b',
        '+c',
      ),
      ['7 error line-wrapped'],
    ],
    ['a note between lines', onFile('@@ -1 +1 @@', '-a', '[snip]', '+b'), ['6 error hunk-corrupt']],
    ['a no-break space in an indent', onFile('@@ -1 +1 @@', '-a', '+  \u00a0 b'), ['6 error no-break-space']],
    [
      'quotes in code',
      onFile('@@ -1 +1 @@', '-a', '+    error_report(\u201cno\u201d);'),
      Array(2).fill('6 error typographic'),
    ],
  ])('%s', (_, text, problems) => {
    expect(said(text)).toEqual(problems);
  });
});

describe('says nothing', () => {
  it.each([
    [
      'of typographic characters in comments and strings',
      onFile('@@ -1,2 +1,4 @@', '-a', '+/* it\u2019s', '+   \u201chere\u201d */', '+f("\u2026");', ' b'),
    ],
    [
      'of those in a comment that began above',
      onFile('@@ -1,3 +1,3 @@', '-an old line', '+it\u2019s here', '  */', ' b'),
    ],
    ['of makefiles with tabs', '--- a/Makefile\n+++ b/Makefile\n@@ -1,2 +1,2 @@\n all:\n-\t$(CC) a\n+\t$(CC) b\n'],
    ['of a removed line that looks like a list', onFile('@@ -1 +1 @@', '-- a', '+- b')],
    [
      'of names with letters that are of two bytes in UTF-8',
      'From: René Łukasz <r@example.org>\nSubject: Ångström à Zürich\n\nx\n',
    ],
  ])('%s', (_, text) => {
    expect(said(text)).toEqual([]);
  });
});

describe('a mail in format=flowed', () => {
  const head =
    'From: A <a@example.org>\nSubject: [PATCH] x\nContent-Type: text/plain; charset=utf-8;\n format=flowed\n\nx\n---\n';
  it('that was not written so loses the parameter', () => {
    const text = head + onFile('@@ -1,2 +1,2 @@', ' {', '-a', '+b');
    const [problem] = checked(text);
    expect(problem).toMatchObject({ code: 'format-flowed', severity: 'warning' });
    expect(edited(text, problem?.fix?.edits ?? [])).toBe(text.replace(';\n format=flowed', ''));
  });

  it('that was written so loses the blanks too', () => {
    const plain = onFile('@@ -1,2 +1,2 @@', ' {', '-a', '+b');
    const [problem] = checked(head + plain.replace(' {', '  {'));
    expect(edited(head + plain.replace(' {', '  {'), problem?.fix?.edits ?? [])).toBe(
      head.replace(';\n format=flowed', '') + plain,
    );
  });
});

describe('a diffstat', () => {
  const mail = (...stat: string[]): string =>
    ['From: A <a@example.org>', 'Subject: [PATCH] x', '', 'x', '---', ...stat, '', ''].join('\n') +
    onFile('@@ -1 +1 @@', '-a', '+b');
  const SUM = ' 1 file changed, 1 insertion(+), 1 deletion(-)';
  it.each([
    ['agrees', mail(' hw/x.c | 2 +-', SUM), []],
    ['agrees, shortened', mail(' .../x.c | 2 +-', SUM), []],
    ['counts otherwise', mail(' hw/x.c | 3 ++-', SUM), ['6 warning diffstat']],
    ['sums up otherwise', mail(' hw/x.c | 2 +-', SUM.replace('1 ins', '2 ins')), ['7 warning diffstat']],
    ['lists another file', mail(' hw/y.c | 2 +-', SUM), ['6 warning diffstat']],
    [
      'does not list a file',
      mail(' hw/y.c | 2 +-', SUM) + onFile('@@ -1 +1 @@', '-a', '+b').replaceAll('x.c', 'y.c'),
      ['7 warning diffstat'],
    ],
  ])('%s', (_, text, problems) => {
    expect(said(text)).toEqual(problems);
  });
});

describe('a message that shows a diff of something else', () => {
  const mail = (message: string): string =>
    `From: A <a@example.org>\nSubject: [PATCH] x\n\n${message}\n---\n${onFile('@@ -1 +1 @@', '-a', '+b')}`;

  it('is a message: git am takes it for text, git apply does not', () => {
    const text = mail('The tables differ:\n@@ -5,2 +5,2 @@\n  a\n-b\n+c');
    expect(said(text)).toEqual(['5 hint not-understood']);
    expect(checked(text)[0]?.message).toContain('git am');
  });
});

describe('characters that do not show', () => {
  it.each([
    ['U+202E', 'bidirectional control'],
    ['U+200F', 'bidirectional mark'],
    ['U+200B', 'no width'],
    ['U+200D', 'no width'],
    ['U+FEFF', 'byte order mark'],
    ['U+2028', 'separator of lines'],
    ['U+0085', 'control character'],
    ['U+007F', 'control character'],
    ['U+001B', 'control character'],
    ['U+00AD', 'soft hyphen'],
  ])('%s is named and said to be a %s', (name, what) => {
    const [problem] = checked(
      onFile('@@ -1 +1 @@', '-a', `+b${String.fromCodePoint(Number.parseInt(name.slice(2), 16))}c`),
    );
    expect(problem).toMatchObject({ code: 'control-characters', severity: 'warning' });
    expect(problem?.message).toContain(name);
    expect(problem?.message).toContain(what);
  });

  it('are not tab and form feed', () => {
    expect(said(onFile('@@ -1 +1,2 @@', '-a', '+\tb', '+\f'))).toEqual([]);
  });
});
