import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  commands,
  type DocumentLink,
  type DocumentSymbol,
  type FoldingRange,
  FoldingRangeKind,
  type SemanticTokens,
  type SemanticTokensLegend,
  type TextDocument,
  window,
  workspace,
} from 'vscode';
import { SCHEME } from '../../../server/src/protocol.ts';
import { eventually, file, hover, lenses, lineOf, open } from './kit.ts';

const series = () => file('idle-devices.mbox');
const ask = <T>(command: string, document: TextDocument): Promise<T> =>
  Promise.resolve(commands.executeCommand<T>(`vscode.${command}`, document.uri));

/** The series as it decodes, when its outline is there: one of its mails is quoted-printable. */
async function opened(): Promise<TextDocument> {
  await open(series());
  await eventually(
    () => lenses(series()),
    (titles) => titles.length > 0,
    'a lens',
  );
  assert.deepEqual(await lenses(series()), ['Open as patch']);
  await commands.executeCommand('qemuMemoryReview.openAsPatch', series().toString());
  const document = window.activeTextEditor?.document;
  assert.equal(document?.uri.scheme, SCHEME);
  await eventually(
    () => ask<DocumentSymbol[]>('executeDocumentSymbolProvider', document),
    (symbols) => symbols?.length > 0,
    'an outline',
  );
  return document;
}

describe('a series of mails', () => {
  it('opens as it is meant, as a mail, and has an outline down to the functions of hunks', async () => {
    const document = await opened();
    assert.equal(document.languageId, 'qemu-mail');
    const symbols = await ask<DocumentSymbol[]>('executeDocumentSymbolProvider', document);
    const show = (all: DocumentSymbol[]): string[] => all.flatMap((one) => [one.name, ...show(one.children)]);
    const names = show(symbols);
    for (const name of ['Cover letter: memory: Less FlatViews for idle PCI devices', 'memory.c', 'flatviews_init'])
      assert.ok(names.includes(name), names.join('\n'));
  });

  it('folds, messages as comments, and no fold crosses another', async () => {
    const document = await opened();
    const folds = await ask<FoldingRange[]>('executeFoldingRangeProvider', document);
    const at = (words: RegExp): FoldingRange | undefined =>
      folds.find(({ start }) => words.test(document.lineAt(start).text));
    assert.equal(at(/^Since commit/)?.kind, FoldingRangeKind.Comment);
    assert.equal(at(/^Subject: \[PATCH v2 1\/2\]/)?.kind, FoldingRangeKind.Region);
    assert.ok(at(/^@@ -884/));
    for (const one of folds) {
      for (const other of folds) {
        assert.ok(
          one.start >= other.start || one.end < other.start || one.end >= other.end,
          JSON.stringify([one, other]),
        );
      }
    }
  });

  it('links ids and hashes to hosts that are known, and tells what is known of a commit', async () => {
    const document = await opened();
    const links = await ask<DocumentLink[]>('executeLinkProvider', document);
    const texts = links.map(({ range, target }) => `${document.getText(range)} ${target?.authority}`);
    assert.ok(texts.includes('e673ba9af9 gitlab.com'), texts.join('\n'));
    assert.ok(texts.includes('20171018092000.1-1-sample@example.org lore.kernel.org'), texts.join('\n'));
    const line = await lineOf(document.uri, /^Fixes: /);
    assert.match(await hover(document.uri, line, 9), /First in QEMU 2\.11/);
  });

  it('has the words of C in the colours of every theme', async () => {
    const document = await opened();
    const legend = await ask<SemanticTokensLegend>('provideDocumentSemanticTokensLegend', document);
    const { data } = await ask<SemanticTokens>('provideDocumentSemanticTokens', document);
    const types = new Set(Array.from({ length: data.length / 5 }, (_, i) => legend.tokenTypes[data[i * 5 + 3] ?? 0]));
    assert.deepEqual([...types].sort(), ['comment', 'function', 'keyword', 'macro', 'number', 'string', 'type'].sort());
  });

  it('of another project has no colours and no links of ours', async () => {
    const uri = file('elsewhere', 'other-project.patch');
    await open(uri);
    const document = await workspace.openTextDocument(uri);
    const tokens = await ask<SemanticTokens | undefined>('provideDocumentSemanticTokens', document);
    assert.equal(tokens?.data.length ?? 0, 0);
    assert.deepEqual(await ask<DocumentLink[]>('executeLinkProvider', document), []);
  });
});
