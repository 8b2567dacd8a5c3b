import type { ReleaseBound } from '../../machine/machine.ts';
import { behaviourMarkdown } from '../../report/behaviour.ts';
import { code, escapeMarkdown } from '../../report/markdown.ts';
import { spanWords } from '../../report/releases.ts';
import type { Dump } from './dump.ts';

/** On a prompt, the version, or the comment above it all: of which QEMU the text is, and under which core it is rendered. */
export function textMarkdown(dump: Dump, line: string): string | undefined {
  const { release, header } = dump.sections;
  const isAbout = /\(qemu\) info (version|mtree)\b/.test(line) || [release, header].some((own) => own && line === own);
  if (!isAbout) return undefined;
  const { span } = dump.machine;
  const words = spanWords(span);
  const bounds = [span.first, span.last].flatMap((bound) => (bound ? [boundMarkdown(bound)] : []));
  return [
    release ? `\`info version\` says ${code(release)}.` : 'The text names no release.',
    words ? [`By what it shows it is of ${words}:`, ...bounds].join('\n') : '',
    `Rendered under the memory core ${code(dump.core.name)}:\n${behaviourMarkdown(dump.core.behaviour)}`,
  ]
    .filter(Boolean)
    .join('\n\n');
}

const boundMarkdown = ({ feature, commit }: ReleaseBound): string => `- ${escapeMarkdown(feature)} (${code(commit)})`;
