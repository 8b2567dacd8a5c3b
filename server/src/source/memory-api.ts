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
    const tokens = tokenise(side);
    return tokens.flatMap((token, at) =>
      isMemoryApi(token.text) && tokens[at + 1]?.text === '(' && !isHeader(tokens, at) ? [callAt(tokens, at)] : [],
    );
  });
}

/** `void memory_region_init(`: a definition or prototype. */
function isHeader(tokens: readonly CToken[], at: number): boolean {
  const previous = tokens[at - 1]?.text ?? '';
  return isIdentifier(previous) && previous !== 'return' && previous !== 'else' && previous !== 'do';
}

function callAt(tokens: readonly CToken[], at: number): ApiCall {
  const literals: string[] = [];
  let changed = tokens[at]?.changed ?? false;
  let depth = 0;
  for (let i = at + 1; i < tokens.length; i++) {
    const token = tokens[i];
    if (token === undefined) break;
    changed ||= token.changed;
    if (token.text === '(') depth++;
    if (token.text === ')' && --depth === 0) break;
    if (token.text === ';' || token.text === '{') break;
    const literal = depth === 1 ? /^"(.*)"$/.exec(token.text)?.[1] : undefined;
    if (literal === undefined) continue;
    const continues = tokens[i - 1]?.text.startsWith('"') === true;
    if (continues) literals.push((literals.pop() ?? '') + literal);
    else literals.push(literal);
  }
  return { name: tokens[at]?.text ?? '', changed, literals: literals.filter((name) => name !== '') };
}
