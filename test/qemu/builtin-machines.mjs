// @ts-check
/**
 * Regenerates the machines that ship with the product (machines/*.mtree, machines/machines.json) and the machine of
 * the sample workspace (samples/idle-nics.mtree), from the QEMU binaries on the PATH. Run it when a machine below is
 * changed or another QEMU release is wanted, then look at the difference:
 *
 *   npm run build
 *   node test/qemu/builtin-machines.mjs           writes what differs
 *   node test/qemu/builtin-machines.mjs --check   writes nothing, exits with 1 if something differs
 *
 * QEMU prints address spaces and FlatViews in the order of a hash of pointers, which changes from run to run. A file
 * that differs in nothing else is left as it is.
 */
import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { argv, execPath } from 'node:process';
import { fileURLToPath } from 'node:url';

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

/** @param {string} binary @param {string} args */
function capture(binary, args) {
  const cli = fileURLToPath(new URL('dist/cli.js', ROOT));
  const text = execFileSync(execPath, [cli, 'capture', '--', binary, ...args.split(' ')], { encoding: 'utf8' });
  const [, release = '', accelerator = ''] = /\(QEMU (\d+\.\d+)\S*, (\w+), /.exec(text) ?? [];
  return { text, release, accelerator };
}

const index = [];
for (const { id, description, binary, args } of MACHINES) {
  const { text, release, accelerator } = capture(binary, args);
  const file = `${id}.mtree`;
  console.log(`${await update(`machines/${file}`, text, withoutOrder)} machines/${file}`);
  index.push({ id, file, label: id, release, accelerator, description, args: `${binary} ${args}` });
}
const path = 'machines/machines.json';
console.log(`${await update(path, `${JSON.stringify(index, null, 2)}\n`)} ${path}`);
console.log(`${await update(SAMPLE.path, capture(SAMPLE.binary, SAMPLE.args).text, withoutOrder)} ${SAMPLE.path}`);

process.exitCode = !write && differs > 0 ? 1 : 0;
