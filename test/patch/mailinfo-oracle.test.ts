import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { GitMailinfo, type MailReading, ourReading } from './git-mailinfo.ts';
import { reencoded, toBase64, toQuoted } from './mail-encodings.ts';

const git = new GitMailinfo();
afterAll(() => git.end());

const DIFF = 'diff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1,3 +1,3 @@\n x = 1;\n-a\n+b = "\u00e9";\n\u0020\n';
const HEAD = 'From: A U Thor <a@example.org>\nDate: Mon, 1 Jan 2024 10:00:00 +0100\nSubject: [PATCH] one\n';
const TAIL = '-- \n2.39.5\n';
const mail = (fields: string, body = `Why.\n\nSigned-off-by: A <a@x>\n---\n f | 2 +-\n\n${DIFF}${TAIL}`): string =>
  `${fields}\n${body}`;
const subject = (text: string): string => mail(HEAD.replace('[PATCH] one', text));
const from = (text: string): string => mail(HEAD.replace('A U Thor <a@example.org>', text));
const body = (text: string): string => mail(HEAD, `${text}\n---\n${DIFF}${TAIL}`);
const base64 = (text: string, width = 76): string => toBase64(Buffer.from(text), width);
const quoted = (text: string): string => toQuoted(Buffer.from(text));
const TEXT = 'MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: ';
const BODY = `H\u00f6lle = "\u00fc".\n\nSigned-off-by: A <a@x>\n---\n f | 2 +-\n\n${DIFF}${TAIL}`;
const parts = (type: string, ...all: readonly string[]): string =>
  `${HEAD}MIME-Version: 1.0\nContent-Type: ${type}; boundary="=-b/1"\n\nThis is a multi-part message.\n${all.map((part) => `--=-b/1\n${part}\n`).join('')}--=-b/1--\n`;
const plain = 'Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n\n';
/** A mail of a Content-Type, and a part that must be decoded. */
const bounded = (type: string, text: string): string => mail(`${HEAD}Content-Type: ${type}\n`, text);
const ENCODED = `Content-Transfer-Encoding: base64\n\n${base64(BODY)}`;

