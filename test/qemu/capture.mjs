// @ts-check
/**
 * Writes the dump of a QEMU that has not yet run a guest instruction, as a user would paste it from the monitor.
 *
 *   node test/qemu/capture.mjs FILE BINARY ARGS...
 *   node test/qemu/capture.mjs machine.mtree qemu-system-x86_64 -M pc -accel tcg -net none
 *
 * FILE `-` is standard output.
 */
import { writeFile } from 'node:fs/promises';
import { argv, stdout } from 'node:process';
import { pathToFileURL } from 'node:url';
import { abortedByUser, askStopped } from './qmp.mjs';

/** Everything `info mtree` can tell: the tree as people paste it, with owners and disabled regions, and the views. */
export const ALL_COMMANDS = ['info version', 'info mtree', 'info mtree -o -D', 'info mtree -f -d'];

/** The same without the plain tree, which `-o -D` includes. */
export const SHORT_COMMANDS = ['info version', 'info mtree -o -D', 'info mtree -f -d'];

/**
 * @typedef {object} Capture
 * @property {string} text           the dump file
 * @property {string} release        such as `7.2`
 * @property {string} accelerator    such as `TCG`
 * @property {number} addressSpaces  as the `-f` output shows
 * @property {number} flatViews      as the `-f` output shows
 * @property {number} emptyViews     of them, how many have no range
 * @property {number} onEmptyViews   address spaces that have an empty view
 */

/**
 * @param {string} binary
 * @param {readonly string[]} args
 * @param {readonly string[]} commands
 * @param {import('./qmp.mjs').AskOptions} [options]
 * @returns {Promise<Capture>}
 */
export async function capture(binary, args, commands = ALL_COMMANDS, options = {}) {
  const answers = await askStopped(binary, args, commands, options);
  commands.forEach((command, index) => {
    // The monitor has no error replies, only texts. A tree or view list starts so, in every release.
    if (command.startsWith('info mtree') && !/^(address-space|FlatView|memory)/.test(answers.texts[index] ?? '')) {
      throw new Error(`${binary}: ${command}: ${answers.texts[index]?.trim() || 'no output'}`);
    }
  });
  const accelerator = acceleratorOf(args, answers.kvm);
  const commandLine = [binary, ...args].map(shellWord).join(' ');
  const head = `# Captured with: ${commandLine} (QEMU ${answers.release.number}, ${accelerator}, stopped before firmware)\n`;
  const parts = commands.map((command, index) => `(qemu) ${command}\n${answers.texts[index]}`);
  return {
    text: head + parts.join(''),
    release: answers.release.number.split('.').slice(0, 2).join('.'),
    accelerator,
    ...count(answers.texts[commands.findIndex((command) => / -f\b/.test(command))] ?? ''),
  };
}

/**
 * @param {string} flatViews  the output of `info mtree -f`
 * @returns {Pick<Capture, 'addressSpaces' | 'flatViews' | 'emptyViews' | 'onEmptyViews'>}
 */
export function count(flatViews) {
  const views = flatViews.split(/^(?=FlatView #)/m).filter((view) => view.startsWith('FlatView #'));
  const spacesOf = (/** @type {string} */ view) => view.match(/^ AS "/gm)?.length ?? 0;
  const empty = views.filter((view) => /^ {2}No rendered FlatView$/m.test(view));
  const sum = (/** @type {string[]} */ list) => list.reduce((total, view) => total + spacesOf(view), 0);
  return {
    addressSpaces: sum(views),
    flatViews: views.length,
    emptyViews: empty.length,
    onEmptyViews: sum(empty),
  };
}

/**
 * @param {readonly string[]} args
 * @param {boolean} kvm
 * @returns {string}
 */
function acceleratorOf(args, kvm) {
  if (kvm) {
    return 'KVM';
  }
  const named = /(?:-accel |\baccel=)(?:accel=)?(\w+)/.exec(args.join(' '))?.[1];
  return named && named !== 'kvm' ? named.toUpperCase() : 'TCG';
}

/** @param {string} word @returns {string} */
function shellWord(word) {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** @param {Capture} result @returns {string} */
export function summary(result) {
  const { addressSpaces, flatViews, emptyViews, onEmptyViews, text } = result;
  const empty = `${emptyViews} empty for ${onEmptyViews} address spaces`;
  return `${addressSpaces} address spaces, ${flatViews} FlatViews (${empty}), ${text.length} bytes`;
}

if (argv[1] && import.meta.url === pathToFileURL(argv[1]).href) {
  const [file, binary, ...args] = argv.slice(2);
  if (!file || !binary) {
    console.error('usage: capture.mjs FILE BINARY ARGS...');
    process.exit(2);
  }
  try {
    const result = await capture(binary, args, ALL_COMMANDS, { signal: abortedByUser() });
    if (file === '-') {
      stdout.write(result.text);
    } else {
      await writeFile(file, result.text);
      console.log(`${file}: ${summary(result)}`);
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
