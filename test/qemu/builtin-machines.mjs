// @ts-check
/**
 * Regenerates the machines that ship with the product (machines/*.mtree, machines/machines.json) and the machine of
 * the sample workspace (samples/idle-nics.mtree), from the QEMU binaries on the PATH. Run it when a machine below is
 * changed or another QEMU release is wanted, then look at the difference:
 *
 *   node test/qemu/builtin-machines.mjs           writes what differs
 *   node test/qemu/builtin-machines.mjs --check   writes nothing, exits with 1 if something differs
 *
 * QEMU prints address spaces and FlatViews in the order of a hash of pointers, which changes from run to run. A file
 * that differs in nothing else is left as it is.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { argv } from 'node:process';
import { capture, SHORT_COMMANDS, summary } from './capture.mjs';
import { abortedByUser } from './qmp.mjs';

const ROOT = new URL('../../', import.meta.url);

/**
 * @typedef {object} Machine
 * @property {string} id
 * @property {string} description
 * @property {string} binary
 * @property {string} args
 */

/** @type {Machine[]} */
const MACHINES = [
  {
    id: 'pc',
    description: 'PC (i440FX, PIIX3): 4 CPUs, 4 GiB, 2 e1000, 2 virtio-net-pci, a pci-bridge with an e1000 behind it',
    binary: 'qemu-system-x86_64',
    args:
      '-M pc -accel tcg -smp 4 -m 4G -net none -device e1000 -device e1000 -device virtio-net-pci ' +
      '-device virtio-net-pci -device pci-bridge,id=br1,chassis_nr=1 -device e1000,bus=br1,addr=1',
  },
  {
    id: 'q35',
    description: 'PC (Q35, ICH9): 4 CPUs, 4 GiB, virtio-net-pci and e1000e, each behind a pcie-root-port',
    binary: 'qemu-system-x86_64',
    args:
      '-M q35 -accel tcg -smp 4 -m 4G -net none -device pcie-root-port,id=rp1,chassis=1 ' +
      '-device pcie-root-port,id=rp2,chassis=2 -device virtio-net-pci,bus=rp1 -device e1000e,bus=rp2',
  },
  {
    id: 'pseries',
    description: 'POWER server (sPAPR): 4 CPUs, 2 GiB, 4 virtio-net-pci of which 2 behind a pci-bridge, e1000',
    binary: 'qemu-system-ppc64',
    args:
      '-M pseries -accel tcg -smp 4 -m 2G -net none -device virtio-net-pci -device virtio-net-pci ' +
      '-device pci-bridge,id=br1,chassis_nr=1 -device virtio-net-pci,bus=br1,addr=1 ' +
      '-device virtio-net-pci,bus=br1,addr=2 -device e1000',
  },
  {
    id: 'virt',
    description: 'Arm virt: 4 Cortex-A57, 2 GiB, virtio-net-pci behind a pcie-root-port, e1000',
    binary: 'qemu-system-aarch64',
    args:
      '-M virt -accel tcg -cpu cortex-a57 -smp 4 -m 2G -net none -device pcie-root-port,id=rp1,chassis=1 ' +
      '-device virtio-net-pci,bus=rp1 -device e1000',
  },
];

const SAMPLE = {
  path: 'samples/idle-nics.mtree',
  binary: 'qemu-system-x86_64',
  args: `-M pc -accel tcg -smp 8 -m 2G -net none${' -device e1000'.repeat(24)}`,
};

/** @param {string} dump @returns {string} the same text for dumps that say the same */
function withoutOrder(dump) {
  return dump
    .replace(/^FlatView #\d+$/gm, 'FlatView')
    .split(/\n\n|(?<=^\(qemu\).*\n)/m)
    .sort()
    .join('\n\n');
}

const write = !argv.includes('--check');
let differs = 0;

/** @param {string} path @param {string} text @param {(text: string) => string} [essence] */
async function update(path, text, essence = (same) => same) {
  const file = new URL(path, ROOT);
  const old = await readFile(file, 'utf8').catch(() => '');
  if (essence(old) === essence(text)) {
    return 'same';
  }
  differs += 1;
  if (write) {
    await writeFile(file, text);
  }
  return write ? 'written' : 'DIFFERS';
}

const options = { signal: abortedByUser() };
const index = [];
for (const { id, description, binary, args } of MACHINES) {
  const result = await capture(binary, args.split(' '), SHORT_COMMANDS, options);
  const file = `${id}.mtree`;
  console.log(`${await update(`machines/${file}`, result.text, withoutOrder)} machines/${file}: ${summary(result)}`);
  index.push({
    id,
    file,
    label: id,
    release: result.release,
    accelerator: result.accelerator,
    description,
    args: `${binary} ${args}`,
  });
}
const path = 'machines/machines.json';
console.log(`${await update(path, `${JSON.stringify(index, null, 2)}\n`)} ${path}`);

const sample = await capture(SAMPLE.binary, SAMPLE.args.split(' '), SHORT_COMMANDS, options);
console.log(`${await update(SAMPLE.path, sample.text, withoutOrder)} ${SAMPLE.path}: ${summary(sample)}`);

process.exitCode = !write && differs > 0 ? 1 : 0;
