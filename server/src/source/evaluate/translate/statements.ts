import type { Block, Expression, Statement } from '../parse/ast.ts';
import { isWide } from '../parse/types.ts';
import { linked } from './calls.ts';
import { type Context, Unsupported } from './context.ts';
import { literal } from './conversions.ts';
import { hasCase, type JumpBlock, type Jumps, labelsOf, NO_JUMPS } from './labels.ts';
import { declarationExpressions } from './statement-expressions.ts';

/** Every turn of a loop costs a step. */
const STEP = 'if(--$state[1]<0)$endless();';

/** Statements as JavaScript. Keeps track of where jumps go; a part that is not supported stops the run if reached. */
export class StatementTranslator {
  private readonly c: Context;
  private jumps: Jumps = NO_JUMPS;

  constructor(c: Context) {
    this.c = c;
  }

  translate(s: Statement): string {
    try {
      return this.one(s);
    } catch (error) {
      if (!(error instanceof Unsupported)) throw error;
      return `${this.c.count(s.place)};${this.c.stop(error.message)};`;
    }
  }

  /** The body of a function that is called at once: jumps do not leave it. */
  inner(s: Statement): string {
    return this.withJumps({ ...NO_JUMPS, isInner: true }, () => this.translate(s));
  }

  private withJumps<T>(jumps: Partial<Jumps>, run: () => T): T {
    const outer = this.jumps;
    this.jumps = { ...outer, ...jumps };
    try {
      return run();
    } finally {
      this.jumps = outer;
    }
  }

  private one(s: Statement): string {
    const { c } = this;
    const count = (): string => `${c.count(s.place)};`;
    switch (s.kind) {
      case 'block':
        return this.block(s);
      case 'expression':
        return `${count()}${c.effect(s.expression)};`;
      case 'declaration':
        // like gcov: a name that gets no value is nothing that runs
        return `${s.initials || s.count ? count() : ''}${declarationExpressions(c, s).join(';')};${this.reached(s)}`;
      case 'if': {
        const no = s.no ? `else{${this.translate(s.no)}}` : '';
        return `${count()}if(${c.test(s.condition)}){${this.translate(s.yes)}}${no}`;
      }
      case 'while':
        return this.loop(s.body, (loop) => [this.leaveUnless(s.condition, s.place, loop), '']);
      case 'do':
        return this.loop(s.body, (loop) => ['', this.leaveUnless(s.condition, s.place, loop)]);
      case 'for': {
        const first = s.first.map((part) => this.translate(part)).join('');
        const loop = this.loop(s.body, (name) => [
          s.condition ? this.leaveUnless(s.condition, s.place, name) : count(),
          s.step ? `${c.effect(s.step)};` : '',
        ]);
        return this.withCleanup(s.first, `${first}${loop}`);
      }
      case 'switch':
        return this.switch(s, count());
      case 'case':
        throw new Unsupported('a case stands in no switch, or deep in one, which is not supported');
      case 'label':
        return `${count()}`;
      case 'goto':
        return `${count()}${this.goto(s.name)}`;
      case 'break':
      case 'continue': {
        const target = s.kind === 'break' ? this.jumps.breakTo : this.jumps.continueTo;
        if (!target) throw new Unsupported(`${s.kind} leaves a statement expression, which is not supported`);
        return `${count()}break ${target};`;
      }
      case 'record':
        return `$record(${s.id},()=>${c.value(s.expression)});`;
      case 'return':
        return this.return(s.value, count());
    }
  }

  private return(value: Expression | undefined, count: string): string {
    const { c } = this;
    if (this.jumps.isInner) throw new Unsupported('return leaves a statement expression, which is not supported');
    if (!value) return `${count}return;`;
    if (value.type.kind === 'void') return `${count}${c.effect(value)};return;`;
    if (value.type.kind !== 'record') return `${count}return ${c.returned(c.value(value))};`;
    const size = 'size' in c.returns ? c.returns.size : 0;
    return `${count}return $copy(result,${c.address(value)},${size});`;
  }

  private leaveUnless(condition: Expression, place: number, loop: string): string {
    return `${this.c.count(place)};if(!${this.c.test(condition)})break ${loop};`;
  }

  /** What runs before and after the body at each turn depends on the name of the loop. */
  private loop(body: Statement, around: (loop: string) => readonly [before: string, after: string]): string {
    const id = this.c.unique();
    const [loop, turn] = [`b${id}`, `c${id}`];
    return this.c.loop(() => {
      const [before, after] = around(loop);
      const inner = this.withJumps({ breakTo: loop, continueTo: turn }, () => this.translate(body));
      return `${loop}:for(;;){${STEP}${before}${turn}:{${inner}}${after}}`;
    });
  }

