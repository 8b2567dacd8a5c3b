// What an editor waits for, warm, over stdio: the 95th of 100 answers a request, in milliseconds, as JSON.
// usage: node editor.cjs SERVER PATCH LANGUAGE
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';

const [server = '', file = '', languageId = 'diff'] = process.argv.slice(2);
const RUNS = 100;

async function main(): Promise<void> {
  const child = spawn(process.execPath, [server, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  connection.listen();
  await connection.sendRequest('initialize', { processId: process.pid, rootUri: null, capabilities: {} });
  await connection.sendNotification('initialized', {});

  const text = readFileSync(file, 'utf8');
  const lines = text.split('\n');
  const uri = pathToFileURL(file).href;
  await connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } });

  const textDocument = { uri };
  const lenses = await connection.sendRequest<object[]>('textDocument/codeLens', { textDocument });
  /** Another place each time: the whole text is gone over. */
  const place = (run: number): { line: number; character: number } => ({
    line: Math.floor((run * lines.length) / RUNS),
    character: 6,
  });
  const screen = (run: number): object => {
    const start = place(run);
    return { start, end: { line: start.line + 60, character: 0 } };
  };

  const requests: Record<string, (run: number) => Promise<unknown>> = {
    hover: (run) => connection.sendRequest('textDocument/hover', { textDocument, position: place(run) }),
    lenses: () => connection.sendRequest('textDocument/codeLens', { textDocument }),
    'a lens': (run) => connection.sendRequest('codeLens/resolve', lenses[run % lenses.length] ?? {}),
    symbols: () => connection.sendRequest('textDocument/documentSymbol', { textDocument }),
    folding: () => connection.sendRequest('textDocument/foldingRange', { textDocument }),
    links: () => connection.sendRequest('textDocument/documentLink', { textDocument }),
    'tokens of a screen': (run) =>
      connection.sendRequest('textDocument/semanticTokens/range', { textDocument, range: screen(run) }),
    'tokens of all': () => connection.sendRequest('textDocument/semanticTokens/full', { textDocument }),
  };

  const answers: Record<string, number> = {};
  for (const [name, ask] of Object.entries(requests)) {
    const times: number[] = [];
    for (let run = -20; run < RUNS; run++) {
      const start = performance.now();
      await ask(Math.max(run, 0));
      if (run >= 0) times.push(performance.now() - start);
    }
    times.sort((one, other) => one - other);
    answers[name] = times[Math.ceil(RUNS * 0.95) - 1] ?? 0;
  }
  console.log(JSON.stringify({ lines: lines.length, answers }));
  await connection.sendRequest('shutdown');
  await connection.sendNotification('exit');
}

void main();
