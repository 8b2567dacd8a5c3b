import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { Terminal } from '../host/types.ts';
import { newestRelease } from '../report/releases.ts';
import { showControls } from '../text/escape.ts';
import { type CaptureCommandOptions, capture } from './capture.ts';
import { type CheckOptions, check } from './check.ts';
import { type CompareOptions, compare } from './compare.ts';
import { type DiffOptions, diff } from './diff.ts';
import { Failure, messageOf } from './failure.ts';
import { type FlatViewCommandOptions, flatview } from './flatview.ts';
import { type ParseOptions, parse } from './parse.ts';
import { type RangeDiffOptions, rangeDiff } from './range-diff.ts';
import { type ReviewOptions, review } from './review.ts';
import { SEVERITIES } from './severity.ts';
import type { Surroundings } from './surroundings.ts';
import { type TreeCommandOptions, tree } from './tree.ts';

const collect = (value: string, list: readonly string[]): string[] => [...list, value];
const format = (): Option =>
  new Option('--format <format>', 'text for people, json for programs').choices(['text', 'json']).default('text');

const reportFormat = (): Option =>
  new Option('--format <format>', 'text for people, json for programs, markdown, or mail to paste into a reply')
    .choices(['text', 'json', 'markdown', 'mail'])
    .default('text');
const failOnProblem = (): Option =>
  new Option('--fail-on <severity>', 'exit code 1 where a problem is that severe or more').choices(SEVERITIES);
const failOn = (): Option => new Option('--fail-on <what>', 'exit code 1 where anything changed').choices(['changed']);

const seconds = (text: string): number => {
  const value = Number(text);
  if (!(value > 0 && value <= 86_400)) throw new InvalidArgumentError('A number of seconds is wanted.');
  return value;
};

const count = (text: string): number => {
  const value = Number(text);
  if (!(Number.isInteger(value) && value >= 1 && value <= 256)) throw new InvalidArgumentError('A count is wanted.');
  return value;
};

