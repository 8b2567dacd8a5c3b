import type { FailedHunk } from '../patch/apply.ts';

const MOST = 120;
const shown = (text: string): string => JSON.stringify(text.length > MOST ? `${text.slice(0, MOST)}…` : text);

/** Why a hunk does not apply, and the place that is most like it, as sentences. Hunks are counted from 1. */
export function sayFailedHunk({ hunk, reason, nearest }: FailedHunk): string {
  const said = `Hunk ${hunk + 1} does not apply. ${reason}`;
  if (!nearest) return said;
  const { line, equal, of, differs } = nearest;
  const found = differs.found === undefined ? 'the file ends' : `there is ${shown(differs.found)}`;
  return `${said} The most alike is at line ${line}: ${equal} of its ${of} lines; at line ${differs.line} it wants ${shown(differs.wanted)}, ${found}.`;
}
