import { buildsJson } from '../report/builds/json.ts';
import { buildsMarkdown } from '../report/builds/markdown.ts';
import { differs } from '../report/builds/model.ts';
import { buildsText } from '../report/builds/text.ts';
import { MAIL } from '../report/difference/text.ts';
import { showControls } from '../text/escape.ts';
import { shellWords } from '../text/shell-words.ts';
import { type BuildsProgress, compareBuilds, type MachineChoice } from '../workspace/builds.ts';
import { inTerminal, type ReportFormat } from './diff.ts';
import { Failure, messageOf } from './failure.ts';
import type { Surroundings } from './surroundings.ts';

export interface CompareOptions {
  readonly before: string;
  readonly after: string;
  readonly beforeArgs?: string;
  readonly afterArgs?: string;
  readonly allMachines?: boolean;
  readonly machine: readonly string[];
  readonly jobs: number;
  /** Seconds. */
  readonly timeout: number;
  readonly owners: boolean;
  readonly format: ReportFormat;
  readonly failOn?: 'changed';
}

/** `compare --before BUILD --after BUILD`: every machine type of two builds, or those that are named, by meaning. */
export async function compare(
  { workspace, terminal, qemu }: Surroundings,
  args: readonly string[],
  options: CompareOptions,
): Promise<number> {
  const report = await compareBuilds(
    qemu,
    {
      before: { build: options.before, args: words('--before-args', options.beforeArgs) },
      after: { build: options.after, args: words('--after-args', options.afterArgs) },
      machines: chosen(args, options),
      jobs: options.jobs,
      timeoutMs: options.timeout * 1000,
      owners: options.owners,
      progress: teller((line) => terminal.err(line)),
    },
    (name, before, after) => workspace.compareTexts(name, before, after),
  ).catch((error: unknown) => {
    throw new Failure(messageOf(error));
  });
  const printed = {
    json: () => `${JSON.stringify(buildsJson(report), null, 2)}\n`,
    text: () => showControls(buildsText(report, inTerminal(terminal.colour))),
    markdown: () => showControls(buildsMarkdown(report)),
    mail: () => showControls(buildsText(report, MAIL)),
  }[options.format]();
  terminal.out(printed);
  if (report.changed.length + report.alike.length === 0) return 2;
  return options.failOn === 'changed' && differs(report) ? 1 : 0;
}

function chosen(args: readonly string[], { allMachines, machine }: CompareOptions): MachineChoice {
  const ways = [args.length > 0, allMachines === true, machine.length > 0].filter(Boolean).length;
  if (ways > 1) throw new Failure('Choose one: --all-machines, --machine NAME, or a command line behind --.');
  if (args.length > 0) return { args };
  return machine.length > 0 ? { names: machine } : { all: true };
}

function words(option: string, text: string | undefined): readonly string[] {
  const read = shellWords(text ?? '');
  if ('error' in read) throw new Failure(`${option}: ${read.error}`);
  return read.words;
}

/** A line each time that another tenth is done. */
function teller(tell: (line: string) => void): (progress: BuildsProgress) => void {
  let tenths = 0;
  return ({ done, total, target, machine }) => {
    const now = Math.floor((done * 10) / total);
    if (now === tenths) return;
    tenths = now;
    tell(`[${done}/${total}] ${target} ${machine}\n`);
  };
}
