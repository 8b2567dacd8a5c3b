import { expect, it } from 'vitest';
import { tokenise } from '../../server/src/source/c-tokens.ts';
import { matchAt, NO_BINDINGS, part, printOf } from '../../server/src/source/patterns.ts';

const tokens = (text: string) => tokenise([{ text, line: 0, changed: false }]);
const bound = (print: string, text: string, at = 0) => matchAt(tokens(text), at, [part(print)], NO_BINDINGS);

it('keeps no text but names', () => {
  expect(printOf('$n = count($n, &limits->most);')).toMatch(/^12:[0-9a-z]{6,11} \$n limits$/);
  expect(printOf('bool enabled; Box $box;')).toMatch(/^6:[0-9a-z]+ enabled \$box$/);
});

it('finds the same text with other names of variables, and no other text', () => {
  const print = printOf('$n = count($n, $m, &limits->most);');
  expect(bound(print, '} a = count(a, b, &limits->most);', 1)).toEqual(
    new Map([
      ['$n', 'a'],
      ['$m', 'b'],
    ]),
  );
  for (const other of [
    'a = count(b, a, &limits->most);',
    'a = count(a, a, &limits->most);',
    'a = count(a, b, &limits->least);',
    'a = sum(a, b, &limits->most);',
    'a = count(a, NULL, &limits->most);',
    'a = count(a, flat_views, &limits->most);',
    'a = count(a, b, &limits->most)',
  ]) {
    expect(bound(print, other), other).toBeUndefined();
  }
});

it('takes a name that is no variable for itself only', () => {
  const print = printOf('if (everything) { $n++; }');
  expect(bound(print, 'if (everything) { a++; }')?.get('$n')).toBe('a');
  expect(bound(print, 'if (nothing) { a++; }')).toBeUndefined();
});

it('binds one name throughout', () => {
  const [first, second] = [part(printOf('use($n);')), part(printOf('drop($n);'))];
  expect(matchAt(tokens('use(a); drop(a);'), 0, [first, second], NO_BINDINGS)?.get('$n')).toBe('a');
  expect(matchAt(tokens('use(a); drop(b);'), 0, [first, second], NO_BINDINGS)).toBeUndefined();
});
