import type { Draft } from '../draft.ts';

/**
 * Gives a region that is not printed, since it is disabled, the type that an alias to it is printed with: from 5.0 on
 * that is the type of the target.
 */
export function typeHiddenTargets(drafts: readonly Draft[]): void {
  for (const { alias: hidden, type } of drafts) {
    if (!hidden || hidden.lines.length > 0) continue;
    if (type !== 'ram' && type !== 'rom' && type !== 'romd' && type !== 'ramd') continue;
    hidden.kind = type;
    hidden.readonly = type === 'rom';
    hidden.romdMode = type === 'romd';
    hidden.terminates = true;
    hidden.termination = 'type';
  }
}
