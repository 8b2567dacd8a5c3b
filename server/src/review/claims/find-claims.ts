import type { PatchMessage } from '../../patch/model.ts';
import { append } from '../../text/append.ts';
import type { TextRange } from '../../text/range.ts';
import { atomsOf } from './atoms.ts';
import { mentionFor, mentionsIn, type PlacedMention } from './mentions.ts';
import type { Claim, MachineMention } from './model.ts';
import { paragraphs, type Sentence, sentences } from './prose.ts';
import type { Draft } from './sentence-reader.ts';
import { statementsIn } from './statements.ts';
import { tableRows } from './tables.ts';

/** A message states a handful; more are not read. */
const MOST_CLAIMS = 100;

const OF_SERIES =
  /\b(?:(?:whole|entire|complete|full|this) (?:patch ?)?(?:series|set)|patchset|all (?:the |of the |these )?patches)\b/i;

/** What a message without claims has no word of. */
const SPEAKS =
  /flat\s?(?:view|range)|\bFVs\b|dispatch|address\s?space|\bASe?s\b|phys_?map|radix|transaction|section|memory (?:footprint|consumption|us)|host memory|\brss\b/i;

/** Memory that is saved elsewhere is no matter of views. */
const SPEAKS_OF_VIEWS = /flat\s?view|\bFVs\b|dispatch (?:tree|table)/i;

/**
 * The numbers that a commit message or a cover letter states of FlatViews, address spaces, dispatch trees and what they cost,
 * with their places in `text`, in order. A number that names none of these is no claim. Linear in the message.
 */
export function findClaims(text: string, message: PatchMessage): readonly Claim[] {
  const body = text.slice(message.bodyRange.start, message.bodyRange.end);
  if (!SPEAKS.test(body)) return [];
  const claims: Claim[] = [];
  const mentions: PlacedMention[] = [];
  paragraphs(text, message).forEach((lines, paragraph) => {
    const all = sentences(lines);
    append(
      mentions,
      all.flatMap((sentence, i) => mentionsIn(sentence, paragraph, i)),
    );
    const rows = tableRows(lines);
    const inTable = rows.flatMap((row) => {
      const machine = mentionFor(mentions, row.sentence, paragraph, all.length);
      return row.drafts.map((draft) => claimOf(text, draft, row.sentence, machine));
    });
    const said = all.flatMap((sentence, i) => {
      const machine = mentionFor(mentions, sentence, paragraph, i);
      return statementsIn(atomsOf(sentence.text)).map((draft) => claimOf(text, draft, sentence, machine));
    });
    append(claims, inTable);
    append(
      claims,
      said.filter((claim) => !inTable.some((row) => overlap(row.range, claim.range))),
    );
  });
  const ofViews = SPEAKS_OF_VIEWS.test(body) || SPEAKS_OF_VIEWS.test(message.subject);
  const own = claims.filter((claim) => claim.counted !== 'memory' || ofViews);
  return own.sort((a, b) => a.range.start - b.range.start).slice(0, MOST_CLAIMS);
}

/** The machines that a message names, anywhere. */
export const mentionsOf = (text: string, message: PatchMessage): readonly MachineMention[] =>
  paragraphs(text, message).flatMap((lines, paragraph) =>
    sentences(lines).flatMap((sentence, i) => mentionsIn(sentence, paragraph, i).map(({ mention }) => mention)),
  );

function claimOf(text: string, draft: Draft, sentence: Sentence, machine: Claim['machine']): Claim {
  const range = sentence.place(draft.start, draft.end);
  return {
    counted: draft.noun.counted,
    statement: draft.statement,
    range,
    words: text.slice(range.start, range.end).replace(/\s+/g, ' '),
    noun: sentence.place(draft.noun.start, draft.noun.end),
    machine,
    ofSeries: OF_SERIES.test(sentence.text),
  };
}

const overlap = (a: TextRange, b: TextRange): boolean => a.start < b.end && b.start < a.end;
