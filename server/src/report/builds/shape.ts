import type { MachineDifference } from '../../review/machines/model.ts';
import { pushTo } from '../../text/multimap.ts';
import { naturalOrder } from '../../text/natural-order.ts';
import { differenceJson } from '../difference/json.ts';
import { sayDifference } from '../difference/say.ts';
import type { ChangedType, FailedType, TypeName } from './model.ts';
import { failsOnOneSide } from './model.ts';

/** A machine type that differs, in words and as JSON; nothing of it keeps the machines themselves. */
export const changedType = (name: TypeName, difference: MachineDifference): ChangedType => ({
  ...name,
  said: sayDifference(difference, name.machine, name.machine),
  json: { ...difference.totals, ...differenceJson(difference) },
});

/** Worst first: by the heaviest finding, then by how many there are, then by name. */
export const worstFirst = (a: ChangedType, b: ChangedType): number =>
  heaviest(b) - heaviest(a) || b.said.findings.length - a.said.findings.length || byName(a, b);

const heaviest = ({ said }: ChangedType): number => said.findings[0]?.finding.weight ?? 0;

export const byName = (a: TypeName, b: TypeName): number =>
  naturalOrder(a.target, b.target) || naturalOrder(a.machine, b.machine);

/** Those that fail in one build only first. */
export const brokenFirst = (a: FailedType, b: FailedType): number =>
  Number(failsOnOneSide(b)) - Number(failsOnOneSide(a)) || byName(a, b);

/** Machine types of one emulator that differ in the very same way, together; in the order of the first of each. */
export function sameChanges(changed: readonly ChangedType[]): readonly (readonly ChangedType[])[] {
  const groups = new Map<string, ChangedType[]>();
  for (const type of changed) pushTo(groups, saidText(type), type);
  return [...groups.values()];
}

const saidText = ({ target, said }: ChangedType): string =>
  JSON.stringify([
    target,
    said.findings.map(({ kind, title, where, details }) => [kind, title, where, details]),
    said.counts,
  ]);

/** `arm: akita, borzoi; x86_64: pc`: machine types by emulator. */
export function namesByTarget(types: readonly TypeName[]): string {
  const byTarget = new Map<string, string[]>();
  for (const { target, machine } of [...types].sort(byName)) pushTo(byTarget, target, machine);
  return [...byTarget].map(([target, names]) => `${target}: ${names.join(', ')}`).join('; ');
}
