import type { Macro } from './macro.ts';

/** A macro (undefined: none) that had a name up to a time. */
interface Past {
  readonly until: number;
  readonly macro: Macro | undefined;
}

/** As a time: what is defined at the moment. */
export const NOW = Number.MAX_SAFE_INTEGER;

/** What is defined; what was, too, for text that is expanded later than it was read. */
export class Macros {
  private readonly now: Map<string, Macro>;
  private readonly past = new Map<string, Past[]>();
  private changes = 0;
  private balanced: boolean;

  constructor(from?: Macros) {
    this.now = new Map(from?.now);
    this.balanced = from?.balanced ?? true;
  }

  /** Grows with every change. */
  get time(): number {
    return this.changes;
  }

  /** In the body of every macro that ever was, each brace has its other. */
  get areBalanced(): boolean {
    return this.balanced;
  }

  /** What has a name at a time that was, or NOW. */
  get(name: string, time: number): Macro | undefined {
    const past = time === NOW ? undefined : this.past.get(name)?.find(({ until }) => until > time);
    return past ? past.macro : this.now.get(name);
  }

  has(name: string): boolean {
    return this.now.has(name);
  }

  define(macro: Macro): void {
    this.keep(macro.name);
    this.now.set(macro.name, macro);
    this.balanced &&= isBalanced(macro);
  }

  undefine(name: string): void {
    this.keep(name);
    this.now.delete(name);
  }

  private keep(name: string): void {
    const past = { until: ++this.changes, macro: this.now.get(name) };
    const known = this.past.get(name);
    if (known) known.push(past);
    else this.past.set(name, [past]);
  }
}

function isBalanced({ body }: Macro): boolean {
  let depth = 0;
  for (const { text, kind } of body) {
    if (kind !== 'punctuator') continue;
    if (text === '{') depth++;
    else if (text === '}' && --depth < 0) return false;
  }
  return depth === 0;
}
