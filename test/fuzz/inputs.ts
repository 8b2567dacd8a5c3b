/** Park and Miller's minimal generator: the same numbers for a seed, everywhere. Whole numbers below a bound. */
export function generator(seed: number): (below: number) => number {
  let state = (Math.abs(seed) % 2147483646) + 1;
  return (below) => {
    state = (state * 48271) % 2147483647;
    return below <= 0 ? 0 : state % below;
  };
}

type Random = ReturnType<typeof generator>;

const MAIL = (number: number, ...diff: string[]): string[] => [
  `From ${'0123456789abcdef0123456789abcdef01234567'} Mon Sep 17 00:00:00 2001`,
  'From: =?utf-8?q?J=C3=B6?= <j@example.org>',
  'Date: Thu, 21 Sep 2017 10:00:00 +0200',
  `Subject: [PATCH v2 ${number}/2] memory: share FlatViews,`,
  ' folded',
  `Message-Id: <${number}@example.org>`,
  'In-Reply-To: <0@example.org>',
  '',
  'This takes the FlatViews in use from 557 to 260.',
  '',
  'Signed-off-by: J <j@example.org>',
  '---',
  ' f.c | 3 ++-',
  '',
  ...diff,
  '-- ',
  '2.39.5',
  '',
];

const EDIT = ['@@ -1,3 +1,4 @@ int f(void)', ' {', '-    return 1;', '+    x = 2;', '+    return x;', ' }'];

/** Texts in every form that is read, each small. */
export const SEEDS: readonly string[] = [
  [
    ...MAIL(
      1,
      'diff --git a/f.c b/f.c',
      'index 12..34 100644',
      '--- a/f.c',
      '+++ b/f.c',
      ...EDIT,
      '@@ -9 +10,0 @@',
      '-x',
    ),
    ...MAIL(
      2,
      'diff --git "a/f\\303\\266.c" b/g.c',
      'similarity index 90%',
      'rename from "f\\303\\266.c"',
      'rename to g.c',
      'index 12..34',
      '--- "a/f\\303\\266.c"',
      '+++ b/g.c',
      ...EDIT,
      '\\ No newline at end of file',
    ),
  ],
  [
    'diff --git a/b b/b',
    'index 1..2 100644',
    'GIT binary patch',
    'literal 9',
    'QcmZSJ<m6;v<>24|009aBIRF3v',
    '',
    'literal 6',
    'NcmZQzWMXDu1pojc01N;C',
    '',
    'diff --git a/m b/m',
    'old mode 100644',
    'new mode 100755',
    'diff --git a/n b/n',
    'new file mode 120000',
    '--- /dev/null',
    '+++ b/n',
    '@@ -0,0 +1 @@',
    '+../x',
    '\\ No newline at end of file',
    '',
  ],
  [
    'diff -ru old/f.c new/f.c',
    '--- old/f.c\t2024-01-01 10:00:00.000000000 +0100',
    '+++ new/f.c\t2024-01-01 10:00:01.000000000 +0100',
    ...EDIT,
    'Only in new: g',
    'Index: h',
    '=====',
    '--- h\t(revision 1)',
    '+++ h\t(working copy)',
    ...EDIT,
    '',
  ],
  [
    'commit 0123456789abcdef0123456789abcdef01234567',
    'Merge: 0123456 89abcde',
    'Author: A <a@example.org>',
    'Date:   Mon Jan 1 10:00:00 2024 +0100',
    '',
    '    A title',
    '',
    'diff --cc m.c',
    'index 1,2..3',
    '--- a/m.c',
    '+++ b/m.c',
    '@@@ -1,2 -1,2 +1,3 @@@ f',
    '  a',
    '+ b',
    ' +c',
    '',
    'commit 0123456',
    'Author: B <b@example.org>',
    '',
    '    Another',
    '',
    'diff --git a/f.c b/f.c',
    '--- a/f.c',
    '+++ b/f.c',
    ...EDIT,
    '',
  ],
  [
    'From: A <a@example.org>',
    'Subject: [PATCH] a',
    'Content-Type: multipart/mixed; boundary="bb"',
    'MIME-Version: 1.0',
    '',
    '--bb',
    'Content-Type: text/plain; charset=iso-8859-1',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    'G=FCnther =',
    'and more',
    '--bb',
    'Content-Type: text/x-patch',
    'Content-Transfer-Encoding: base64',
    '',
    'LS0tIGEvZgorKysgYi9mCkBAIC0xICsxIEBACi1hCitiCg==',
    '--bb--',
    '',
  ],
  [
    JSON.stringify(
      {
        id: 1,
        msgid: '<1@x>',
        name: '[1/2] a',
        headers: { Subject: '[PATCH 1/2] a', From: 'A <a@x>' },
        content: 'Why.\n',
        diff: 'diff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b\n',
      },
      null,
      1,
    ),
  ],
].map((lines) => lines.join('\n'));

