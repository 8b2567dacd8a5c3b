import { code } from '../../report/markdown.ts';
import { hex16 } from '../../text/hex.ts';
import type { Hover } from '../model.ts';
import type { Dump, EntryOf } from './dump.ts';
import { inSpaceMarkdown, inTargetMarkdown, inViewMarkdown } from './hover-address.ts';
import { regionMarkdown } from './hover-region.ts';
import { spaceMarkdown, viewMarkdown } from './hover-space.ts';
import { textMarkdown } from './hover-text.ts';
import { nodeRowMarkdown, sectionWords, wordMarkdown } from './hover-words.ts';
import { sizeText } from './sizes.ts';
import { type Subject, subjectAt } from './subject.ts';

/**
 * On an address: what shows at exactly that address, and what it hides. On a name: where the region shows, how much of
 * it, and what hides the rest. On an address space or a view: how its root is found and who shares it. On a word: what
 * it means.
 */
export function dumpHover(dump: Dump, offset: number): Hover | undefined {
  const subject = subjectAt(dump, offset);
  if (!subject) return aboutText(dump, offset);
  const markdown = markdownOf(dump, subject);
  if (!markdown) return undefined;
  return { markdown, range: subject.part?.range ?? subject.entry.range };
}

function aboutText(dump: Dump, offset: number): Hover | undefined {
  const range = dump.index.lineRange(dump.index.lineAt(offset));
  const markdown = textMarkdown(dump, dump.text.slice(range.start, range.end).trim());
  return markdown === undefined ? undefined : { markdown, range };
}

function markdownOf(dump: Dump, subject: Subject): string | undefined {
  const { entry, part, region, space } = subject;
  const word = wordMarkdown(dump, subject);
  if (word) return word;
  switch (entry.kind) {
    case 'space':
    case 'user':
      if (part?.kind === 'root' || part?.kind === 'alias') return region && regionMarkdown(dump, region);
      return space ? spaceMarkdown(dump, space) : undefined;
    case 'view':
      return viewMarkdown(dump, entry.view);
    case 'view-root':
      return region && part ? regionMarkdown(dump, region) : viewMarkdown(dump, entry.view);
    case 'target':
      return region && regionMarkdown(dump, region);
    case 'node-row':
      return nodeRowMarkdown(dump, entry);
    case 'section':
      if (part?.kind === 'start' || part?.kind === 'end') return atAddress(dump, subject, entry.line);
      return [region && regionMarkdown(dump, region), sectionWords(entry)].filter(Boolean).join('\n\n');
    default:
      if ((part?.kind === 'start' || part?.kind === 'end') && (region || (entry.kind === 'range' && entry.view.model)))
        return atAddress(dump, subject, entry.line);
      if (part?.kind === 'target-start' || part?.kind === 'target-end') return atTarget(dump, subject);
      return region ? regionMarkdown(dump, region) : unknownRegion(dump, entry);
  }
}

/** The first or last address of a line's range: what shows there. */
function atAddress(dump: Dump, { entry, part, region }: Subject, line: { start: bigint; end: bigint }): string {
  const address = part?.kind === 'end' ? line.end : line.start;
  const size = BigInt.asUintN(64, line.end - line.start) + 1n;
  const range = `${code(`${hex16(line.start)}-${hex16(line.end)}`)}: ${sizeText(region?.size === 0n ? 0n : size)}`;
  return [range, where(dump, entry, address)].join('\n\n');
}

function where(dump: Dump, entry: Subject['entry'], address: bigint): string {
  if (entry.kind === 'range' || entry.kind === 'section') return inViewMarkdown(dump, entry, address);
  if (entry.kind !== 'node') return '';
  const [space] = dump.spacesOf(entry.block);
  return space ? inSpaceMarkdown(dump, space, address) : inTargetMarkdown(dump, entry.block, address);
}

/** The window of an alias in its target. */
function atTarget(dump: Dump, { entry, part, region }: Subject): string | undefined {
  if (entry.kind !== 'node' || !entry.region) return undefined;
  const alias = entry.region;
  const window = `${code(alias.name)} shows ${sizeText(alias.size)} of ${code(alias.alias?.name ?? '')} from offset ${code(hex16(alias.aliasOffset))} on.`;
  return [window, region && part ? regionMarkdown(dump, region) : ''].filter(Boolean).join('\n\n');
}

/** A line whose region the machine does not have: a text of views alone, or one that the reader says more of. */
function unknownRegion(dump: Dump, { line }: EntryOf<'node'> | EntryOf<'range'>): string {
  const facts = `${code(line.name || '(no name)')}: ${sizeText(BigInt.asUintN(64, line.end - line.start) + 1n)}`;
  const why =
    dump.sections.trees.length === 0
      ? 'There is no region tree in this text, so what is below it is not known.'
      : 'The machine that is read from this file has no such region here; see the problems of the file.';
  return `${facts}\n\n${why}`;
}
