import { describe, test } from 'vitest';
import { compareLive } from './compare-live.ts';
import { hasKvm, isKvm, MIXES, WITHOUT_KVM } from './mixes.ts';

describe.concurrent('the model prints what QEMU prints', () => {
  test.each(MIXES.filter((mix) => !isKvm(mix)))('$name', compareLive);
});

describe.concurrent(`the model prints what QEMU prints under KVM, slots marked${WITHOUT_KVM}`, () => {
  test.skipIf(!hasKvm).each(MIXES.filter(isKvm))('$name', compareLive);
});
