import type { Expression, Operator } from './ast.ts';
import * as build from './build.ts';
import { CError } from './cursor.ts';
import type { Parser } from './parser.ts';
import { BOOL, INT, LONG, VOID } from './types.ts';

const OPERATORS: Readonly<Record<string, Operator>> = { add: '+', sub: '-', and: '&', or: '|', xor: '^' };

/**
 * GCC's __atomic_ and __sync_ builtins as what they do in one thread: each becomes plain reads, updates and assignments.
 * Memory orders are passed over.
 */
export function readAtomic(p: Parser, name: string, args: readonly Expression[], place: number): Expression {
  const at = (index: number): Expression => {
    const arg = args[index];
    if (!arg) throw new CError(`${name} has too few arguments`, place);
    return arg;
  };
  const target = (index: number): Expression => build.deref(at(index));
  const nothing: Expression = build.cast(build.constant(0, INT, place), VOID);
  const [, isSync, verb = ''] = /^__(?:atomic|(sync))_(\w+)$/.exec(name) ?? [];

  const fetched = /^(?:fetch_(?:and_)?(add|sub|and|or|xor)|(add|sub|and|or|xor)_(?:and_)?fetch)$/.exec(verb);
  if (fetched) {
    const operator = OPERATORS[fetched[1] ?? fetched[2] ?? ''] ?? '+';
    const gives = fetched[1] ? 'old' : 'new';
    // On a pointer these add bytes, no elements.
    return build.update(target(0), (old) => addBytes(operator, old, at(1), place), gives, place);
  }
  switch (verb) {
    case 'thread_fence':
    case 'signal_fence':
    case 'synchronize':
      return nothing;
    case 'load_n':
      return build.rvalue(target(0));
    case 'load':
      return build.assign(target(1), target(0), place);
    case 'store_n':
      return build.cast(build.assign(target(0), at(1), place), VOID);
    case 'store':
      return build.cast(build.assign(target(0), target(1), place), VOID);
    case 'exchange_n':
    case 'lock_test_and_set':
      return build.update(target(0), () => build.rvalue(at(1)), 'old', place);
    case 'exchange':
      return build.assign(
        target(2),
        build.update(target(0), () => target(1), 'old', place),
        place,
      );
    case 'lock_release':
      return build.cast(build.assign(target(0), build.constant(0, INT, place), place), VOID);
    case 'test_and_set':
      return build.cast(
        build.update(target(0), () => build.constant(1, INT, place), 'old', place),
        BOOL,
      );
    case 'always_lock_free':
    case 'is_lock_free':
      return build.constant(1, BOOL, place);
    case 'compare_exchange_n':
      return compareExchange(p, at(0), at(1), build.rvalue(at(2)), place);
    case 'compare_exchange':
      return compareExchange(p, at(0), at(1), target(2), place);
    case 'val_compare_and_swap':
    case 'bool_compare_and_swap': {
      const swapped = swapIf(p, at(0), at(1), at(2), place);
      return verb.startsWith('val') ? swapped.old : swapped.isEqual;
    }
    default:
      throw new CError(`${isSync ? 'the old' : 'the'} builtin "${name}" is not known`, place);
  }
}

function addBytes(operator: Operator, old: Expression, value: Expression, place: number): Expression {
  if (old.type.kind !== 'pointer') return build.binary(operator, old, value, place);
  const whole = build.binary(operator, build.cast(old, LONG), value, place);
  return build.cast(whole, old.type);
}

function kept(p: Parser, value: Expression, place: number): { readonly set: Expression; readonly get: Expression } {
  const { type } = value;
  const get: Expression = { kind: 'local', variable: p.variable('kept', type), type, place };
  return { get, set: build.assign(get, value, place) };
}

/** `*pointer == *expected ? (*pointer = desired, true) : (*expected = *pointer, false)`, each operand taken once. */
function compareExchange(
  p: Parser,
  pointer: Expression,
  expected: Expression,
  desired: Expression,
  place: number,
): Expression {
  const [target, old] = [kept(p, build.rvalue(pointer), place), kept(p, build.rvalue(expected), place)];
  const wanted = kept(p, build.cast(desired, build.deref(target.get).type), place);
  const yes = build.comma(
    build.assign(build.deref(target.get), wanted.get, place),
    build.constant(1, INT, place),
    place,
  );
  const no = build.comma(
    build.assign(build.deref(old.get), build.deref(target.get), place),
    build.constant(0, INT, place),
    place,
  );
  const isEqual = build.compare('==', build.deref(target.get), build.deref(old.get), place);
  const all = [target.set, old.set, wanted.set, build.conditional(isEqual, yes, no, place)];
  return build.cast(
    all.reduce((left, right) => build.comma(left, right, place)),
    BOOL,
  );
}

function swapIf(p: Parser, pointer: Expression, expected: Expression, desired: Expression, place: number) {
  const type = build.deref(pointer).type;
  const wanted = kept(p, build.cast(expected, type), place);
  const change = build.update(
    build.deref(pointer),
    (old) => build.conditional(build.compare('==', old, wanted.get, place), build.cast(desired, type), old, place),
    'old',
    place,
  );
  const old = build.comma(wanted.set, change, place);
  return { old, isEqual: build.compare('==', old, wanted.get, place) };
}
