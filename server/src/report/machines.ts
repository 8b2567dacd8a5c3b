import type { MachineReview, PatchReview, ReviewMachine } from '../review/model.ts';
import { FIGURES } from './figures.ts';

/** "7.2.22 · TCG · built in": what a machine is and where it comes from. */
export function machineFacts({ machine, origin }: ReviewMachine): string {
  const release = machine.release === '' ? 'release and accelerator not told' : `QEMU ${shortRelease(machine.release)}`;
  const accelerator = machine.accelerator === 'unknown' ? '' : machine.accelerator;
  return [release, accelerator, origin === 'added' ? '' : origin].filter(Boolean).join(' · ');
}

/** "7.2.22" of "7.2.22Debian 1:7.2+dfsg-7+deb12u18+b3". */
export const shortRelease = (release: string): string => /^\d+(\.\d+)*/.exec(release)?.[0] ?? release;

/** Whether anything that is counted or shown moves. */
export function isChanged({ comparison }: MachineReview): boolean {
  if (!comparison) return false;
  const [before, after] = [comparison.before.totals, comparison.after.totals];
  return (
    comparison.views.some((view) => view.change !== 'unchanged') ||
    FIGURES.some(({ key }) => before[key] !== after[key])
  );
}

/** That cores of other releases than the machines' own are applied, where it is so; else ''. */
export function hypothesis({ machines, recognition }: PatchReview): string {
  const releases = [...new Set(machines.map((m) => shortRelease(m.machine.machine.release)).filter(Boolean))];
  const { before, after } = recognition;
  if (!before || !after || releases.every((release) => release.startsWith(after.name))) return '';
  return `The machines are maps of QEMU ${releases.join(', ')}; the figures are what the cores ${before.name} and ${after.name} make of them, not what those releases print.`;
}
