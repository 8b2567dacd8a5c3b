import { createHash } from 'node:crypto';

/**
 * A series of about `size` characters, made of words, the same on every machine: as one 8-bit mbox, and its diffs alone
 * for parsers that know no mail.
 */
export function seriesTexts(size: number): { readonly mbox: string; readonly diff: string } {
  const random = generator('series');
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const mails: string[] = [];
  const diffs: string[] = [];
  let length = 0;
  for (let number = 1; length < size; number++) {
    const files = Array.from({ length: 1 + Math.floor(random() * 6) }, () => file(random, pick));
    diffs.push(
      files
        .flat()
        .map((line) => `${line}\n`)
        .join(''),
    );
    const mail = [
      `From ${createHash('sha1').update(`mail ${number}`).digest('hex')} Mon Sep 17 00:00:00 2001`,
      'From: =?UTF-8?q?J=C3=B6rg?= <joerg@example.org>',
      'Date: Mon, 2 Sep 2024 10:00:00 +0200',
      `Subject: [PATCH v2 ${number}/999] hw: ${sentence(pick, 5)}`,
      `Message-Id: <20240902.${number}@example.org>`,
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=UTF-8',
      'Content-Transfer-Encoding: 8bit',
      '',
      ...Array.from({ length: 4 + Math.floor(random() * 20) }, () => sentence(pick, 12)),
      '',
      'Signed-off-by: Jörg <joerg@example.org>',
      '---',
      ` ${files.length} files changed`,
      '',
      ...files.flat(),
      '-- ',
      '2.39.5',
      '',
      '',
    ].join('\n');
    mails.push(mail);
    length += mail.length;
  }
  return { mbox: mails.join(''), diff: diffs.join('') };
}

const WORDS =
  'region alias memory address space device bus master io ram rom window size offset priority container flat view range update commit'.split(
    ' ',
  );
const sentence = (pick: (words: readonly string[]) => string, words: number): string =>
  Array.from({ length: words }, () => pick(WORDS)).join(' ');

type Random = () => number;
type Pick = <T>(items: readonly T[]) => T;

function codeLine(random: Random, pick: Pick): string {
  const indent = '    '.repeat(Math.floor(random() * 4));
  const form = random();
  if (form < 0.12) return '';
  if (form < 0.2) return `${indent}}`;
  if (form < 0.3) return `${indent}/* ${sentence(pick, 6)} */`;
  if (form < 0.32)
    return `${indent}static const uint8_t ${pick(WORDS)}[] = { ${'0x5a, '.repeat(20 + Math.floor(random() * 60))}};`;
  if (form < 0.34) return `\t.name = "${sentence(pick, 2)} é",`;
  return `${indent}${pick(WORDS)}_${pick(WORDS)}_init(&s->${pick(WORDS)}, ${pick(WORDS)}, 0x${Math.floor(random() * 65536).toString(16)});`;
}

function file(random: Random, pick: Pick): string[] {
  const name = `hw/${pick(WORDS)}/${pick(WORDS)}-${pick(WORDS)}.c`;
  const id = (text: string): string => createHash('sha1').update(`${text}${random()}`).digest('hex').slice(0, 10);
  const lines = [
    `diff --git a/${name} b/${name}`,
    `index ${id('a')}..${id('b')} 100644`,
    `--- a/${name}`,
    `+++ b/${name}`,
  ];
  let shift = 0;
  for (let hunk = 0, at = 10; hunk < 1 + random() * 8; hunk++, at += 100) {
    const body: string[] = [];
    let removed = 0;
    let added = 0;
    const context = (): void => {
      for (let i = 0; i < 3; i++) body.push(` ${codeLine(random, pick)}`);
    };
    context();
    for (let group = 0; group < 1 + random() * 3; group++) {
      for (let i = random() * 6; i >= 1; i--, removed++) body.push(`-${codeLine(random, pick)}`);
      for (let i = random() * 12; i >= 0; i--, added++) body.push(`+${codeLine(random, pick)}`);
      context();
    }
    const kept = body.length - removed - added;
    lines.push(
      `@@ -${at},${kept + removed} +${at + shift},${kept + added} @@ static void ${pick(WORDS)}_init(void)`,
      ...body,
    );
    shift += added - removed;
  }
  return lines;
}

/** Park and Miller's minimal generator. */
function generator(seed: string): Random {
  let state = createHash('sha1').update(seed).digest().readUInt32BE() % 2147483647 || 1;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}
