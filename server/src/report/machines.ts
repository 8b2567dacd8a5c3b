import type { MachineReview, ReviewMachine } from '../review/model.ts';

/** "7.2.22 · TCG · built in": what a machine is and where it comes from. */
export function machineFacts({ machine, origin }: ReviewMachine): string {
  const release = machine.release === '' ? 'release unknown' : `QEMU ${shortRelease(machine.release)}`;
  const accelerator = machine.accelerator === 'unknown' ? 'accelerator unknown' : machine.accelerator;
  return [release, accelerator, origin === 'added' ? '' : origin].filter(Boolean).join(' · ');
}

/** "7.2.22" of "7.2.22Debian 1:7.2+dfsg-7+deb12u18+b3". */
export const shortRelease = (release: string): string => /^\d+(\.\d+)*/.exec(release)?.[0] ?? release;

/** Whether anything that is counted or shown moves. */
export const isChanged = ({ comparison }: MachineReview): boolean =>
  comparison?.views.some((view) => view.change !== 'unchanged') ?? false;
