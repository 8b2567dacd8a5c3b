import type { CheckedExcerpt, ExcerptOnMachine, LineCheck } from '../review/excerpts/model.ts';
import { grouped } from '../text/hex.ts';
import { shortRelease } from './machines.ts';
import { escapeMarkdown, visible } from './markdown.ts';

const BY_ITSELF = 'It is read by itself: what is not in it is not known.';

const MOST_NAMES = 6;

const onText = ({ machine, release }: ExcerptOnMachine): string => {
  const number = shortRelease(release);
  return `${visible(machine)}${number === '' ? '' : ` (QEMU ${number})`}`;
};

/** How many regions of a machine stand between the lines of an excerpt, with the first names; '' where none does. */
function leftOutText({ leftOut }: ExcerptOnMachine): string {
  const names = leftOut.flatMap((one) => one.names);
  if (names.length === 0) return '';
  const distinct = [...new Set(names)];
  const more = distinct.length > MOST_NAMES ? ', ...' : '';
  return `It leaves out ${grouped(names.length)} of that machine's there: ${distinct.slice(0, MOST_NAMES).map(visible).join(', ')}${more}.`;
}

const countOf = ({ lines }: ExcerptOnMachine, is: LineCheck['is']): number =>
  lines.filter((line) => line.is === is).length;

/** An excerpt in one line: "5 lines as on pc, 1 otherwise". */
export function excerptLine({ excerpt, on, reason }: CheckedExcerpt): string {
  const lines = excerpt.blocks.reduce((sum, { regions }) => sum + regions.length, 0);
  const head = `Excerpt of ${grouped(lines)} ${lines === 1 ? 'line' : 'lines'}`;
  if (!on) return `${head}: ${reason} ${BY_ITSELF}`;
  const [other, absent] = [countOf(on, 'other'), countOf(on, 'absent')];
  const rest = [other > 0 ? `${grouped(other)} otherwise` : '', absent > 0 ? `${grouped(absent)} not there` : ''];
  return `${head}: ${[`${grouped(countOf(on, 'same'))} as on ${onText(on)}`, ...rest.filter(Boolean)].join(', ')}`;
}

/** The same for a lens. */
export const excerptTitle = (checked: CheckedExcerpt): string =>
  checked.on ? excerptLine(checked) : `${excerptLine(checked).split(':')[0]}: read by itself, no machine here is it`;

/** All that is said of an excerpt as a whole. */
export const excerptMessage = (checked: CheckedExcerpt): string =>
  [
    `${excerptLine(checked)}${checked.on ? '.' : ''}`,
    checked.on ? visible(checked.reason) : '',
    checked.on ? leftOutText(checked.on) : '',
  ]
    .filter(Boolean)
    .join(' ');

/** What a machine has for a line that it has otherwise, as a sentence. */
export function lineMessage({ region, is, how, side }: LineCheck, on: ExcerptOnMachine): string {
  const name = `"${visible(region.line.name)}"`;
  if (!on.isBefore) {
    const way = is === 'absent' ? 'is not there' : `is otherwise: ${how.map(visible).join(', ')}`;
    return `On ${onText(on)}, ${name} ${way}.`;
  }
  const has = `On ${onText(on)}, ${side === 'before' ? 'Before' : 'After'} has`;
  return is === 'absent' ? `${has} no ${name}.` : `${has} ${name} otherwise: ${how.map(visible).join(', ')}.`;
}

const MOST_OTHERWISE = 10;

/** An excerpt in a terminal: what is said of it, and below it each line that is otherwise. */
export function excerptLines(checked: CheckedExcerpt): readonly string[] {
  const { on } = checked;
  const otherwise = on ? on.lines.filter(({ is }) => is !== 'same') : [];
  const said = on ? otherwise.slice(0, MOST_OTHERWISE).map((line) => `  ${lineMessage(line, on)}`) : [];
  const more = otherwise.length - said.length;
  return [excerptMessage(checked), ...said, ...(more > 0 ? [`  ${grouped(more)} more lines are otherwise.`] : [])];
}

/** What a hover on an excerpt adds to that of a dump. */
export function excerptMarkdown(checked: CheckedExcerpt, check: LineCheck | undefined): string {
  const { on } = checked;
  const parts = [`*${escapeMarkdown(excerptMessage(checked))}*`];
  if (on && check) {
    const same = `As on ${onText(on)}.`;
    parts.unshift(escapeMarkdown(check.is === 'same' ? same : lineMessage(check, on)));
  }
  return parts.join('\n\n');
}

/** As a JSON value; docs/review-json.md has the fields. */
export const excerptJson = ({ excerpt, on, reason }: CheckedExcerpt) => ({
  start: excerpt.range.start,
  end: excerpt.range.end,
  side: excerpt.side,
  lines: excerpt.blocks.reduce((sum, { regions }) => sum + regions.length, 0),
  reason,
  machine: on && {
    machine: on.machine,
    release: on.release,
    named: on.named,
    same: countOf(on, 'same'),
    otherwise: on.lines
      .filter(({ is }) => is !== 'same')
      .map(({ region, side, is, how }) => ({
        name: region.line.name,
        start: region.range.start,
        end: region.range.end,
        side,
        is,
        how,
      })),
    leftOut: on.leftOut,
  },
});
