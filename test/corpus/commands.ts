/** What one command of a dump printed. */
export interface CommandText {
  /** `info mtree -f -d` */
  readonly command: string;
  readonly text: string;
}

/** The commands of a dump with prompts, in order, and what each printed; some captures put a blank line behind it. */
export function commandsOf(dump: string): CommandText[] {
  return dump
    .split(/^\(qemu\) /m)
    .slice(1)
    .map((part) => {
      const end = part.indexOf('\n');
      return { command: part.slice(0, end).trimEnd(), text: part.slice(end + 1).replace(/\n{3}$/, '\n\n') };
    });
}

/** The blocks of a text, each with the blank line that ends it; sorted, since their order is that of a hash table. */
export const blocksOf = (text: string): string[] => text.split(/(?<=\n\n)/).sort();

/** Views by content: their numbers are counters, and `[MRU]` is what a run looked up last. */
export const withoutHistory = (text: string): string =>
  text.replace(/^FlatView #\d+$/gm, 'FlatView').replaceAll(' [MRU]', '');