/** Mails as text (in UTF-8) or bytes (one character each). */
const CASES: readonly (readonly [name: string, mail: string, bytes?: 'bytes'])[] = [
  ['plain', mail(HEAD)],
  ['CRLF', mail(HEAD).replaceAll('\n', '\r\n')],
  ['blank lines first', `\n\n${mail(HEAD)}`],
  ['quoted-printable', mail(`${HEAD}${TEXT}quoted-printable\n`, quoted(BODY))],
  ['quoted-printable, CRLF', mail(`${HEAD}${TEXT}quoted-printable\n`, quoted(BODY)).replaceAll('\n', '\r\n')],
  ['quoted-printable, name in capitals', mail(`${HEAD}${TEXT}Quoted-Printable\n`, quoted(BODY))],
  [
    'quoted-printable, escapes in small letters',
    mail(`${HEAD}${TEXT}quoted-printable\n`, quoted(BODY).replaceAll('=C3=B6', '=c3=b6')),
  ],
  [
    'quoted-printable, "=" that is no escape',
    mail(`${HEAD}${TEXT}quoted-printable\n`, quoted(BODY).replace('Why', 'a =zz b')),
  ],
  ['base64', mail(`${HEAD}${TEXT}base64\n`, base64(BODY))],
  ['base64, of CRLF text', mail(`${HEAD}${TEXT}base64\n`, base64(BODY.replaceAll('\n', '\r\n')))],
  ['base64, on one line', mail(`${HEAD}${TEXT}base64\n`, base64(BODY, 1e6))],
  ['base64, short lines', mail(`${HEAD}${TEXT}base64\n`, base64(BODY, 4))],
  [
    'quoted-printable, a character cut by a soft line break',
    mail(`${HEAD}${TEXT}quoted-printable\n`, `H=C3=\n=B6lle \u00e2.\n---\n${quoted(DIFF)}`),
  ],
  [
    'base64, a body that begins like a header',
    mail(`${HEAD}${TEXT}base64\n`, base64(`Originally-by: B <b@x>\n---\n${DIFF}`)),
  ],
  ['8bit UTF-8', mail(`${HEAD}${TEXT}8bit\n`, BODY)],
  ['8bit ISO-8859-1', mail(`${HEAD}${TEXT.replace('UTF-8', 'ISO-8859-1')}8bit\n`, BODY), 'bytes'],
  ['8bit without a charset, not UTF-8', mail(HEAD, BODY), 'bytes'],
  [
    'quoted-printable ISO-8859-15',
    mail(`${HEAD}${TEXT.replace('UTF-8', 'iso-8859-15')}quoted-printable\n`, `Euro =A4 =E9.\n---\n${quoted(DIFF)}`),
  ],
  [
    'quoted-printable windows-1252',
    mail(`${HEAD}${TEXT.replace('UTF-8', 'windows-1252')}quoted-printable\n`, `=93Hi=94.\n---\n${quoted(DIFF)}`),
  ],
  [
    '7bit ISO-2022-JP',
    mail(
      `${HEAD}${TEXT.replace('UTF-8', 'ISO-2022-JP')}7bit\n`,
      `\u001b$B$3$s\u001b(B.\n---\n${DIFF.replace('\u00e9', 'e')}`,
    ),
  ],
  [
    'quoted-printable GBK',
    mail(`${HEAD}${TEXT.replace('UTF-8', 'gbk')}quoted-printable\n`, `=C4=E3=BA=C3.\n---\n${quoted(DIFF)}`),
  ],
  [
    'attached',
    parts(
      'multipart/mixed',
      `${plain}Why.\n---\n f | 2 +-`,
      `Content-Type: text/x-patch; name="0001-one.patch"\nContent-Disposition: attachment\n\n${DIFF}`,
    ),
  ],
  [
    'attached in base64',
    parts(
      'multipart/mixed',
      `${plain}Why.`,
      `Content-Type: text/x-diff; charset=UTF-8; name=a.diff\nContent-Transfer-Encoding: base64\n\n${base64(DIFF)}`,
    ),
  ],
  [
    'octet-stream',
    parts(
      'multipart/mixed',
      `${plain}Why.`,
      `Content-Type: application/octet-stream; name="one.patch"\nContent-Transfer-Encoding: base64\n\n${base64(DIFF)}`,
    ),
  ],
  [
    'nested',
    parts(
      'multipart/mixed',
      `Content-Type: multipart/signed; boundary=in\n\n\n--in\n${plain}${BODY}\n--in\nContent-Type: application/pgp-signature\n\nx\n--in--`,
    ),
  ],
  ['a footer of the list', parts('multipart/mixed', `${plain}${BODY}`, `${plain}____\nlist`)],
  [
    'format=flowed',
    mail(
      `${HEAD}${TEXT.replace('UTF-8', 'UTF-8; format=flowed')}quoted-printable\n`,
      quoted(`Lines that \nflow.\n---\n${DIFF.replaceAll(/^ (?=.)/gm, '  ')}`),
    ),
  ],
  [
    'format=flowed; delsp=yes',
    mail(
      `${HEAD}${TEXT.replace('UTF-8', 'UTF-8; format=flowed; delsp=yes')}quoted-printable\n`,
      quoted(`Lines th \nat flow.\n-- \nsig\n---\n${DIFF.replaceAll(/^ (?=.)/gm, '  ')}`),
    ),
  ],
  ...['x-base64', 'base64; x', '(c) BASE64', '\n base64'].map((name): readonly [string, string] => [
    `encoding "${name}"`,
    mail(`${HEAD}${TEXT.trimEnd()} ${name}\n`, base64(BODY)),
  ]),
  ['encoding "x-quoted-printable-x"', mail(`${HEAD}${TEXT}x-Quoted-Printable-x\n`, quoted(BODY))],
  ['two encodings', mail(`${HEAD}${TEXT}8bit\nContent-Transfer-Encoding: base64\n`, base64(BODY))],
  ['two encodings, the last is none', mail(`${HEAD}${TEXT}base64\nContent-Transfer-Encoding: 8bit\n`, BODY)],
  ['base64, lines that are no groups', mail(`${HEAD}${TEXT}base64\n`, `YWJ\n${base64(BODY)}`)],
  ['base64, padding within', mail(`${HEAD}${TEXT}base64\n`, `YWJj=YWJj\n${base64(BODY)}`)],
  [
    'a boundary that goes on',
    bounded('multipart/mixed; boundary=BB', `--BB\n\nWhy.\n--BBX\n${ENCODED}--BB--x\n${DIFF}`),
  ],
  ...[
    'text/plain; boundary=BB',
    'multipart/mixed; xboundary=BB',
    '; BOUNDARY=BB',
    'multipart/mixed; boundary="BB"x"',
    'multipart/mixed; x="boundary=BB"; boundary=CC',
    `multipart/mixed; x="${'a'.repeat(70_000)}"; boundary=BB`,
    `multipart/mixed;\n x=${'a'.repeat(900)};\n y=${'a'.repeat(4000)};\n boundary="BB`,
    'text/plain; boundary=BB\nContent-Type: text/plain; charset=UTF-8',
    'text/plain\nContent-Type: multipart/mixed; boundary=BB',
  ].map((type): readonly [string, string] => [
    `boundary of "${type.slice(0, 60)}"`,
    bounded(type, `--${type.includes('"boundary') ? 'BB"' : 'BB'}\n${ENCODED}--BB--\n`),
  ]),
  ['boundary with blanks', bounded('multipart/mixed; boundary="B  B"', `--B  B\n${ENCODED}--B  B--\n`)],
  ['boundary up to a quote', bounded('multipart/mixed; boundary="B\\"B"', `--B\\\n${ENCODED}--B\\--\n`)],
  [
    'boundaries of two types',
    bounded(
      'a/b; boundary=AA\nContent-Type: a/b; boundary=BB',
      `--AA\n\nNo.\n--BB\n\nWhy.\n--BB--\nNo.\n--AA\n${ENCODED}--AA--\n`,
    ),
  ],
  ['empty boundary', bounded('multipart/mixed; boundary=""', `--\n${ENCODED}----\n`)],
  ['a part whose first line is its boundary', bounded('a/b; boundary=BB', `--BB\n\n--BB\n${ENCODED}${DIFF}--BB--\n`)],
  ['a multipart part without a boundary', parts('multipart/mixed', `Content-Type: multipart/alternative\n\n${BODY}`)],
  [
    'text before the first boundary of a part',
    parts('multipart/mixed', `Content-Type: multipart/mixed; boundary=in\n\n${BODY}\n--in\n\nx\n--in--`),
  ],
  ['"From " among the fields', mail(`${HEAD}From zzz\n folded\n>From zzz\n${TEXT}base64\n`, base64(BODY))],
  ['a long name of a field', mail(`${HEAD}${'X'.repeat(5000)}: x\n: y\n${TEXT}base64\n`, base64(BODY))],
  ...[
    'text/html',
    'application/octet-stream',
    'image/png; name=a.png',
    'application/pgp-signature',
    'message/rfc822',
  ].map((type): readonly [string, string] => [
    `a diff in ${type}`,
    parts(
      'multipart/mixed',
      `${plain}Why.`,
      `Content-Type: ${type}\nContent-Transfer-Encoding: base64\n\n${base64(DIFF)}`,
    ),
  ]),
  ['a diff in text/html alone', mail(`${HEAD}Content-Type: text/html\n`, BODY)],
  [
    'UTF-16',
    mail(`${HEAD}${TEXT.replace('UTF-8', 'utf-16')}base64\n`, toBase64(Buffer.from(`\ufeff${BODY}`, 'utf16le'), 76)),
  ],
  ['hz', mail(`${HEAD}${TEXT.replace('UTF-8', 'hz-gb-2312')}8bit\n`, `a~\n${DIFF}`)],
  ['folded subject', subject('[PATCH v2 3/7] memory: a\n very long\n\t subject')],
  ['brackets', subject('[Qemu-devel] [PATCH for-9.0  v2] [RFC] hw/a: [b] c  d')],
  ['Re: and colons', subject('Re: re: : [PATCH] a: b')],
  ['Fwd:', subject('Fwd: [PATCH] a')],
  ['no closing bracket', subject('[PATCH a')],
  ['only brackets', subject('[PATCH] [a]')],
  ['encoded subject', subject('=?UTF-8?q?[PATCH]=20=C3=A9t=C3=A9?=')],
  ['encoded subject, words joined', subject('[PATCH] =?utf-8?B?w6nDqQ==?=\n =?utf-8?q?=C3=A9_x?= y')],
  ['encoded subject, a character cut', subject('[PATCH] =?utf-8?q?=C3?= =?utf-8?q?=A9?=')],
  ['encoded subject, ISO-8859-1', subject('[PATCH] =?iso-8859-1?Q?=E9=93?=x')],
  ['encoded subject, blanks in a word', subject('[PATCH] =?utf-8?q?a b?=c')],
  ['encoded, unknown charset', subject('[PATCH] =?klingon?q?x?=')],
  ['encoded, not closed', subject('[PATCH] what =? is this')],
  ['encoded, no such encoding', subject('[PATCH] =?utf-8?x?a?=')],
  ['two subjects', mail(`${HEAD}Subject: [PATCH] last\n`)],
  ['quoted name', from('"Thor, A. U." <a@example.org>')],
  ['quoted pair', from('"A \\"U\\" Thor" <a@example.org>')],
  ['name behind the address', from('a@example.org (A U Thor)')],
  ['comment', from('A U (the first) Thor <a@example.org> (work)')],
  ['address alone', from('a@example.org')],
  ['short name', from('Jo <jo@example.org>')],
  ['long name', from(`${'Name '.repeat(13)}<a@example.org>`)],
  ['name with an address', from('a@b.c <a@example.org>')],
  ['no @', from('A U Thor <author>')],
  ['encoded name', from('=?UTF-8?q?J=C3=B6rg=20M?= <j@example.org>')],
  ['raw UTF-8 name', from('J\u00f6rg M <j@example.org>')],
  ['raw ISO-8859-1 name', from('J\u00f6rg M <j@example.org>'), 'bytes'],
  ['in-body From', body('From: B C Dee <b@example.org>\n\nWhy.')],
  [
    'in-body all',
    body(
      '\nFrom: =?utf-8?q?B=C3=A9?= C <b@example.org>\nDate: Tue, 2 Jan 2024 10:00:00 +0100\nSubject: [PATCH 1/2] two\n folded\n\nWhy.',
    ),
  ],
  ['in-body, no blank line', body('From: B C D <b@example.org>\nWhy.')],
  ['in-body twice', body('From: B C D <b@example.org>\nFrom: C D E <c@example.org>\n\nWhy.')],
  ['in-body [PATCH]', body('[PATCH] another\n\nWhy.')],
  ['in-body behind text', body('Why.\n\nFrom: B C D <b@example.org>')],
  ['other in-body fields', body('From: B C D <b@example.org>\nCc: c@example.org\n\nWhy.')],
  ['scissors', body('Hello.\n-- >8 --\nFrom: B C D <b@example.org>\nSubject: [PATCH] two\n\nWhy.')],
  ['divider with blanks', mail(HEAD, `Why.\n---  \n f | 2 +-\n\n${DIFF}${TAIL}`)],
  ['no divider', mail(HEAD, `Why.\n\n${DIFF}`)],
  ['--- in the message', body('Why.\n----\n--- x\n\nmore')],
  ['Index:', mail(HEAD, `Why.\n\nIndex: f\n====\n--- f\n+++ f\n@@ -1 +1 @@\n-a\n+b\n`)],
  ['trailers', body('Why.\n\nFixes: abc ("x: y")\nReviewed-by: R <r@x>\n [R: later]\nSigned-off-by: A <a@x>')],
  ['trailers, a quarter of them', body('Why.\n\nsome text\nmore text\nand more\nSigned-off-by: A <a@x>')],
  ['trailers, less than a quarter', body('Why.\n\none\ntwo\nthree\nfour\nSigned-off-by: A <a@x>')],
  [
    'trailers, cherry picked',
    body('Why.\n\nReviewed-by: R <r@x>\n(cherry picked from commit 0123456)\nSigned-off-by: A <a@x>'),
  ],
  ['no trailers in text', body('Why: because\nof this.')],
  ['trailers and blank lines', body('Why.\n\nSigned-off-by: A <a@x>\n\n\n')],
  ['trailers, comments', body('Why.\n\nAcked-by: R <r@x>\n# a comment\nSigned-off-by: A <a@x>\n# another')],
  ['trailers alone', body('Signed-off-by: A <a@x>')],
];

