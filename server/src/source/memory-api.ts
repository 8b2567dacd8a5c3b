import { type CToken, isIdentifier, tokenise } from './c-tokens.ts';

/** A line of a hunk, as far as it is needed here. */
export interface ApiLine {
  readonly kind: 'context' | 'added' | 'removed' | 'no-newline';
  readonly text: string;
}

/** Calls that make, place, change or publish regions, in boards and devices. */
const API =
  /^(memory_region_(init\w*|allocate_system_memory|add_subregion\w*|del_subregion|set_(enabled|size|address|alias_offset|readonly|nonvolatile|unmergeable)|rom_device_set_romd)|address_space_(init\w*|destroy\w*)|sysbus_(init_mmio|mmio_map\w*|mmio_unmap|add_io|init_ioports)|pci_register_bar|isa_register_(ioport|portio_list)|portio_list_(init|add)|create_unimplemented_device|rom_add_\w+)$/;

/** Calls whose string literal is the name of a region. */
const NAMES = /^(memory_region_(init\w*|allocate_system_memory)|create_unimplemented_device)$/;

/** Whether a function is one of them. */
export const isMemoryApi = (name: string): boolean => API.test(name);

interface ApiCall {
  readonly name: string;
  /** On a changed line with its name or any of its arguments. */
  readonly changed: boolean;
  readonly literals: readonly string[];
}

/** The memory API functions that the changed lines of a hunk call, by name, each once; calls may go over several lines. */
export function memoryApiCalls(lines: readonly ApiLine[]): readonly string[] {
  return [...new Set(callsIn(lines).flatMap((call) => (call.changed ? [call.name] : [])))];
}

/** Names of regions that stand as literals in memory API calls of a hunk, changed or around the change, each once. */
export function regionNamesIn(lines: readonly ApiLine[]): readonly string[] {
  return [...new Set(callsIn(lines).flatMap((call) => (NAMES.test(call.name) ? call.literals : [])))];
}

/** The calls of the Before text, then those of the After text. */
function callsIn(lines: readonly ApiLine[]): ApiCall[] {
  return (['removed', 'added'] as const).flatMap((own) => {
    const side = lines.flatMap((line, index) =>
      line.kind === 'context' || line.kind === own
        ? [{ text: line.text, line: index, changed: line.kind === own }]
        : [],
    );
    return callsOf(tokenise(side));
  });
}

/** `void memory_region_init(`: a definition or prototype. */
function isHeader(tokens: readonly CToken[], at: number): boolean {
  const previous = tokens[at - 1]?.text ?? '';
  return isIdentifier(previous) && previous !== 'return' && previous !== 'else' && previous !== 'do';
}

/** A parenthesis that is open, with the call that it is of. */
interface Open {
  /** The place of the function's name, or -1 where it is not of the memory API. */
  readonly at: number;
  readonly literals: string[];
}

/** The calls of the memory API, in the order of their names; each ends at its `)`, or where a statement or block does. */
function callsOf(tokens: readonly CToken[]): ApiCall[] {
  const calls = new Map<number, ApiCall>();
  let open: Open[] = [];
  let lastChanged = -1;
  const close = ({ at, literals }: Open): void => {
    if (at < 0) return;
    const name = tokens[at]?.text ?? '';
    calls.set(at, { name, changed: lastChanged >= at, literals: literals.filter((literal) => literal !== '') });
  };
  tokens.forEach(({ text, changed }, i) => {
    if (changed) lastChanged = i;
    if (text === '(') {
      const name = tokens[i - 1]?.text ?? '';
      open.push({ at: isMemoryApi(name) && !isHeader(tokens, i - 1) ? i - 1 : -1, literals: [] });
    } else if (text === ')') {
      const last = open.pop();
      if (last) close(last);
    } else if (text === ';' || text === '{') {
      open.forEach(close);
      open = [];
    } else addLiteral(open.at(-1), text, tokens[i - 1]?.text.startsWith('"') === true);
  });
  open.forEach(close);
  return [...calls].sort(([a], [b]) => a - b).map(([, call]) => call);
}

/** Keeps a string that is an argument itself; one that follows another continues it. */
function addLiteral(call: Open | undefined, text: string, continues: boolean): void {
  const literal = call && call.at >= 0 ? /^"(.*)"$/.exec(text)?.[1] : undefined;
  if (literal === undefined) return;
  call?.literals.push((continues ? (call.literals.pop() ?? '') : '') + literal);
}
