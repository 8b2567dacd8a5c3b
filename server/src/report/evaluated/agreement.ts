import type { Agreement } from '../../review/evaluated/agreement.ts';
import { visible } from '../markdown.ts';

/** "The model gives the same on all 4 machines.", or where it does not, and what that means. */
export function agreementLines(agreements: readonly Agreement[]): readonly string[] {
  const differ = agreements.filter(({ differences }) => differences.length > 0);
  if (agreements.length === 0) return [];
  if (differ.length === 0) return [`The model gives the same on ${count(agreements.length)}.`];
  return [
    `Model and source differ on ${differ.length} of ${count(agreements.length)}: one of the two engines is wrong. Please report it.`,
    ...differ.flatMap(({ machine, differences }) => differences.map((one) => visible(`  ${machine}: ${one}`))),
  ];
}

/** The same for a lens; '' where only one engine has figures. */
export function agreementLabel(agreements: readonly Agreement[]): string {
  const differ = agreements.filter(({ differences }) => differences.length > 0).length;
  if (agreements.length === 0) return '';
  return differ === 0 ? 'model agrees' : `the model differs on ${count(differ)}`;
}

const count = (machines: number): string => (machines === 1 ? '1 machine' : `${machines} machines`);