const refuses = ({ message }: { readonly message: string }): boolean => message.includes('git am refuses');

describe('written mails are read as git mailinfo reads them', () => {
  it.each(CASES)('%s', (_, text = '', bytes = undefined) => {
    const mbox = Buffer.from(text, bytes ? 'latin1' : 'utf8');
    const [reading] = git.read(mbox);
    const ours = ourReading(mbox);
    if (reading === 'refused') {
      expect(ours.set.problems.filter(refuses)).not.toEqual([]);
      return;
    }
    expect(ours.mails[0]).toEqual(reading);
    expect(ours.set.problems.filter(refuses)).toEqual([]);
  });
});

describe('mboxes are parted as git mailsplit parts them', () => {
  const separator = `From ${'0'.repeat(40)} Mon Sep 17 00:00:00 2001`;
  it.each([
    'From me Mon Sep 17 00:00:00 2001',
    'From me Mon Sep 17 00:00 2001',
    'From me Mon Sep 17x00:00 2001',
    'From x 1:11 2001',
    'From x 1:11:11 2001',
    'From x 11:11:11 +2001',
    'From x 11:11:112001',
    'From x 11:11:11 00090',
    'From x 11:11:11\t0091',
    'From \u00e9\u00e9 1:11:11 100',
    'From 00:00:00 100',
    'From 00:00:00 10000',
    'From xx 00:00:00 -2001',
    'From x 11:11:11 x2001',
    'From xxxxxx 11:11:11 2001 a:b',
    `From ${'x'.repeat(1200)} 00:00:00 2001`,
    `From x 00:00:00 ${'9'.repeat(400)}`,
  ])('%s', (line) => {
    for (const below of ['no header', 'Subject: x', '']) {
      const mbox = Buffer.from(`${separator}\n${mail(HEAD)}${line}\n${below}\n\n${DIFF}`);
      expect(ourReading(mbox).mails.length).toBe(git.read(mbox).length);
    }
  });

  it('one that does not begin with a separator is parted all the same, and that is an error', () => {
    const mbox = Buffer.from(`${mail(HEAD)}${separator}\n${mail(HEAD)}`);
    expect(git.read(mbox)).toHaveLength(1);
    const { mails, set } = ourReading(mbox);
    expect(mails).toHaveLength(2);
    expect(set.problems.map(({ severity, code }) => `${severity} ${code}`)).toEqual(['error mail-refused']);
  });
});

