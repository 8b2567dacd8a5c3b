import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { change, mail, seriesOf, told } from './series-kit.ts';

/** A series with a cover, threaded to it as git send-email does, or each to the one before. */
function thread(version: number, total: number, options: { deep?: boolean; under?: string; title?: string } = {}) {
  const word = version > 1 ? `PATCH v${version}` : 'PATCH';
  const title = options.title ?? 'Share views';
  const name = (number: number): string => `${title.slice(0, 2)}${version}-${number}`;
  const above = options.under ? { to: options.under, references: [options.under] } : {};
  return Array.from({ length: total + 1 }, (_, number) => {
    const ids = Array.from({ length: number }, (_, i) => name(i));
    const parent = options.deep ? name(number - 1) : name(0);
    return mail({
      subject: `[${word} ${number}/${total}] ${number === 0 ? title : `${title} ${number}`}`,
      id: name(number),
      at: version * 60 + number,
      ...(number === 0
        ? { body: 'A cover.\n', ...above }
        : { to: parent, references: [...(options.under ? [options.under] : []), ...(options.deep ? ids : [name(0)])] }),
      ...(number > 0 ? { body: `Why.\n---\n${change(`${number}`, `${number + 1}`)}` } : {}),
    });
  });
}

const review = (to: string, body: string, id: string, at = 500): string =>
  mail({ subject: `Re: ${to}`, id, to, at, from: 'R <r@example.org>', body });

describe('series of an mbox', () => {
  it('is told by numbers and threading, in any order of the mails', () => {
    const [cover = '', one = '', two = '', three = ''] = thread(1, 3);
    const expected = ['#0 v1 Share views: <Sh1-1> <Sh1-2> <Sh1-3> of 3', '  cover <Sh1-0>'];
    expect(told(cover + one + two + three)).toEqual(expected);
    expect(told(three + one + cover + two)).toEqual(expected);
  });

  it('says which numbers are missing, twice, or past the total', () => {
    const [cover = '', one = '', two = '', three = ''] = thread(1, 3);
    const other = mail({
      subject: '[PATCH 2/3] Share views 2',
      id: 'other',
      to: 'Sh1-0',
      at: 90,
      body: `Why.\n---\n${change('2', '4')}`,
    });
    const past = mail({ subject: '[PATCH 4/3] Share views 4', id: 'past', to: 'Sh1-0', at: 91 });
    expect(told(cover + one + three)).toContain('  missing 2');
    expect(told(cover + one + two + two + three)).toContain('  2 twice: <Sh1-2> <Sh1-2> same');
    expect(told(cover + one + other + two + three)).toContain('  2 twice: <Sh1-2> <other> differ');
    expect(told(cover + one + two + three + past)).toEqual([
      '#0 v1 Share views: <Sh1-1> <Sh1-2> <Sh1-3> <past> of 3',
      '  cover <Sh1-0>',
      '  past the total <past>',
    ]);
  });

  it.each([
    ['threaded to a cover that is not here', false],
    ['each threaded to the one before, with a gap', true],
  ])('is one series where patches are %s', (_, deep) => {
    const [, one = '', , three = '', four = ''] = thread(2, 4, { deep });
    expect(told(three + four + one)).toEqual(['#0 v2 Share views 1: <Sh2-1> <Sh2-3> <Sh2-4> of 4', '  missing 2']);
  });

  it('parts unrelated series with the same numbers', () => {
    const mails = [...thread(1, 2), ...thread(1, 2, { title: 'Other' })];
    expect(told(mails.reverse().join('')).filter((line) => line.startsWith('#'))).toEqual([
      '#0 v1 Other: <Ot1-1> <Ot1-2> of 2',
      '#1 v1 Share views: <Sh1-1> <Sh1-2> of 2',
    ]);
  });

  it.each<[string, { under?: string; title?: string }, string]>([
    ['by threading to the former cover', { under: 'Sh1-0', title: 'New title' }, 'Ne'],
    ['by title and sender', {}, 'Sh'],
  ])('puts versions side by side %s', (_, options, name) => {
    const mails = [...thread(2, 2, options), ...thread(1, 2)];
    expect(told(mails.join('')).filter((line) => line.startsWith('#'))).toEqual([
      '#0 v1 Share views: <Sh1-1> <Sh1-2> of 2',
      `#0 v2 ${options.title ?? 'Share views'}: <${name}2-1> <${name}2-2> of 2`,
    ]);
  });

  it('puts versions side by side by change-id', () => {
    const cover = (version: number, title: string): string =>
      mail({ subject: `[PATCH v${version} 0/1] ${title}`, id: `c${version}`, body: '---\nchange-id: 2024-x\n' });
    const patch = (version: number): string =>
      mail({ subject: `[PATCH v${version} 1/1] p`, id: `p${version}`, to: `c${version}`, from: `B${version} <b@x>` });
    expect(told(cover(3, 'Now') + patch(3) + cover(1, 'Then') + patch(1))).toEqual([
      '#0 v1 Then: <p1> of 1',
      '  cover <c1>',
      '#0 v3 Now: <p3> of 1',
      '  cover <c3>',
    ]);
  });

  it('tells versions apart whose covers have one id', () => {
    const mails = [...thread(1, 2), ...thread(2, 2)].map((text) => text.replaceAll('Sh2-0', 'Sh1-0'));
    expect(told(mails.join('')).filter((line) => line.startsWith('#'))).toEqual([
      '#0 v1 Share views: <Sh1-1> <Sh1-2> of 2',
      '#0 v2 Share views: <Sh2-1> <Sh2-2> of 2',
    ]);
  });

  it('takes a patch alone, and a bare diff, as series of one', () => {
    expect(told(mail({ subject: '[PATCH] memory: x', id: 'a' }))).toEqual(['#0 v1 memory: x: <a> of 1']);
    expect(told(mail({ subject: '[PATCH] x', id: 'a' }) + mail({ subject: '[PATCH] y', id: 'b' }))).toHaveLength(2);
    expect(told(change('a', 'b'))).toEqual(['#0 v1 :  of 1']);
  });

  it('joins mails without ids by version and total', () => {
    const file = (version: string, number: number): string =>
      mail({ subject: `[PATCH${version} ${number}/2] s ${number}` });
    expect(told(file(' v2', 2) + file('', 1) + file(' v2', 1) + file('', 2))).toEqual([
      '#0 v1 s 1: s 1 s 2 of 2',
      '#0 v2 s 1: s 1 s 2 of 2',
    ]);
  });
});