  private block(s: Block): string {
    const labels = labelsOf(s);
    if (labels.size === 0) return this.withCleanup(s.items, s.items.map((item) => this.translate(item)).join(''));
    return this.jumpBlock(s, labels, (block) => {
      const parts = s.items.map((item) =>
        item.kind === 'label' ? `case ${block.states.get(item.name)}:${this.translate(item)}` : this.translate(item),
      );
      return `case 0:${parts.join('')}`;
    });
  }

  /** The loop and the switch of a block that is gone to; `cases` are its statements. */
  private jumpBlock(s: Block, states: ReadonlyMap<string, number>, cases: (block: JumpBlock) => string): string {
    const state = this.c.temporary();
    const block: JumpBlock = { loop: `g${this.c.unique()}`, state, states };
    const body = this.withJumps({ blocks: [block, ...this.jumps.blocks] }, () => cases(block));
    const loop = `${state}=0;${block.loop}:for(;;){${STEP}switch(${state}){${body}}break;}`;
    return this.withCleanup(s.items, loop);
  }

  private goto(name: string): string {
    const block = this.jumps.blocks.find(({ states }) => states.has(name));
    if (!block) throw new Unsupported(`goto jumps into a block, which is not supported ("${name}")`);
    return `${block.state}=${block.states.get(name)};continue ${block.loop};`;
  }

  private switch(s: Statement & { kind: 'switch' }, count: string): string {
    const { c } = this;
    const value = c.value(s.value);
    const body: Block = s.body.kind === 'block' ? s.body : { kind: 'block', place: s.body.place, items: [s.body] };
    const isDeep = body.items.some((item) => item.kind !== 'case' && hasCase(item));
    if (isDeep) throw new Unsupported('a case stands deep in its switch, which is not supported');
    const end = `b${c.unique()}`;
    const label = (item: Statement & { kind: 'case' }): string => caseLabels(item.range, isWide(s.value.type));
    const labels = labelsOf(body);
    if (labels.size === 0) {
      const parts = this.withJumps({ breakTo: end }, () =>
        body.items.map((item) =>
          item.kind === 'case' ? `${label(item)}${c.count(item.place)};` : this.translate(item),
        ),
      );
      return `${count}${end}:{${this.withCleanup(body.items, `switch(${value}){${parts.join('')}}`)}}`;
    }
    // Cases are states like labels: the value chooses the first.
    let next = labels.size;
    let choice = '';
    const target = c.temporary();
    const code = this.withJumps({ breakTo: end }, () =>
      this.jumpBlock(body, labels, (block) => {
        const parts = body.items.map((item) => {
          if (item.kind === 'label') return `case ${block.states.get(item.name)}:${this.translate(item)}`;
          if (item.kind !== 'case') return this.translate(item);
          next++;
          choice += `${label(item)}${target}=${next};break;`;
          return `case ${next}:${c.count(item.place)};`;
        });
        return `case 0:if(${target}===0)break;${block.state}=${target};continue ${block.loop};${parts.join('')}`;
      }),
    );
    return `${count}${end}:{${target}=0;switch(${value}){${choice}}${code}}`;
  }

  /** Runs the cleanup functions of the variables that were reached, last first, however the block is left. */
  private withCleanup(items: readonly Statement[], code: string): string {
    const { c } = this;
    const cleaned = items.filter((item) => item.kind === 'declaration').filter(({ cleanup }) => cleanup !== undefined);
    if (cleaned.length === 0) return code;
    const calls = [...cleaned].reverse().map(({ cleanup, variable }) => {
      const run = cleanup?.kind === 'global' ? c.cell(cleanup.entity) : '';
      const flag = this.flag(variable.id);
      return `if(${flag}){${flag}=0;${linked(run)}(${c.variable(variable)});}`;
    });
    const reset = cleaned.map(({ variable }) => `${this.flag(variable.id)}=0;`).join('');
    return `${reset}try{${code}}finally{if(!$stopped()){${calls.join('')}}}`;
  }

  private readonly flags = new Map<number, string>();

  private flag(variable: number): string {
    const known = this.flags.get(variable);
    if (known !== undefined) return known;
    const made = this.c.temporary();
    this.flags.set(variable, made);
    return made;
  }

  /** Says that a variable with a cleanup function is there from now on. */
  private reached(s: Statement & { kind: 'declaration' }): string {
    return s.cleanup ? `${this.flag(s.variable.id)}=1;` : '';
  }
}

const MAX_CASES = 4096;

function caseLabels(range: { readonly from: bigint; readonly to: bigint } | undefined, wide: boolean): string {
  if (!range) return 'default:';
  if (range.to - range.from >= MAX_CASES) throw new Unsupported('a range of cases is too long');
  let code = '';
  for (let value = range.from; value <= range.to; value++) code += `case ${literal(wide ? value : Number(value))}:`;
  return code;
}