/** Commits as people make them, and as they do not. */
const word = fc.constantFrom(
  'memory:',
  'Re:',
  '[x]',
  'a',
  'é',
  'ü ',
  '"q"',
  "it's",
  '=',
  '_',
  '?',
  '(c)',
  '<b>',
  '/',
  ' ',
  ',',
);
const words = fc.array(word, { minLength: 1, maxLength: 30 }).map((all) => all.join(' ').trim() || 'x');
const messageLine = fc.oneof(
  words,
  fc.constantFrom(
    'Signed-off-by: A <a@x>',
    'Fixes: 0123456789ab ("a: b")',
    '(cherry picked from commit 0123456)',
    'From: B C D <b@example.org>',
    'Subject: other',
    'Date: today',
    ' indented',
    '-- >8 --',
    '---',
    '--- a/x',
    'diff -u',
    '[PATCH] no',
    'Why: so',
    '# hash',
    '>From me',
    'x = y =20',
    'Link: https://example.org/a?b=c',
    'long '.repeat(40),
    '',
  ),
);
const author = fc.constantFrom(
  'A U Thor',
  'J\u00f6rg M\u00fcller',
  'Q. "Quote" Thor',
  'Thor, A',
  'Jo',
  'a@b',
  `${'Long '.repeat(14)}`,
  '[x] y',
);
const FORMS: readonly (readonly string[])[] = [
  [],
  ['--attach'],
  ['--inline'],
  ['-k'],
  ['--cover-letter'],
  ['--thread', '-n'],
  ['-v', '3', '--rfc'],
  ['--base=HEAD~1'],
  ['--subject-prefix=PATCH for-9.0 qemu'],
  ['--signature=two words'],
  ['--no-signature'],
  ['-U0', '--no-stat'],
];
const commit = fc.record({
  subject: words,
  body: fc.array(messageLine, { maxLength: 8 }),
  author,
  charset: fc.constantFrom('UTF-8', 'UTF-8', 'ISO-8859-1'),
  form: fc.constantFrom(...FORMS),
  encodeHeaders: fc.boolean(),
  transfer: fc.constantFrom('as it is', 'quoted-printable', 'base64'),
  lines: fc.array(words, { minLength: 1, maxLength: 4 }),
});

