// Starts the VS Code server that code-server ships (lib/vscode/out/server-main.js) on a free loopback port.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const req = createRequire(import.meta.url);
const beside = (pkg, file) => {
  try {
    const f = path.join(path.dirname(req.resolve(`${pkg}/package.json`)), file);
    return existsSync(f) ? f : undefined;
  } catch {
    return undefined;
  }
};
export const findServer = () => process.env.VSCODE_SERVER_ROOT || beside('code-server', 'lib/vscode');
// the server wants its own Node (24 for code-server 4.133 and later): taken from the npm package, not from PATH
export const findNode = () =>
  process.env.VSCODE_SERVER_NODE || beside(`node-${process.platform}-${process.arch}`, 'bin/node') || process.execPath;

/** @returns {Promise<{port:number, host:string, log:()=>string, stop:()=>Promise<void>, child:import('node:child_process').ChildProcess}>} */
export function startServer({
  root = findServer(),
  node = findNode(),
  dataDir,
  userDataDir,
  extensionsDir,
  args = [],
  env = process.env,
  onLine,
  timeout = 60000,
}) {
  const main = path.join(root, 'out/server-main.js');
  if (!existsSync(main)) throw new Error(`no VS Code server at ${main}`);
  mkdirSync(dataDir, { recursive: true });
  const child = spawn(
    node,
    [
      main,
      '--host',
      '127.0.0.1',
      '--port',
      '0',
      '--without-connection-token',
      '--accept-server-license-terms',
      '--server-data-dir',
      dataDir,
      '--user-data-dir',
      userDataDir ?? path.join(dataDir, 'data'),
      '--extensions-dir',
      extensionsDir ?? path.join(dataDir, 'extensions'),
      '--telemetry-level',
      'off',
      '--disable-experiments',
      ...args,
    ],
    { env: { EXTENSIONS_GALLERY: '{"serviceUrl":""}', ...env }, stdio: ['ignore', 'pipe', 'pipe'], detached: true },
  );
  let log = '';
  // the server forks extension hosts, which fork language servers: they share its process group
  const stop = () =>
    new Promise((done) => {
      if (child.exitCode !== null || child.signalCode) return done();
      const t = setTimeout(() => {
        try {
          process.kill(-child.pid, 'SIGKILL');
        } catch {}
      }, 3000);
      child.once('exit', () => {
        clearTimeout(t);
        try {
          process.kill(-child.pid, 'SIGKILL');
        } catch {}
        done();
      });
      try {
        process.kill(-child.pid, 'SIGTERM');
      } catch {}
    });
  return new Promise((ok, no) => {
    const t = setTimeout(() => {
      stop();
      no(new Error(`server did not start:\n${log}`));
    }, timeout);
    const eat = (d) => {
      log = (log + d).slice(-200000);
      if (onLine) for (const l of String(d).split('\n')) if (l) onLine(l);
      const m = /Extension host agent listening on (\d+)/.exec(log);
      if (m) {
        clearTimeout(t);
        ok({ host: `127.0.0.1:${m[1]}`, port: +m[1], log: () => log, stop, child });
      }
    };
    child.stdout.on('data', eat);
    child.stderr.on('data', eat);
    child.once('exit', (c) => {
      clearTimeout(t);
      no(new Error(`server ended with ${c}:\n${log}`));
    });
  });
}

/** Debian's Chromium or another installed one; `CHROMIUM` names it where it is elsewhere. */
export function findChromium() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const known = ['chromium', 'chromium-browser', 'google-chrome'].map((name) => `/usr/bin/${name}`);
  const found = known.find((file) => existsSync(file));
  if (!found) throw new Error('no Chromium: install the package chromium, or name the program in CHROMIUM');
  return found;
}

export const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
