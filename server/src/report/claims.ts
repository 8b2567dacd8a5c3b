import type { CheckedClaim, ClaimOnMachine, Counted, Counting } from '../review/claims/model.ts';
import { grouped, humanSize } from '../text/hex.ts';
import { EVALUATED } from './evaluated/words.ts';
import { arrow, change } from './figures.ts';
import { code, escapeMarkdown, table, visible } from './markdown.ts';

const NOUNS: Readonly<Record<Counted, string>> = {
  flatViews: 'FlatViews',
  fullFlatViews: 'FlatViews with ranges',
  emptyFlatViews: 'empty FlatViews',
  flatViewsCreated: 'FlatViews made',
  dispatchTrees: 'dispatch trees',
  dispatchTreesCreated: 'dispatch trees made',
  addressSpaces: 'address spaces',
  flatRanges: 'ranges',
  dispatchSections: 'dispatch sections',
  dispatchNodes: 'dispatch nodes',
  dispatchNodesAllocated: 'dispatch nodes allocated',
  commits: 'transactions',
  memory: 'memory',
};

const VERDICTS = { agrees: 'agrees', disagrees: 'disagrees', unchecked: 'cannot be checked' } as const;

const MOST_ROWS = 8;

/** Our figure beside a claim: "557 -> 260 (-53 %)". */
export function oursText({ claim }: CheckedClaim, { before, after }: Counting): string {
  const text = claim.counted === 'memory' ? humanSize : grouped;
  const moved = arrow(before, after, text);
  const { kind } = claim.statement;
  if (before === after || kind === 'change' || kind === 'count' || kind === 'same') return moved;
  return kind === 'percent' || kind === 'times'
    ? `${moved} (${change(before, after).replace(/^.*\((.*)\)$/, '$1')})`
    : `${moved} (${after < before ? '-' : '+'}${text(Math.abs(after - before))})`;
}

/** The way to count that decides on a machine: the one that agrees, else the plainest. */
const deciding = ({ agreesAs, countings }: ClaimOnMachine): Counting | undefined => agreesAs ?? countings[0];

/** What is said at a claim, as one or two sentences. */
export function claimMessage(checked: CheckedClaim): string {
  const { claim, verdict, reason, machines } = checked;
  const said = `"${visible(claim.words)}" (${NOUNS[claim.counted]}) ${VERDICTS[verdict]}`;
  const ours = machines.slice(0, 2).flatMap((one) => {
    const counting = deciding(one);
    return counting ? [`on ${visible(one.machine)} it is ${oursText(checked, counting)} (${counting.name})`] : [];
  });
  const more = machines.length > ours.length ? ` and ${machines.length - ours.length} more` : '';
  const by = machines.some(({ engine }) => engine === 'source') ? `, ${EVALUATED}` : '';
  const figures = ours.length > 0 ? `${ours.join('; ')}${more}${by}.` : '';
  if (verdict !== 'unchecked') return `${said}: ${figures}`;
  return [`${said}.`, visible(reason), figures && figures.charAt(0).toUpperCase() + figures.slice(1)]
    .filter(Boolean)
    .join(' ');
}

/** A claim beside our figures, on each machine and in each way to count: a small table. */
export function claimMarkdown(checked: CheckedClaim): string {
  const { claim, verdict, reason, machines } = checked;
  const parts = [`**${NOUNS[claim.counted]}: ${VERDICTS[verdict]}.** ${escapeMarkdown(reason)}`.trim()];
  const rows = machines.flatMap((one) => one.countings.map((counting) => ({ one, counting })));
  if (rows.length > 0) {
    parts.push(
      table(
        ['Claim', 'Ours', 'How counted', 'Machine'],
        rows.slice(0, MOST_ROWS).map(({ one, counting }) => {
          const text = oursText(checked, counting);
          const isIt = counting === one.agreesAs;
          return [code(claim.words), isIt ? `**${text}**` : text, escapeMarkdown(counting.name), code(one.machine)];
        }),
        'left',
      ),
    );
  }
  if (rows.length > MOST_ROWS) parts.push(`${rows.length - MOST_ROWS} more figures in the JSON of \`review\`.`);
  if (claim.machine) parts.push(`The message names ${code(claim.machine.words)}.`);
  const engines = [...new Set(machines.map(({ engine }) => engine))];
  if (rows.length > 0) parts.push(`*Engine: ${engines.join(', ')}.*`);
  return parts.join('\n\n');
}

/** As a JSON value; docs/review-json.md has the fields. */
export const claimJson = (checked: CheckedClaim) => {
  const { claim, verdict, reason, machines, notCounted } = checked;
  return {
    words: claim.words,
    start: claim.range.start,
    end: claim.range.end,
    counts: claim.counted,
    statement: claim.statement,
    named: claim.machine
      ? { words: claim.machine.words, types: claim.machine.types, devices: claim.machine.devices }
      : null,
    ofSeries: claim.ofSeries,
    verdict,
    reason,
    machines: machines.map(({ machine, engine, countings, agreesAs }) => ({
      machine,
      engine,
      agreesAs: agreesAs?.name ?? null,
      countings,
    })),
    notCounted,
  };
};
