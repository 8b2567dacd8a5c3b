import type { PatchProblemCode } from '../patch/model.ts';
import { REVIEW_RULES, type ReviewCode } from './review-rules.ts';
import type { Rule } from './rule.ts';

/** Every code that a problem of a patch can have: what has no row does not compile. */
export type RuleCode = PatchProblemCode | ReviewCode;

const HEAD = 'diff --git a/f.c b/f.c\n--- a/f.c\n+++ b/f.c\n';

/** A mail of a series, for an example. */
const mail = (subject: string, date: string, body: string): string =>
  `From 0 Mon Sep 17 00:00:00 2001\nSubject: [PATCH ${subject}\nDate: Mon, 1 Jan 2024 ${date} +0000\n\n---\n${body}\n`;
const CHANGE = '@@ -1 +1 @@\n-a\n+b\n';

export const RULES: { readonly [code in RuleCode]: Rule } = {
  'hunk-counts': {
    title: 'A hunk has other lines than its header counts',
    severity: 'error',
    means:
      '`@@ -1,7 +1,8 @@` counts the lines of the hunk on both sides. There are more lines than that, mostly because the patch was edited by hand. `git apply` says "corrupt patch", or leaves lines out without a word.',
    recover: 'Fetch the patch again; where it was edited on purpose, let the counts follow.',
    fix: 'Rewrites both counts from the lines that are there. The line numbers stay.',
    example: `${HEAD}@@ -1,2 +1,2 @@\n a\n-b\n+c\n+d\n e\n`,
  },
  'hunk-truncated': {
    title: 'A hunk ends before its header says',
    severity: 'error',
    means:
      'Lines are missing at the end of the hunk: the mail or the download was cut, or lines were deleted by hand. Where only the last line ending is missing this is a warning, since the last line may be whole.',
    recover: 'Fetch the whole patch again: its mbox from Patchwork, or the message from lore.kernel.org.',
    fix: 'Rewrites both counts from the lines that are there, for a patch that was shortened on purpose. What was cut does not come back.',
    example: `${HEAD}@@ -1,9 +1,9 @@\n a\n-b\n+c\n`,
  },
  'hunk-corrupt': {
    title: 'A line in a hunk is none of a hunk',
    severity: 'error',
    means:
      'Each line of a hunk begins with a blank (context), `+`, `-` or `\\`. This one does not, or the `@@` line cannot be read. `git apply` says "corrupt patch".',
    recover: 'Fetch the patch again. Text that was written between the lines must be taken out.',
    fix: 'Removes the lines, where the counts of the header are right without them.',
    example: `${HEAD}@@ -1,2 +1,2 @@\n a\n[...]\n-b\n+c\n`,
  },
  'path-refused': {
    title: 'A path leads out of the tree',
    severity: 'error',
    means:
      'The path is absolute, holds `..`, a drive, a NUL or `.git`. `git apply` refuses such paths, and so do we: nothing is read there.',
    recover: 'Do not apply this patch. Ask its author.',
    example: 'diff --git a/../x b/../x\n--- a/../x\n+++ b/../x\n@@ -1 +1 @@\n-a\n+b\n',
  },
  'combined-diff': {
    title: 'A combined diff of a merge',
    severity: 'warning',
    means:
      '`diff --cc` shows a merge against all of its parents at once. There is no one Before, so it is not compared.',
    recover: 'Show the merge against one parent: `git show -m`, or `git diff MERGE^ MERGE`.',
    example: 'diff --cc f.c\nindex 1,2..3\n--- a/f.c\n+++ b/f.c\n@@@ -1,1 -1,1 +1,2 @@@\n+ a\n +b\n',
  },
  binary: {
    title: 'A binary file',
    severity: 'information',
    means: 'The change of a binary file is listed; its content is not read.',
    recover: 'Nothing is wrong. "Binary files differ" cannot be applied: `git format-patch --binary` makes what can.',
    example: 'diff --git a/x.bin b/x.bin\nindex 1..2 100644\nBinary files a/x.bin and b/x.bin differ\n',
  },
  'record-invalid': {
    title: 'A Patchwork record that cannot be read',
    severity: 'error',
    means:
      "The text looks like the answer of Patchwork's API, but it is cut, is no JSON, or names patches without holding them (a series, a list, a bundle).",
    recover: 'Save the whole answer of `/api/patches/ID/` again, or download the mbox.',
    example: '{\n  "msgid": "<1@example.org>",\n  "diff": "diff --git\n',
  },
  'control-characters': {
    title: 'Characters that do not show',
    severity: 'warning',
    means:
      'The line holds a control character, or one that changes the direction or the place of what is around it: it may not read as it compiles (CVE-2021-42574).',
    recover: 'Look at the line with such characters made visible (`cat -A`), and ask its author why they are there.',
    example: `${HEAD}@@ -1 +1 @@\n-a\n+b \u202e c\n`,
  },
  charset: {
    title: 'A text that is not UTF-8',
    severity: 'warning',
    means:
      'The mail names a charset that is not known, or names none and is not UTF-8. It is read as ISO-8859-1: names may look wrong, the lines of the diff are the same bytes.',
    recover: 'Fetch the mail from an archive that serves UTF-8, such as lore.kernel.org.',
    example:
      'From: A <a@example.org>\nSubject: b\nContent-Type: text/plain; charset=klingon\nContent-Transfer-Encoding: quoted-printable\n\n=E9\n' +
      HEAD +
      '@@ -1 +1 @@\n-a\n+b\n',
  },
  'mail-refused': {
    title: 'A mail that git am refuses',
    severity: 'warning',
    means:
      'A field of its header cannot be decoded: `=?` begins no encoded word (RFC 2047), or its charset is not known. `git mailinfo` stops there.',
    recover: 'Correct the field by hand, or apply the diff with `git apply`.',
    example: `From: A <a@example.org>\nSubject: [PATCH] what =? is this\n\n${HEAD}@@ -1 +1 @@\n-a\n+b\n`,
  },
  scissors: {
    title: 'A scissors line in the message',
    severity: 'information',
    means:
      'A line such as `-- >8 --` asks to cut the message there. `git am` keeps what stands above; `git am --scissors` drops it, with the subject and author that in-body headers below the line replace.',
    recover: 'Look at both halves of the message and choose.',
    example:
      'From: A <a@example.org>\nSubject: b\n\nHello.\n\n-- >8 --\nSubject: [PATCH] c\n\nWhy.\n---\n' +
      HEAD +
      '@@ -1 +1 @@\n-a\n+b\n',
  },
  'too-large': {
    title: 'A text too large to be read',
    severity: 'error',
    means: 'The text has more than 64 million characters or 2 million lines; a record may have 32 million characters.',
    recover: 'Part it into its patches: `git mailsplit`.',
    example: '',
  },
  'not-understood': {
    title: 'Lines that are part of nothing',
    severity: 'error',
    means:
      'Text where a diff should go on: lines between two hunks, a hunk with no file, a header that cannot be read, or a part of a mail that holds no text of a patch.',
    recover: 'Take the lines out, or fetch the patch again.',
    example: `${HEAD}@@ -1 +1 @@\n-a\n+b\n\nnote\n@@ -9 +9 @@\n-c\n+d\n`,
  },
  'line-wrapped': {
    title: 'A line was cut in two',
    severity: 'error',
    means:
      'A mail program wrapped a long line: its end stands on a line of its own, which is none of a hunk. Said only where the counts of the header are right once the lines are joined, and the line before is so long that it was wrapped. `git apply` says "corrupt patch".',
    recover:
      'Join the lines. The mail program of its author does this: `git send-email` does not, and an attachment keeps its lines.',
    fix: 'Joins all lines of the hunk that were cut, with a blank where the cut took one.',
    example: `${HEAD}@@ -1,2 +1,2 @@\n {\n-    memory_region_init_io(&s->iomem, OBJECT(s), &some_ops, s, "name",\n0x1000);\n+    memory_region_init_ram(&s->iomem, OBJECT(s), "name", 0x1000, &err);\n`,
  },
  'blank-lost': {
    title: 'Context lost its leading blank',
    severity: 'error',
    means:
      'Lines of context begin with a blank; here they do not, since a program trimmed the text or took it for format=flowed. Said only where the counts of the header are right with the blanks back.',
    recover: 'Put the blanks back, or fetch the patch again: Patchwork and lore.kernel.org keep them.',
    fix: 'Puts a blank before each such line of the hunk, and before the other context lines where their indents show that all lost one.',
    example: `${HEAD}@@ -1,4 +1,4 @@\nint f(void)\n{\n-    return 1;\n+    return 2;\n}\n`,
  },
  'blanks-stripped': {
    title: 'Empty context lines lost their blank',
    severity: 'hint',
    means:
      'An empty line of context is a blank. `git apply` takes an empty line for one, so the patch still applies; but a program that strips blanks at the ends of lines strips them from other lines too, and those are then not the lines of the file. (`git diff` with `diff.suppressBlankEmpty` leaves these blanks out on purpose.)',
    recover: 'Nothing, where the patch applies.',
    fix: 'Puts the blanks back.',
    example: `${HEAD}@@ -1,3 +1,3 @@\n a\n\n-b\n+c\n`,
  },
  'no-break-space': {
    title: 'No-break spaces where blanks must be',
    severity: 'error',
    means:
      'Web mail and word processors turn blanks into no-break spaces (U+00A0), which look the same. In an indent or at the mark of a context line the patch no longer applies.',
    recover: 'Replace them by blanks, or fetch the patch again from an archive.',
    fix: 'Replaces them by blanks: in the hunk, where the marks of context are meant, else in the line.',
    example: `${HEAD}@@ -1,2 +1,2 @@\n int f(void)\n-\u00a0\u00a0 return 1;\n+    return 2;\n`,
  },
  'tabs-to-blanks': {
    title: 'Tabs became blanks',
    severity: 'warning',
    means:
      "A terminal or a mail program wrote blanks for tabs. QEMU's C is indented by blanks, so this is said only where the patch itself shows it: below a rule of a makefile, and in headers of Linux (`linux-headers/`, `include/standard-headers/`) with no tab at all.",
    recover: 'Fetch the patch again from where its bytes are kept. Which blanks were tabs cannot be told.',
    example:
      'diff --git a/Makefile b/Makefile\n--- a/Makefile\n+++ b/Makefile\n@@ -1,2 +1,2 @@\n all: x\n-        $(CC) a.c\n+        $(CC) b.c\n',
  },
  'format-flowed': {
    title: 'A mail in format=flowed',
    severity: 'warning',
    means:
      'RFC 3676 lets mail programs reflow text: the sender puts a blank before lines that begin with one, the reader takes one away and joins lines that end in one. `git am` does so too. Said where the header names format=flowed and the diff was not written so, where it was and `git apply` would see a blank too many, and where a saved patch still has them.',
    recover:
      'Take the parameter out of the field where the diff was not written so; else take the blanks away. `git send-email` sends patches as they are.',
    fix: 'Removes the parameter, the blanks, or both.',
    example: `From: A <a@example.org>\nSubject: [PATCH] x\nContent-Type: text/plain; charset=utf-8; format=flowed\n\nx\n---\n${HEAD}@@ -1,2 +1,2 @@\n {\n-    a();\n+    b();\n`,
  },
  'html-mail': {
    title: 'A mail in HTML',
    severity: 'warning',
    means: 'Blanks, line ends and `<` of a patch do not survive HTML. `git am` refuses such mails.',
    recover: 'Ask for the patch as plain text, or take it from an archive.',
    example:
      'From: A <a@example.org>\nSubject: [PATCH] x\nContent-Type: text/html; charset=utf-8\n\n<pre>diff --git a/f b/f</pre>\n',
  },
  'quoted-patch': {
    title: 'A patch that is quoted',
    severity: 'information',
    means: 'The diff stands behind `>`: this is a reply. What it quotes is not reviewed, since parts may be left out.',
    recover: 'Open the mail that it answers.',
    example:
      'From: A <a@example.org>\nSubject: Re: [PATCH] x\n\n> diff --git a/f.c b/f.c\n> --- a/f.c\n> +++ b/f.c\n> @@ -1 +1 @@\n> -a\n> +b\nWhy b?\n',
  },
  typographic: {
    title: 'Typographic characters in C code',
    severity: 'error',
    means:
      'A mail program or an editor made quotes, dashes or dots typographic. Said only outside of comments and strings, where C cannot have them.',
    recover: 'Replace them, and look for others of their kind in strings and comments.',
    fix: 'Replaces the character by the plain one.',
    example: `${HEAD}@@ -1 +1 @@\n-a\n+int i = 3 \u2013 j;\n`,
  },
  mojibake: {
    title: 'UTF-8 read as another charset',
    severity: 'warning',
    means:
      'Two or three characters stand where one was: its bytes were read as windows-1252 or ISO-8859-1. Said only where they are the bytes of a Latin letter or a typographic mark.',
    recover: 'Fetch the patch from where its bytes are kept; a name in a trailer can be written again.',
    fix: 'Restores the characters of the line.',
    example: `From: A <a@example.org>\nSubject: [PATCH] x\n\nReviewed-by: Ren\u00c3\u00a9 <r@example.org>\n---\n${HEAD}@@ -1 +1 @@\n-a\n+b\n`,
  },
  'replacement-character': {
    title: 'Bytes that are no text',
    severity: 'information',
    means:
      'U+FFFD stands for bytes that the charset does not have. The patch is of a file in another charset, which is all right, or a program lost them on the way.',
    recover: 'Apply the original, not this copy.',
    example: `${HEAD}@@ -1 +1 @@\n-a\n+/* Ren\ufffd */\n`,
  },
  'line-endings': {
    title: 'A diff in CR LF',
    severity: 'information',
    means:
      'All lines end in CR LF, the headers too, which no program that makes diffs writes. `git apply` takes the CRs for part of the lines and finds no context. Mails may end so: `git am` takes the CRs away.',
    recover: 'Convert the patch: `dos2unix`, or the line ending in the status bar of the editor.',
    example: `${HEAD}@@ -1 +1 @@\n-a\n+b\n`.replaceAll('\n', '\r\n'),
  },
  'list-author': {
    title: 'The author is the list',
    severity: 'warning',
    means:
      'Lists rewrite From: of senders whose domain forbids forwarding (DMARC): "Name via qemu-devel". Without a From: line in its body, `git am` records the list as the author.',
    recover:
      'Set the author: `git commit --amend --author="Name <address>"`. Reply-To: or a trailer may have the address.',
    example: `From: A Person via <qemu-devel@nongnu.org>\nSubject: [PATCH] x\n\nx\n---\n${HEAD}@@ -1 +1 @@\n-a\n+b\n`,
  },
  'index-line': {
    title: "A file's header contradicts itself",
    severity: 'warning',
    means:
      'The `index` line names the blobs before and after. It names one where the file is not there, none where it is, or one blob for both though there are hunks.',
    recover:
      'Fetch the patch again, or let its author make it again: `git apply --index` and `git am -3` rely on this line.',
    example:
      'diff --git a/f.c b/f.c\nnew file mode 100644\nindex 1234567..89abcde\n--- /dev/null\n+++ b/f.c\n@@ -0,0 +1 @@\n+a\n',
  },
  diffstat: {
    title: 'The diffstat disagrees with the diff',
    severity: 'warning',
    means:
      'The files or the counts below `---` are not those of the diff: a part is missing, or one of them was edited. Not said of hunks that are not whole, which have problems of their own.',
    recover: 'Fetch the patch again; ask its author which of them is meant.',
    example: `From: A <a@example.org>\nSubject: [PATCH] x\n\nx\n---\n f.c | 2 +-\n g.c | 2 +-\n 2 files changed, 2 insertions(+), 2 deletions(-)\n\n${HEAD}@@ -1 +1 @@\n-a\n+b\n`,
  },
  'patch-missing': {
    title: 'A patch of a series is missing',
    severity: 'warning',
    means:
      'The mails say `[PATCH 1/3]` and `[PATCH 3/3]`, and no mail of the text is 2/3. The others are read as if it were not needed. A text with one mail of a series is a patch to be read alone, and nothing is said.',
    recover: 'Fetch the whole thread: `b4 mbox MESSAGE-ID`, or the series from Patchwork.',
    example:
      mail('1/3] x', '10:00:00', HEAD + CHANGE) + mail('3/3] z', '10:02:00', HEAD.replaceAll('f.c', 'g.c') + CHANGE),
  },
  'patch-twice': {
    title: 'A patch of a series stands twice',
    severity: 'warning',
    means:
      'Two mails of one version of a series have one number, and their diffs differ: the newer counts. Where the diffs are the same, that is for information only.',
    recover: 'Take out the mail that is not meant.',
    example:
      mail('1/2] x', '10:00:00', HEAD + CHANGE) +
      mail('1/2] x', '11:00:00', HEAD + CHANGE.replace('b', 'c')) +
      mail('2/2] y', '11:01:00', HEAD.replaceAll('f.c', 'g.c') + CHANGE),
  },
  'patch-past-total': {
    title: 'A patch has a number past the total of its series',
    severity: 'warning',
    means: '`[PATCH 3/2]`: an author sent one more after the series. It is read as coming last.',
    recover: 'Ask its author where it belongs, if it is not at the end.',
    example:
      mail('1/2] x', '10:00:00', HEAD + CHANGE) +
      mail('2/2] y', '10:01:00', HEAD.replaceAll('f.c', 'g.c') + CHANGE) +
      mail('3/2] z', '11:00:00', HEAD.replaceAll('f.c', 'h.c') + CHANGE),
  },
  'does-not-apply': {
    title: 'A hunk does not apply after the patches before it',
    severity: 'warning',
    means:
      'An earlier patch of the series leaves another line there than this hunk has, or a file that it makes, or none that it changes: the patches are out of order, one is missing or was edited. `git am` refuses the series. Only what the hunks themselves show is known: where nothing is said, a patch may still not apply.',
    recover: 'Fetch the series again; compare the order of its patches with the cover letter.',
    example:
      mail('1/2] x', '10:00:00', HEAD + CHANGE) +
      mail(
        '2/2] y',
        '10:01:00',
        HEAD.replace('--- a/f.c', 'new file mode 100644\n--- /dev/null') +
          CHANGE.replace('-1 +1', '-0,0 +1').replace('-a\n', ''),
      ),
  },
  ...REVIEW_RULES,
};
