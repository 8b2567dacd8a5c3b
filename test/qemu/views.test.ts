import { describe, expect, test } from 'vitest';
import { nodeQemu } from '../../server/src/host/node/qemu/index.ts';
import { readDump } from '../../server/src/machine/dump/read-dump.ts';
import { coreVersion } from '../../server/src/memory/core-versions.ts';
import { madeByCommit, takeSnapshot } from '../../server/src/memory/snapshot.ts';
import { captureStopped } from '../../server/src/workspace/capture.ts';
import { hasKvm, isKvm, MIXES, RELEASES_AT_HAND, skipMissing } from './mixes.ts';
import { traceCommit } from './traces.ts';

const NAMES = [
  'x86_64-pc',
  'x86_64-pc-smp8-e1000x24',
  'x86_64-pc-bridges-nested',
  'x86_64-pc-smm-off-smp4',
  'x86_64-q35-root-ports-x4',
  'x86_64-q35-intel-iommu',
  'x86_64-q35-virtio-iommu',
  'x86_64-microvm-pcie',
  'ppc64-pseries-bridges',
  'ppc64-pseries-two-phbs',
  'aarch64-virt-secure-mte',
  'aarch64-virt-smmuv3',
  'arm-virt-cortex-a15',
  'riscv64-virt-smp4',
  'mips-malta',
  'kvm-pc-8g-smp4',
  'kvm-q35-root-ports',
];
const machines = NAMES.map((name) => MIXES.find((mix) => mix.name === name) ?? { name, binary: '', args: [] });

describe.concurrent.each(RELEASES_AT_HAND)(
  '$name: the model has the views that QEMU makes, by its trace',
  (release) => {
    test.for(machines.filter((mix) => hasKvm || !isKvm(mix)))('$name', async (own, context) => {
      const mix = release.of(own);
      const dump = await captureStopped(nodeQemu, mix.binary, mix.args).catch((error: unknown) =>
        skipMissing(release, error, context),
      );
      const core = coreVersion(dump.release);
      if (!core) throw new Error(`no core for ${dump.release}`);
      const snapshot = takeSnapshot(readDump(dump.text).topology, core.behaviour);
      const rooted = madeByCommit(snapshot, core.behaviour);
      expect(await traceCommit(mix)).toEqual({
        // 5.2 makes the empty view before its trace begins
        alive: { rooted, rootless: /^5\./.test(dump.release) ? 0 : snapshot.totals.flatViews - rooted },
        madeByCommit: rooted,
      });
      expect(snapshot.totals.flatViews - rooted).toBe(1);
    });
  },
);
