import type { PatchSet } from '../../server/src/patch/model.ts';
import { readPatch } from '../../server/src/patch/read-patch.ts';
import { readSeries } from '../../server/src/patch/series.ts';
import type { Series } from '../../server/src/patch/series-model.ts';

export interface Mail {
  readonly subject: string;
  readonly id?: string;
  readonly to?: string;
  readonly references?: readonly string[];
  readonly from?: string;
  /** Minutes after noon. */
  readonly at?: number;
  readonly body?: string;
}

export const change = (was: string, now: string, path = 'memory.c'): string =>
  `diff --git a/${path} b/${path}\n--- a/${path}\n+++ b/${path}\n@@ -1 +1 @@\n-${was}\n+${now}\n`;

/** A mail of an mbox; with a patch's body unless told. */
export function mail({ subject, id, to, references, from, at = 0, body }: Mail): string {
  const time = `${12 + Math.floor(at / 60)}:${String(at % 60).padStart(2, '0')}:00`;
  const lines = [
    `From ${'0'.repeat(40)} Mon Sep 17 00:00:00 2001`,
    `From: ${from ?? 'A Uthor <a@example.org>'}`,
    `Date: Mon, 1 Jan 2024 ${time} +0000`,
    `Subject: ${subject}`,
    ...(id ? [`Message-Id: <${id}>`] : []),
    ...(to ? [`In-Reply-To: <${to}>`] : []),
    ...(references ? [`References: ${references.map((ref) => `<${ref}>`).join(' ')}`] : []),
  ];
  return `${lines.join('\n')}\n\n${body ?? `Why.\n---\n${change('a', 'b')}`}-- \n2.39.5\n\n`;
}

export function seriesOf(text: string): { set: PatchSet; series: readonly Series[] } {
  const set = readPatch(text);
  return { set, series: readSeries(set.patches, text) };
}

/** Series as short text, messages by their subjects. */
export function told(text: string): string[] {
  const { set, series } = seriesOf(text);
  const name = (index: number): string => {
    const message = set.patches[index]?.message;
    return `${message?.messageId || message?.subject}`;
  };
  return series.flatMap((one) => [
    `#${one.lineage} v${one.version} ${one.title}: ${one.patches.map(name).join(' ')} of ${one.total}`,
    ...(one.cover === undefined ? [] : [`  cover ${name(one.cover)}`]),
    ...(one.missing.length > 0 ? [`  missing ${one.missing.join(' ')}`] : []),
    ...one.duplicates.map(
      ({ number, messages, same }) => `  ${number} twice: ${messages.map(name).join(' ')} ${same ? 'same' : 'differ'}`,
    ),
    ...one.pastTotal.map((index) => `  past the total ${name(index)}`),
    ...one.replies.map(({ message, to }) => `  ${name(message)} answers ${name(to)}`),
    ...one.given.map(({ name: what, value, on }) => `  ${what}: ${value} on ${on === 'all' ? on : name(on)}`),
  ]);
}
