// @ts-check
// The evaluator of C: a tree of QEMU (QEMU_TREE names a clone) from its text to figures of the machine of the 2017 message.
import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A patch of the series of 2017 that changes one function, and what it is for. */
const BEFORE = 'e673ba9af9';
const AFTER = '092aa2fc65';
const SPECIMEN = fileURLToPath(new URL('../test/specimens/memory-core', import.meta.url));

/**
 * @param {{ bundle: (name: string) => Promise<string>, median: (values: readonly number[]) => number,
 *   line: (what: string, figure: string, value?: number, most?: number) => void }} tools
 */
export async function benchEvaluate({ bundle, median, line }) {
  const program = await bundle('evaluate');
  const tree = process.env.QEMU_TREE ?? '';
  const hasTree = tree !== '' && spawnSync('git', ['-C', tree, 'cat-file', '-e', `${AFTER}^{commit}`]).status === 0;
  const args = hasTree ? [program, BEFORE, AFTER] : [program, SPECIMEN];
  // a process each: the first run of each is cold
  const runs = Array.from({ length: 3 }, () => JSON.parse(execFileSync(process.execPath, args).toString()));
  /** @param {(run: Record<string, number>) => number} of */
  const middle = (of) => median(runs.map(of));
  /** @param {string} what @param {number} value @param {number} [most] */
  const ms = (what, value, most) => line(what, `${value.toFixed(1)} ms`, value, most);
  /** @param {string} what @param {number} value @param {number} [most] */
  const ratio = (what, value, most) => line(what, value.toFixed(2), value, most);

  const { addressSpaces } = runs[0];
  if (hasTree) {
    ms(
      "evaluated C: a tree's text to ready, cold",
      middle(({ ready }) => ready),
      600,
    );
    ms(
      `  Before of ${addressSpaces} address spaces, from text, cold`,
      middle(({ ready, first }) => ready + first),
      1000,
    );
    ms(
      '  Before and After, from text, cold',
      middle(({ ready, first, second }) => ready + first + second),
      1000,
    );
    ms(
      '  one side of it again',
      middle(({ warm }) => warm),
      100,
    );
    ms(
      '  after an edit of one function',
      middle(({ edit }) => edit),
    );
    const mb = middle((run) => run.mb);
    line('  memory of the whole process', `${mb.toFixed(0)} MB`, mb, 300);
  } else {
    console.log('QEMU_TREE names no clone of QEMU: the core of the tests is evaluated, and times are not judged.');
    ratio(
      "evaluated C: After's first run, of Before's",
      middle(({ first, second }) => second / first),
      1,
    );
    ratio(
      '  an edit of one function, of the first run',
      middle(({ first, edit }) => edit / first),
      0.5,
    );
    ratio(
      '  the same machine again, of the first run',
      middle(({ first, warm }) => warm / first),
      0.5,
    );
  }
  ratio(
    '  ten times the machine: times the time',
    middle(({ growth }) => growth),
    12,
  );
}
