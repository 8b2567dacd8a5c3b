import { append } from '../../text/append.ts';
import { grouped } from '../../text/hex.ts';
import { bodyLines, type Layout } from '../difference/text.ts';
import { wrap } from '../difference/wrap.ts';
import { visible } from '../markdown.ts';
import { type BuildFacts, type BuildsReport, type FailedType, failsOnOneSide, type TypeName } from './model.ts';
import { namesByTarget, sameChanges } from './shape.ts';

/** Two builds as plain text: what differs, worst first, machine types that differ alike once; the rest in a line each. */
export function buildsText(report: BuildsReport, layout: Layout): string {
  const paragraph = (text: string): string[] => ['', ...wrap(visible(text), '', '  ', layout.columns)];
  const lines = wrap(visible(headline(report)), '', '  ', layout.columns);
  append(lines, wrap(visible(summary(report)), '', '  ', layout.columns));
  const broken = report.failed.filter(failsOnOneSide);
  for (const failed of broken) append(lines, paragraph(sayBroken(failed)));
  for (const group of sameChanges(report.changed)) {
    const [first] = group;
    if (!first) continue;
    const names = group.map(({ machine }) => machine).join(', ');
    const alike = group.length > 1 ? ` (${grouped(group.length)} machine types, each the same)` : '';
    append(lines, paragraph(`${first.target} ${names}: ${first.said.summary}${alike}`));
    // the headline is the group's; the blank line before the findings is left out
    append(
      lines,
      bodyLines(first.said, layout).filter((line, i) => i > 0 || line !== ''),
    );
  }
  for (const { title, text } of remainder(report)) append(lines, paragraph(`${title}: ${text}.`));
  for (const { title, types } of unstartable(report)) {
    append(lines, paragraph(`${title}:`));
    for (const failed of types) append(lines, wrap(visible(sayFailed(failed)), '  ', '    ', layout.columns));
  }
  return `${lines.join('\n')}\n`;
}

/** `build-a (QEMU 7.2.22) -> build-b (QEMU 8.0.0, with -smp 4)`. */
export const headline = ({ before, after }: BuildsReport): string => `${sayBuild(before)} -> ${sayBuild(after)}`;

/** The same where room is small: without the folders that both builds are in. */
export function shortHeadline({ before, after, ...rest }: BuildsReport): string {
  const [old, now] = [before.build.split('/'), after.build.split('/')];
  const most = Math.min(old.length, now.length) - 1;
  const apart = old.findIndex((part, i) => i >= most || part !== now[i]);
  const short = (facts: BuildFacts, parts: readonly string[]): BuildFacts => ({
    ...facts,
    build: parts.slice(apart).join('/'),
  });
  return headline({ ...rest, before: short(before, old), after: short(after, now) });
}

function sayBuild({ build, release, args }: BuildFacts): string {
  const facts = [release ? `QEMU ${release}` : '', args.length > 0 ? `with ${args.join(' ')}` : ''].filter(Boolean);
  return facts.length > 0 ? `${build} (${facts.join(', ')})` : build;
}

/** `3 of 122 machine types differ`. */
export function summary({ changed, alike, failed }: BuildsReport): string {
  const all = changed.length + alike.length;
  if (all === 0) return 'No machine type could be compared.';
  const broken = failed.filter(failsOnOneSide).length;
  const more = broken > 0 ? `; ${grouped(broken)} can be started by one build only` : '';
  if (changed.length === 0) return `All of ${grouped(all)} machine types are alike${more}.`;
  return `${grouped(changed.length)} of ${grouped(all)} machine types differ${more}.`;
}

/** What is told in one paragraph each. */
export function remainder({ alike, onlyBefore, onlyAfter }: BuildsReport): { title: string; text: string }[] {
  const told = (title: string, types: readonly TypeName[]) =>
    types.length > 0 ? [{ title: `${title} (${grouped(types.length)})`, text: namesByTarget(types) }] : [];
  return [...told('Alike', alike), ...told('Only in before', onlyBefore), ...told('Only in after', onlyAfter)];
}

/** Machine types that neither build starts: mostly those that want arguments. */
export function unstartable({ failed }: BuildsReport): { title: string; types: readonly FailedType[] }[] {
  const types = failed.filter((type) => !failsOnOneSide(type));
  return types.length > 0 ? [{ title: `Not started by either (${grouped(types.length)}), as QEMU says`, types }] : [];
}

export const sayBroken = ({ target, machine, before, after }: FailedType): string =>
  `${target} ${machine}: ${before === undefined ? 'is started before, not after' : 'is not started before, but after'}: ${ownWords(before ?? after ?? '')}`;

export const sayFailed = ({ target, machine, before, after }: FailedType): string =>
  `${target} ${machine}: ${ownWords(before ?? after ?? '')}`;

/** QEMU's own words, without ours before them; on one line. */
function ownWords(error: string): string {
  const [first = '', ...rest] = error.split('\n');
  return (rest.length > 0 ? rest : [first]).map((line) => line.trim()).join(' ');
}
