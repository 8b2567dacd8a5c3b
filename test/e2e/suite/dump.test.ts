import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  type CodeLens,
  commands,
  type DocumentLink,
  type InlayHint,
  type Location,
  type LocationLink,
  Position,
  Range,
  type SemanticTokens,
  type SemanticTokensLegend,
  type TextDocument,
  window,
  workspace,
} from 'vscode';
import { eventually, hover, lenses, lineOf, open, sampleDump } from './kit.ts';

async function dump(): Promise<TextDocument> {
  await open(sampleDump());
  const document = await workspace.openTextDocument(sampleDump());
  await eventually(
    () => lenses(document.uri),
    (titles) => titles.length > 0 && titles.every(Boolean),
    'lenses',
  );
  return document;
}

/** The first line like `pattern`, and a place behind the first character of `word` on it. */
async function placeOf(document: TextDocument, pattern: RegExp, word: string): Promise<Position> {
  const line = await lineOf(document.uri, pattern);
  return new Position(line, document.lineAt(line).text.indexOf(word) + 1);
}

describe('a dump of a machine', () => {
  it('goes from an alias to its target, and from there to all that names it', async () => {
    const document = await dump();
    const place = await placeOf(document, /alias ram-below-4g @pc\.ram/, '@pc.ram');
    const [found] = await commands.executeCommand<(Location | LocationLink)[]>(
      'vscode.executeDefinitionProvider',
      document.uri,
      place,
    );
    assert.ok(found, 'a definition');
    const range = 'targetUri' in found ? (found.targetSelectionRange ?? found.targetRange) : found.range;
    assert.equal(document.getText(range), 'pc.ram');
    assert.match(document.lineAt(range.start.line - 1).text, /^memory-region: pc\.ram/);
    const all = await commands.executeCommand<Location[]>('vscode.executeReferenceProvider', document.uri, range.start);
    assert.ok(all.length > 10, `${all.length} references`);
    for (const one of all) assert.match(document.getText(one.range), /^@?pc\.ram$/);
  });

  it('tells on hover what shows at an address, and where a region shows', async () => {
    const document = await dump();
    const alias = /alias ram-below-4g @pc\.ram/;
    const { line } = await placeOf(document, alias, 'alias');
    const first = document.lineAt(line).firstNonWhitespaceCharacterIndex;
    assert.match(await hover(document.uri, line, first + 2), /shows `pc\.ram`, through `ram-below-4g`/);
    const name = await placeOf(document, alias, 'ram-below-4g');
    assert.match(await hover(document.uri, name.line, name.character), /Shows in \d+ of \d+ FlatViews/);
  });

  it('has sizes behind its ranges, which the setting takes away', async () => {
    const document = await dump();
    const line = await lineOf(document.uri, /alias ram-below-4g/);
    const ask = async () =>
      commands.executeCommand<InlayHint[]>(
        'vscode.executeInlayHintProvider',
        document.uri,
        new Range(line, 0, line + 1, 0),
      );
    const [hint] = await ask();
    assert.equal(String(hint?.label).trim(), '2 GiB');
    const settings = workspace.getConfiguration('qemuMemoryReview');
    await settings.update('inlayHints.sizes', false);
    try {
      await eventually(ask, (hints) => hints.length === 0, 'no hints');
    } finally {
      await settings.update('inlayHints.sizes', undefined);
    }
  });

  it('has a lens on each address space that leads to its view', async () => {
    const document = await dump();
    const line = await lineOf(document.uri, /^address-space: cpu-memory-0/);
    const all = await commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 100);
    const command = all.find(({ range }) => range.start.line === line)?.command;
    assert.match(command?.title ?? '', /^FlatView of system: \d+ ranges, shared by 9 · /);
    await commands.executeCommand(command?.command ?? '', ...(command?.arguments ?? []));
    const active = window.activeTextEditor;
    assert.equal(active?.document.uri.toString(), document.uri.toString());
    assert.match(document.lineAt(active?.selection.start.line ?? 0).text, /^FlatView #\d+$/);
  });

  it('has links between address spaces and views, and colours for kinds', async () => {
    const document = await dump();
    const links = await commands.executeCommand<DocumentLink[]>('vscode.executeLinkProvider', document.uri);
    const line = await lineOf(document.uri, /^address-space: cpu-memory-0/);
    const link = links.find(({ range }) => range.start.line === line);
    const target = Number(/^L(\d+)$/.exec(link?.target?.fragment ?? '')?.[1]);
    assert.match(document.lineAt(target - 1).text, /^FlatView #\d+$/);
    const legend = await commands.executeCommand<SemanticTokensLegend>(
      'vscode.provideDocumentSemanticTokensLegend',
      document.uri,
    );
    assert.ok(legend.tokenTypes.includes('memoryContainer'));
    const tokens = await commands.executeCommand<SemanticTokens>('vscode.provideDocumentSemanticTokens', document.uri);
    assert.ok(tokens.data.length > 1000);
  });
});