describe('replies', () => {
  it('give their trailers to the patch, or by the cover to all', () => {
    const mails = [
      ...thread(1, 2),
      review('Sh1-1', '> quoted\n> Reviewed-by: No <no@x>\nGood.\n\nReviewed-by: R <r@example.org>\n\nThanks\n', 'r1'),
      review('Sh1-0', 'For all:\nTested-by: T <t@example.org>\n', 'r2', 501),
      review('r1', 'Acked-by: A <a@example.org>\n', 'r3', 502),
      review('Sh1-2', 'Reviewed-by: nobody\n-- \nReviewed-by: S <s@x>\n', 'r4', 503),
    ];
    expect(told(mails.join('')).slice(2)).toEqual([
      '  <r1> answers <Sh1-1>',
      '  <r2> answers <Sh1-0>',
      '  <r3> answers <Sh1-1>',
      '  <r4> answers <Sh1-2>',
      '  Reviewed-by: R <r@example.org> on <Sh1-1>',
      '  Tested-by: T <t@example.org> on all',
      '  Acked-by: A <a@example.org> on <Sh1-1>',
    ]);
  });

  it('with a diff of their own are no duplicates of what they answer', () => {
    const fix = mail({ subject: 'Re: [PATCH 1/2] Share views 1', id: 'fix', to: 'Sh1-1', at: 200 });
    expect(told([...thread(1, 2), fix].join(''))).toEqual([
      '#0 v1 Share views: <Sh1-1> <Sh1-2> of 2',
      '  cover <Sh1-0>',
      '  <fix> answers <Sh1-1>',
    ]);
  });
});

describe('commits of git log -p', () => {
  const commit = (name: string, was: string, now: string): string =>
    `commit ${name.repeat(40)}\nAuthor: A <a@x>\nDate:   Mon Jan 1 12:00:00 2024 +0000\n\n    ${name}\n\n${change(
      was,
      now,
    ).replace('---', `index ${was.repeat(7)}..${now.repeat(7)} 100644\n---`)}\n`;

  it.each([
    ['oldest first', [commit('a', '1', '2'), commit('b', '2', '3'), commit('c', '3', '4')]],
    ['newest first', [commit('c', '3', '4'), commit('b', '2', '3'), commit('a', '1', '2')]],
  ])('are a series in the order in which they were made: %s', (_, commits) => {
    expect(told(commits.join(''))).toEqual(['#0 v1 a: a b c of 3']);
  });
});

const MIXED = [
  ...thread(1, 3, { deep: true }),
  ...thread(2, 2, { under: 'Sh1-0', title: 'New' }),
  ...thread(1, 2, { title: 'Other' }),
  review('Sh1-2', 'Reviewed-by: R <r@example.org>\n', 'r1'),
  review('Ne2-0', 'Tested-by: R <r@example.org>\n', 'r2'),
  mail({ subject: '[PATCH 2/2] Other 2', id: 'dup', to: 'Ot1-0', at: 200 }),
  mail({ subject: '[PATCH] alone', id: 'alone' }),
];

it('is the same for every order of the mails', () => {
  const expected = told(MIXED.join(''));
  fc.assert(
    fc.property(fc.shuffledSubarray(MIXED, { minLength: MIXED.length }), (shuffled) => {
      expect(told(shuffled.join(''))).toEqual(expected);
    }),
  );
});

it('has every patch once, whatever is missing or cut', () => {
  const some = fc.tuple(fc.shuffledSubarray(MIXED), fc.nat(200)).map(([mails, cut]) => {
    const text = mails.join('');
    return text.slice(0, Math.max(0, text.length - cut));
  });
  fc.assert(
    fc.property(some, (text) => {
      const { set, series } = seriesOf(text);
      const places = series.flatMap(({ patches, duplicates, replies }) => [
        ...patches,
        ...duplicates.flatMap(({ messages }) => messages.slice(0, -1)),
        ...replies.map(({ message }) => message).filter((index) => set.patches[index]?.message.kind === 'patch'),
      ]);
      const all = [...set.patches.keys()].filter((index) => set.patches[index]?.message.kind === 'patch');
      expect(places.sort((a, b) => a - b)).toEqual(all);
    }),
  );
});