const WORDS = [
  '',
  '-- ',
  '--bb',
  '@@ -1 +1 @@',
  '@@ -1,999999999 +1,999999999 @@',
  '@@@ -1 -1 +1 @@@',
  'diff --git a/q b/q',
  'diff --git a b c',
  'diff --cc x',
  '--- a/q',
  '+++ b/q',
  '--- ',
  'rename from x',
  'copy to x',
  'new file mode 100644',
  'GIT binary patch',
  'delta 1',
  'Files a and b differ',
  '\\ No newline at end of file',
  '> quoted',
  'From x Mon Sep 17 00:00:00 2001',
  '>From x',
  'Subject: [PATCH 7/3] x',
  'commit abcdef0',
  '***************',
  'Submodule a 1234567..89abcde:',
  '=?utf-8?q?=80?=',
  'Content-Transfer-Encoding: base64',
  '{"msgid": 1,',
  '+\u202e',
  '+\0',
  '+\ud800',
  '\r',
  '\t',
  '557 -> 260',
];

const CHARACTERS = [
  '\0',
  '\r',
  '\n',
  '\ud800',
  '\udc00',
  '\u202e',
  '\u00a0',
  '\ufeff',
  ' ',
  '\t',
  '"',
  '\\',
  '=',
  '-',
  '+',
  '@',
  '/',
  '\u{1f600}',
];

type Edit = (text: string, random: Random) => string;

const onLines =
  (edit: (lines: string[], at: number, random: Random) => unknown): Edit =>
  (text, random) => {
    const lines = text.split('\n');
    edit(lines, random(lines.length), random);
    return lines.join('\n');
  };

const EDITS: readonly Edit[] = [
  onLines((lines, at) => lines.splice(at, 1)),
  onLines((lines, at, random) => lines.splice(at, random(8))),
  onLines((lines, at) => lines.splice(at, 0, lines[at] ?? '')),
  onLines((lines, at, random) => lines.splice(at, 0, WORDS[random(WORDS.length)] ?? '')),
  onLines((lines, at, random) => lines.splice(at, 1, WORDS[random(WORDS.length)] ?? '')),
  onLines((lines, at, random) => lines.splice(at, 0, ...lines.slice(random(lines.length), random(lines.length)))),
  onLines((lines, at, random) => lines.splice(at, 1, (lines[at] ?? '').replace(/\d+/, String(random(5))))),
  onLines((lines, at, random) => lines.splice(at, 1, (lines[at] ?? '').repeat(1 + random(300)))),
  (text, random) => text.slice(0, random(text.length)),
  (text, random) => text.slice(random(text.length)),
  (text, random) => {
    const at = random(text.length + 1);
    return text.slice(0, at) + (CHARACTERS[random(CHARACTERS.length)] ?? '') + text.slice(at + random(2));
  },
  (text, random) => (random(4) === 0 ? text.replaceAll('\n', random(2) === 0 ? '\r\n' : '\r') : text),
  (text, random) => text + (SEEDS[random(SEEDS.length)] ?? ''),
];

/** The text of a seed: one of the seeds, changed a few times; now and then mere characters. */
export function inputOf(seed: number): string {
  const random = generator(seed * 7919 + 17);
  if (random(20) === 0)
    return Array.from({ length: random(400) }, () => String.fromCharCode(random(random(2) ? 128 : 65536))).join('');
  let text = SEEDS[random(SEEDS.length)] ?? '';
  for (let times = random(6); times >= 0; times--) text = EDITS[random(EDITS.length)]?.(text, random) ?? text;
  return text.slice(0, 200_000);
}
