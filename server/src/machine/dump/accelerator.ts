import type { AddressSpace } from '../../memory/region.ts';
import type { Accelerator } from '../machine.ts';
import { originOf } from '../print/captured-dump.ts';
import type { ViewText } from './sections.ts';

/** KVM marks its slots in the views (4.1+); x86's SMM address spaces are TCG's alone before 10.2. */
export function accelerator(
  header: string,
  release: string,
  views: readonly ViewText[],
  spaces: readonly AddressSpace[],
): { accelerator: Accelerator; acceleratorEvidence: string } {
  const marks = views.some(({ body }) =>
    body.ranges.some(({ accelerators }) => accelerators.some((name) => /kvm/i.test(name))),
  );
  if (marks) return { accelerator: 'KVM', acceleratorEvidence: 'the views mark KVM slots' };
  const told = originOf(header)?.accelerator;
  if (told === 'KVM' || told === 'TCG') return { accelerator: told, acceleratorEvidence: 'the first line says so' };
  if (/\bKVM\b|-accel kvm|-enable-kvm/.test(header))
    return { accelerator: 'KVM', acceleratorEvidence: 'the first line says so' };
  if (/\bTCG\b|-accel tcg/.test(header)) return { accelerator: 'TCG', acceleratorEvidence: 'the first line says so' };
  if (spaces.some((space) => /^cpu-smm-\d+$/.test(space.name)) && !/^1[1-9]\.|^10\.[2-9]/.test(release)) {
    return {
      accelerator: 'TCG',
      acceleratorEvidence: 'each CPU has an SMM address space, which only TCG makes before 10.2',
    };
  }
  return { accelerator: 'unknown', acceleratorEvidence: 'nothing in the text tells' };
}