/** Runs a command line (without node and script); returns the exit code: 0 done, 1 what --fail-on names, 2 bad usage or input. */
export async function run(
  args: readonly string[],
  { workspace, terminal: given, qemu, files }: Surroundings,
  version: string,
): Promise<number> {
  // what a file says must not act on the terminal; colours are put around such text, and only on standard output
  const terminal: Terminal = { ...given, err: (text) => given.err(showControls(text)) };
  let code = 0;
  const program = new Command('qemu-memory-review')
    .description('What a QEMU patch does to FlatViews, from the patch and a dump of `info mtree` alone.')
    .version(version)
    .exitOverride()
    .configureOutput({ writeOut: (text) => terminal.out(text), writeErr: (text) => terminal.err(text) })
    .showHelpAfterError('(--help tells more)');
  program
    .command('review')
    .description('compare FlatViews before and after patches, on each machine')
    .argument('<patch...>', 'a Patchwork record, a mail, or a diff; - is standard input')
    .option(
      '-m, --machine <dump>',
      'a dump of `info mtree` (again for more); the built-in machines where none is given',
      collect,
      [],
    )
    .addOption(
      new Option(
        '--engine <engine>',
        'what makes the figures: the model of the core, or the patched C of a tree itself',
      )
        .choices(['model', 'source', 'both'])
        .default('model'),
    )
    .option('--source <folder>', 'a QEMU tree: a Git repository, or a folder; the current folder where it is not given')
    .addOption(format())
    .addOption(failOnProblem())
    .action(async (paths: string[], options: ReviewOptions) => {
      code = await review(workspace, terminal, paths, options);
    });
  program
    .command('parse')
    .description('print what was understood of patches: mails, files, hunks, problems')
    .argument('<patch...>', 'a Patchwork record, a mail, an mbox, or a diff; - is standard input')
    .addOption(format())
    .action(async (paths: string[], options: ParseOptions) => {
      code = await parse(workspace, terminal, paths, options);
    });
  program
    .command('check')
    .description('print what is wrong with patches, and nothing else: FILE:LINE:COLUMN: severity: message [rule]')
    .argument('<patch...>', 'a Patchwork record, a mail, an mbox, or a diff; - is standard input')
    .option('-m, --machine <dump>', 'a dump of `info mtree` (again for more); the built-in machines else', collect, [])
    .addOption(format())
    .addOption(failOnProblem())
    .action(async (paths: string[], options: CheckOptions) => {
      code = await check(workspace, terminal, paths, options);
    });
  program
    .command('range-diff')
    .description('compare two versions of a series: patches, hunks, messages, and which figures move')
    .argument('<old>', 'the old version; or a file with several versions, of which the two newest are compared')
    .argument('[new]', 'the new version; - is standard input')
    .option(
      '-m, --machine <dump>',
      'a dump of `info mtree` (again for more); the built-in ones where none is given',
      collect,
      [],
    )
    .addOption(
      new Option('--format <format>', 'text for people, json for programs, or markdown')
        .choices(['text', 'json', 'markdown'])
        .default('text'),
    )
    .action(async (old: string, now: string | undefined, options: RangeDiffOptions) => {
      code = await rangeDiff(workspace, terminal, [old, now], options);
    });
  program
    .command('flatview')
    .description('print the FlatViews that the model renders from a machine, as `info mtree -f` does')
    .argument('<machine>', 'a dump of `info mtree`; - is standard input')
    .option('-d, --dispatch', 'with the dispatch trees, as `info mtree -f -d` does')
    .option(
      '--core <name>',
      `a release (2.0 to ${newestRelease()}) or commit of the memory core: e673ba9af9; given twice, the two are compared, without -d`,
      collect,
      [],
    )
    .option('--qemu <release>', 'its core, printed as it prints; the default is the release of the dump')
    .addOption(format())
    .action(async (path: string, options: FlatViewCommandOptions) => {
      code = await flatview(workspace, terminal, path, options);
    });
  program
    .command('tree')
    .description('print the region tree of a machine, as `info mtree` does')
    .argument('<machine>', 'a dump of `info mtree`; - is standard input')
    .option('-o, --owners', 'with the owners of regions, as `info mtree -o` does')
    .option('-D, --disabled', 'disabled regions too')
    .option('--qemu <release>', 'print as that release does: 2.4, 7.2; the default is the release of the dump')
    .addOption(format())
    .action(async (path: string, options: TreeCommandOptions) => {
      code = await tree(workspace, terminal, path, options);
    });
  program
    .command('diff')
    .description('compare two dumps by meaning: what moved, hid, went or came, and in how many address spaces')
    .argument('<before>', 'a dump of `info mtree`; - is standard input')
    .argument('<after>', 'the dump to compare it with')
    .addOption(reportFormat())
    .addOption(failOn())
    .action(async (before: string, after: string, options: DiffOptions) => {
      code = await diff(workspace, terminal, [before, after], options);
    });
  program
    .command('capture')
    .showHelpAfterError('(the command line of QEMU stands behind --; --help tells more)')
    .description(
      'write a dump of a QEMU that is started stopped: no guest instruction runs, and it is ended; or of one that runs',
    )
    .argument('[qemu...]', 'behind --: a QEMU command line, as it is run without a shell: -- qemu-system-x86_64 -M q35')
    .option('-o, --output <file>', 'where to; standard output where it is not given')
    .option('--qmp <socket>', 'ask a running QEMU: the path of its QMP socket, or 127.0.0.1:PORT')
    .option(
      '--all-machines <dir>',
      'every machine type, as DIR/TYPE.mtree; the program may be a build directory: DIR/TARGET/TYPE.mtree',
    )
    .option('--timeout <seconds>', 'for each QEMU', seconds, 60)
    .option('-f, --force', 'replace files that are there')
    .option('--no-owners', 'ask `info mtree` without its -o, where QEMU hangs in that')
    .action(async (command: string[], options: CaptureCommandOptions) => {
      code = await capture({ workspace, terminal, qemu, files }, command, options);
    });
  program
    .command('compare')
    .description('dump the machine types of two builds of QEMU, each stopped, and compare each pair by meaning')
    .argument('[args...]', 'behind --: one machine instead, as QEMU takes it: -- -M q35 -device e1000')
    .requiredOption('--before <build>', 'a qemu-system-* file, or a build directory')
    .requiredOption('--after <build>', 'the build to compare it with')
    .option('--before-args <words>', 'more arguments for the first build: "-global e1000.romfile="')
    .option('--after-args <words>', 'more arguments for the second build')
    .option('--all-machines', 'every machine type that both have; so where no other choice is made')
    .option('--machine <name>', 'this machine type (again for more)', collect, [])
    .option('--jobs <n>', 'QEMUs that run at a time', count, 4)
    .option('--timeout <seconds>', 'for each QEMU', seconds, 30)
    .option('--no-owners', 'ask `info mtree` without its -o, where QEMU hangs in that')
    .addOption(reportFormat())
    .addOption(failOn())
    .action(async (words: string[], options: CompareOptions) => {
      code = await compare({ workspace, terminal, qemu, files }, words, options);
    });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    terminal.err(
      `qemu-memory-review: ${error instanceof Failure ? error.message : `internal error: ${messageOf(error)}`}\n`,
    );
    return 2;
  }
}