describe('mails of git format-patch', () => {
  const repo = join(git.root, 'repo');
  git.run(git.root, ['init', '-q', repo]);
  const tree = (text: string): string => {
    const blob = git.run(repo, ['hash-object', '-w', '--stdin'], text).toString().trim();
    return git.run(repo, ['mktree'], `100644 blob ${blob}\tf.c\n`).toString().trim();
  };
  const base = tree('a\nb\nc\n');

  /** A commit on another one, with its charset; its id. */
  const make = (name: string, charset: string, parent: string, text: string, message: string): string => {
    const bytes = (value: string): Buffer => Buffer.from(value, charset === 'UTF-8' ? 'utf8' : 'latin1');
    const head = parent === '' ? '' : `parent ${parent}\n`;
    const person = `${name.replace(/[<>]/g, '')} <a@example.org> 1700000000 +0100`;
    const encoding = charset === 'UTF-8' ? '' : `encoding ${charset}\n`;
    const object = `tree ${text}\n${head}author ${person}\ncommitter ${person}\n${encoding}\n${message}`;
    return git.run(repo, ['hash-object', '-w', '-t', 'commit', '--stdin'], bytes(object)).toString().trim();
  };

  const first = make('A U Thor', 'UTF-8', '', base, 'first\n');

  it('are read as git mailinfo reads them, in every form and encoding', () => {
    fc.assert(
      fc.property(commit, ({ subject, body, author, charset, form, encodeHeaders, transfer, lines }) => {
        const message = `${subject}\n\n${body.join('\n')}\n`;
        const id = make(author, charset, first, tree(`a\n${lines.join('\n')}\nc\n`), message);
        git.run(repo, ['update-ref', '--no-deref', 'HEAD', id]);
        const config = ['-c', `format.encodeEmailHeaders=${encodeHeaders}`, '-c', `i18n.logOutputEncoding=${charset}`];
        const made = git.run(repo, [...config, 'format-patch', '--stdout', ...form, '-1']);
        const several = form.some((option) => ['--cover-letter', '--attach', '--inline'].includes(option));
        const mbox = several || transfer === 'as it is' ? made : reencoded(made, transfer as 'base64');
        const theirs = git.read(mbox);
        const ours = ourReading(mbox);
        if (theirs.includes('refused')) {
          expect(ours.set.problems.filter(refuses)).not.toEqual([]);
          return;
        }
        expect(ours.mails).toHaveLength(theirs.length);
        ours.mails.forEach((mail, i) => {
          // a cover letter ends at its signature, Git's reading of it as a patch does not
          const whole = mail.files.length > 0;
          const of = ({ from, subject, date, message, files, trailers }: MailReading): object =>
            whole ? { from, subject, date, message, files, trailers } : { from, subject, date };
          const reading = theirs[i];
          expect(of(mail)).toEqual(reading === undefined || reading === 'refused' ? reading : of(reading));
        });
      }),
      { numRuns: 60, seed: 20170921 },
    );
  }, 120_000);
});
