import pico from 'picocolors';
import type { Terminal } from '../host/types.ts';
import { diffJson } from '../report/difference/json.ts';
import { differenceMarkdown } from '../report/difference/markdown.ts';
import type { SaidFinding } from '../report/difference/model.ts';
import { notesOf, sayDumps } from '../report/difference/say.ts';
import { differenceText, type Layout, MAIL } from '../report/difference/text.ts';
import { showControls } from '../text/escape.ts';
import { areAlike } from '../workspace/differences.ts';
import type { LoadedMachine } from '../workspace/machines.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { Failure, messageOf } from './failure.ts';
import { readMachine } from './inputs.ts';

export type ReportFormat = 'text' | 'json' | 'markdown' | 'mail';

export interface DiffOptions {
  readonly format: ReportFormat;
  readonly failOn?: 'changed';
}

/** `diff MACHINE MACHINE`: how two dumps differ, by meaning. Exit code 1 for a difference with --fail-on changed. */
export async function diff(
  workspace: Workspace,
  terminal: Terminal,
  [beforePath, afterPath]: readonly [string, string],
  { format, failOn }: DiffOptions,
): Promise<number> {
  if (beforePath === '-' && afterPath === '-') throw new Failure('-: only one of the two can be standard input.');
  const before = await readMachine(workspace, terminal, beforePath);
  const after = await readMachine(workspace, terminal, afterPath);
  const difference = (() => {
    try {
      return workspace.difference(before, after);
    } catch (error) {
      throw new Failure(messageOf(error));
    }
  })();
  if (format === 'json') {
    terminal.out(
      `${JSON.stringify(diffJson(difference, named(before), named(after), notesOf(before, after)), null, 2)}\n`,
    );
  } else {
    const said = sayDumps({ before, after, difference });
    const printed = {
      text: () => differenceText(said, inTerminal(terminal.colour)),
      markdown: () => differenceMarkdown(said),
      mail: () => differenceText(said, MAIL),
    }[format]();
    terminal.out(showControls(printed));
  }
  return failOn === 'changed' && !areAlike(difference) ? 1 : 0;
}

const named = ({ label, machine }: LoadedMachine) => ({
  machine: label,
  release: machine.release,
  accelerator: machine.accelerator,
});

/** Kinds in colour, where the terminal has any. */
export function inTerminal(colour: boolean): Layout {
  const c = pico.createColors(colour);
  const colours: Partial<Record<SaidFinding['kind'], (text: string) => string>> = {
    ...{ hidden: c.red, gone: c.red, moved: c.yellow, resized: c.yellow, changed: c.yellow },
    ...{ new: c.green, visible: c.green, unshared: c.cyan, shared: c.cyan },
  };
  return { columns: undefined, kind: (padded, kind) => colours[kind]?.(padded) ?? padded };
}
