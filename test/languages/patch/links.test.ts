import { describe, expect, it } from 'vitest';
import { patchHover } from '../../../server/src/languages/patch/hover.ts';
import { patchLinks } from '../../../server/src/languages/patch/links.ts';
import { readPatch } from '../../../server/src/patch/read-patch.ts';
import { reviewPatches } from '../../../server/src/review/review.ts';
import { slice } from '../../patch/outline.ts';
import { SERIES } from './series.ts';

const linksOf = (text: string): string[] =>
  patchLinks(readPatch(text), text).map(({ range, target }) => `${slice(text, range)} -> ${target}`);

const LORE = 'https://lore.kernel.org/qemu-devel/';
const COMMIT = 'https://gitlab.com/qemu-project/qemu/-/commit/';

/** A mail with a message of its own, of a patch of QEMU. */
const mail = (message: string): string =>
  `From: A <a@example.org>\nSubject: [PATCH] x\n\n${message}\n---\n\ndiff --git a/memory.c b/memory.c\n--- a/memory.c\n+++ b/memory.c\n@@ -1 +1 @@\n-a\n+b\n`;

describe('links', () => {
  it('lead from ids of messages to the list, from hashes to commits; URLs are left to the editor', () => {
    expect(linksOf(SERIES)).toEqual([
      `cover@example.org -> ${LORE}cover@example.org/`,
      `20231001120000.1-1-dev@example.org -> ${LORE}20231001120000.1-1-dev@example.org/`,
      `one+1/x@example.org -> ${LORE}one%2B1%2Fx@example.org/`,
      `cover@example.org -> ${LORE}cover@example.org/`,
      `cover@example.org -> ${LORE}cover@example.org/`,
      `967dc9b119 -> ${COMMIT}967dc9b119`,
      `092aa2fc65 -> ${COMMIT}092aa2fc65`,
      '1234 -> https://gitlab.com/qemu-project/qemu/-/issues/1234',
      `5e8fd947e2670c3c18f139de6a83fafcb56abbcc -> ${COMMIT}5e8fd947e2670c3c18f139de6a83fafcb56abbcc`,
      `one+1/x@example.org -> ${LORE}one%2B1%2Fx@example.org/`,
      `967dc9b119 -> ${COMMIT}967dc9b119`,
    ]);
  });

  it.each([
    [
      '(cherry picked from commit 967dc9b1194a9281124b2e1ce67b6c3359a2138f)',
      '967dc9b1194a9281124b2e1ce67b6c3359a2138f',
    ],
    ['In 967dc9b119 ("memory: Share") we said', '967dc9b119'],
    ['LP: #1859254', '1859254'],
    ['RHBZ#1464908', '1464908'],
    ['Based-on: 20231001120000.1-1-dev@example.org', '20231001120000.1-1-dev@example.org'],
    ['Message-Id: <x@y>', 'x@y'],
    ['Link: https://lore.kernel.org/r/x@y', ''],
    ['Buglink: https://bugs.launchpad.net/qemu/+bug/1', ''],
    ['Link: mailto:x@y', ''],
    ['Fixes: javascript:alert(1)', ''],
    ['a commit defaced by hand', ''],
    ['see hw/967dc9b119.c', ''],
    ['Message-Id: <\u{1f600}@y>', ''],
    ['Signed-off-by: A <a@example.org>', ''],
  ])('%s', (line, id) => {
    const text = mail(line);
    expect(patchLinks(readPatch(text), text).map(({ range }) => slice(text, range))).toEqual(id === '' ? [] : [id]);
  });

  it('go to no other host, whatever an id says', () => {
    const hosts = new Set(['lore.kernel.org', 'gitlab.com', 'bugs.launchpad.net', 'bugzilla.redhat.com']);
    const text = mail(
      'Message-Id: <//evil.example/..%2f?x#y@z>\nBased-on: <../../../../@evil.example>\nLP#1234567\nRHBZ 1234567',
    );
    const links = patchLinks(readPatch(text), text);
    expect(links).toHaveLength(4);
    for (const { target } of links) {
      const { protocol, host, pathname } = new URL(target);
      expect([protocol, hosts.has(host)]).toEqual(['https:', true]);
      if (host === 'lore.kernel.org') expect(pathname).toMatch(/^\/qemu-devel\/[^/]+\/$/);
    }
  });
});

describe('the hover on a commit', () => {
  const hover = (text: string, word: string): string =>
    patchHover(
      reviewPatches({ text, set: readPatch(text) }, [], () => expect.fail()),
      text,
      text.indexOf(word) + 1,
    )?.markdown ?? '';

  it('tells what the table knows of it, with its release', () => {
    expect(hover(SERIES, '092aa2fc65')).toMatch(
      /^`092aa2fc65` memory\\: Share special empty FlatView\n\nFirst in QEMU 2\.11\./,
    );
    expect(hover(SERIES, '5e8fd947e2670')).toContain('It changes no view, section or node');
  });

  it('tells nothing of others', () => {
    expect(hover(mail('commit 0123456789 is bad'), '0123456789')).toBe('');
  });
});
