/** A view that the text of a dump does not tell, or not without what `info mtree -f` prints. */
interface Untold {
  readonly file: string;
  readonly view: string;
  readonly why: string;
}

/** With the views of `info mtree -f -d` as evidence. */
export const UNTOLD: readonly Untold[] = [];

const GPR = 'imx25.gpt and imx7.gpr overlap at one priority; the text does not tell that gpr was added later, and wins';

/** From the tree alone. */
export const UNTOLD_BY_TREE: readonly Untold[] = [
  { file: 'qemu-5.2/aarch64-mcimx6ul-evk.mtree', view: 'system', why: GPR },
  { file: 'qemu-7.2/aarch64-mcimx6ul-evk.mtree', view: 'system', why: GPR },
  { file: 'qemu-7.2/arm-mcimx6ul-evk.mtree', view: 'system', why: GPR },
  {
    file: 'qemu-7.2/ppc64-powernv10.mtree',
    view: 'xscom-0',
    why: 'xscom-quad.0 and xscom-core.0 overlap at one priority; the text does not tell that the quad was added later, and wins',
  },
];
