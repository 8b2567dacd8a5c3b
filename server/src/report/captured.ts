import { readDump } from '../machine/dump/read-dump.ts';
import { grouped } from '../text/hex.ts';

/** What a dump that was just captured has, as it is read: "QEMU 7.2.22, TCG: 9 address spaces, 4 FlatViews". */
export function capturedInWords(dump: {
  readonly text: string;
  readonly release: string;
  readonly accelerator: string;
}): string {
  const { topology, printedViews, problems } = readDump(dump.text);
  const counted = (n: number, what: string) => `${grouped(n)} ${what}${n === 1 ? '' : 's'}`;
  const error = problems.find(({ severity }) => severity === 'error');
  return `QEMU ${dump.release}, ${dump.accelerator}: ${counted(topology.addressSpaces.length, 'address space')}, ${counted(printedViews, 'FlatView')}${error ? `; ${error.message}` : ''}`;
}
