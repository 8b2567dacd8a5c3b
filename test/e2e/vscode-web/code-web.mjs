#!/usr/bin/env node
// Stands in for the desktop `code` binary that @vscode/test-electron starts: same arguments, same exit code,
// but the workbench is VS Code's web one in headless Chromium, and the extension host is the server's Node one.
import path from 'node:path';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readSync,
  closeSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { CHROMIUM_FLAGS, findChromium, startServer } from './server.mjs';

const valued = new Set([
  'user-data-dir',
  'extensions-dir',
  'extensionDevelopmentPath',
  'extensionTestsPath',
  'folder-uri',
  'log',
]);
const dev = [],
  rest = [],
  opt = {};
for (let i = 2; i < process.argv.length; i++) {
  const m = /^--([^=]+)(?:=([\s\S]*))?$/.exec(process.argv[i]);
  if (!m) {
    rest.push(process.argv[i]);
    continue;
  }
  const value = m[2] ?? (valued.has(m[1]) ? process.argv[++i] : true);
  if (m[1] === 'extensionDevelopmentPath') dev.push(value);
  else opt[m[1]] = value;
}
if (!opt.extensionTestsPath || !dev.length) {
  console.error('wants --extensionDevelopmentPath= and --extensionTestsPath=');
  process.exit(2);
}

const t0 = Date.now();
const trace = process.env.CODE_WEB_TRACE
  ? (...a) => console.error(`[code-web ${((Date.now() - t0) / 1000).toFixed(2)}s]`, ...a)
  : () => {};
const tmp = mkdtempSync(path.join(tmpdir(), 'code-web-'));
const limit = Number(process.env.CODE_WEB_TIMEOUT || 300);
const outFile = path.join(tmp, 'out');
writeFileSync(outFile, '');
const doneFile = `${outFile}.done`; // test-entry.cjs writes it when the suite has come to its end

const fd = openSync(outFile, 'r');
const buf = Buffer.alloc(65536);
const relay = () => {
  for (let n; (n = readSync(fd, buf, 0, buf.length, null)) > 0; ) process.stdout.write(Buffer.from(buf.subarray(0, n)));
};
const relaying = setInterval(relay, 50);

let server,
  browser,
  ending = false;
async function end(code, why) {
  if (ending) return;
  ending = true;
  clearInterval(relaying);
  relay();
  closeSync(fd);
  if (why) console.error(`[code-web] ${why}`);
  if (why && server) console.error(server.log().split('\n').slice(-40).join('\n'));
  trace('ending with', code);
  const page = browser?.contexts()[0]?.pages()[0];
  if (process.env.CODE_WEB_SHOT && page) await page.screenshot({ path: process.env.CODE_WEB_SHOT }).catch(() => {});
  await Promise.race([browser?.close().catch(() => {}), new Promise((r) => setTimeout(r, 5000))]);
  await server?.stop();
  rmSync(tmp, { recursive: true, force: true, maxRetries: 5 });
  trace('gone');
  process.stdout.write('', () => process.exit(code));
}
for (const s of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(s, () => end(130, `stopped by ${s}`));
process.on('unhandledRejection', (e) => end(1, String(e?.stack ?? e)));
process.on('uncaughtException', (e) => end(1, String(e?.stack ?? e)));
setTimeout(() => end(124, `no result after ${limit}s`), limit * 1000).unref();

const userData = opt['user-data-dir'] ? path.resolve(opt['user-data-dir']) : path.join(tmp, 'user-data');
const settings = path.join(userData, 'User/settings.json');
if (!existsSync(settings)) {
  mkdirSync(path.dirname(settings), { recursive: true });
  writeFileSync(
    settings,
    JSON.stringify(
      {
        'workbench.startupEditor': 'none',
        'chat.disableAIFeatures': true,
        'extensions.ignoreRecommendations': true,
        'telemetry.telemetryLevel': 'off',
      },
      null,
      2,
    ),
  );
}
server = await startServer({
  dataDir: path.join(tmp, 'server'),
  userDataDir: userData,
  extensionsDir:
    opt['disable-extensions'] || !opt['extensions-dir']
      ? path.join(tmp, 'extensions')
      : path.resolve(opt['extensions-dir']),
  args: ['--enable-smoke-test-driver', ...(opt['disable-workspace-trust'] ? ['--disable-workspace-trust'] : [])],
  env: { ...process.env, CODE_WEB_OUT: outFile, CODE_WEB_TESTS: path.resolve(opt.extensionTestsPath) },
  onLine(l) {
    trace('server:', l);
    const m = /Extension Host Process exited with code: (\S+), signal: (\w+)/.exec(l);
    // after a proper end the workbench calls codeAutomationExit at once; if it does not, the host died
    if (m) setTimeout(() => end(Number(m[1]) || 1, `the extension host ended with code ${m[1]}, signal ${m[2]}`), 3000);
  },
});
trace('server up on', server.host);

browser = await chromium.launch({
  executablePath: findChromium(),
  headless: true,
  args: CHROMIUM_FLAGS,
  handleSIGINT: false,
  handleSIGTERM: false,
  handleSIGHUP: false,
}); // else playwright ends this process before the server is stopped
browser.on('disconnected', () => end(1, 'the browser went away'));
const context = await browser.newContext({
  viewport: { width: 1200, height: 800 },
  permissions: ['clipboard-read', 'clipboard-write'],
});
const page = await context.newPage();
page.on('crash', () => end(1, 'the page crashed'));
page.on('pageerror', (e) => trace('page error:', e.message));
page.on('console', (m) => trace('console:', m.type(), m.text().slice(0, 300)));
await page.exposeFunction('codeAutomationLog', () => {});
await page.exposeFunction('codeAutomationExit', (code) => {
  trace('exit', code);
  // the workbench reports 0 for an extension host that was killed: a 0 counts only from a suite that ended
  if (code === 0 && !existsSync(doneFile)) end(1, 'the extension host ended before the suite did');
  else end(code);
});
trace('browser up');

const uri = (p) => `vscode-remote://${server.host}${encodeURI(path.resolve(p))}`;
const entry = fileURLToPath(new URL('./test-entry.cjs', import.meta.url));
const url = new URL(`http://${server.host}/`);
const ws = rest.find((p) => existsSync(p));
if (ws) url.searchParams.set(statSync(ws).isDirectory() ? 'folder' : 'workspace', path.resolve(ws));
else url.searchParams.set('ew', 'true');
url.searchParams.set(
  'payload',
  JSON.stringify([
    ...dev.map((d) => ['extensionDevelopmentPath', uri(d)]),
    ['extensionTestsPath', uri(entry)],
    ['enableProposedApi', ''],
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
  ]),
);
await page.goto(url.href);
trace('page loaded', url.href);
