// Installs an extension's package in a fresh VS Code and opens its workbench in headless Chromium, for a driver that
// works as a person would: nothing of the test API is there.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { CHROMIUM_FLAGS, findChromium, findNode, findServer, startServer } from './server.mjs';

const QUIET = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'chat.disableAIFeatures': true,
  'security.workspace.trust.enabled': false,
  'extensions.ignoreRecommendations': true,
  'telemetry.telemetryLevel': 'off',
  'editor.fontSize': 14,
  'editor.stickyScroll.enabled': false,
};

/**
 * @param {{ vsix: string, folder: string, settings?: Record<string, unknown>, viewport?: { width: number, height: number } }} options
 * @returns {Promise<{ page: import('playwright-core').Page, setSettings: (settings: Record<string, unknown>) => void, log: () => string, close: () => Promise<void> }>}
 */
export async function openWorkbench({ vsix, folder, settings = {}, viewport = { width: 1440, height: 900 } }) {
  const tmp = mkdtempSync(path.join(tmpdir(), 'workbench-'));
  const [data, userData, extensions] = ['server', 'user-data', 'extensions'].map((name) => path.join(tmp, name));
  mkdirSync(path.join(userData, 'User'), { recursive: true });
  const setSettings = (more) =>
    writeFileSync(path.join(userData, 'User/settings.json'), JSON.stringify({ ...QUIET, ...settings, ...more }));
  setSettings({});
  install({ vsix, data, userData, extensions });
  const server = await startServer({
    dataDir: data,
    userDataDir: userData,
    extensionsDir: extensions,
    args: ['--disable-workspace-trust'],
  });
  let browser;
  const close = async () => {
    await browser?.close().catch(() => {});
    await server.stop();
    rmSync(tmp, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    browser = await chromium.launch({ executablePath: findChromium(), headless: true, args: CHROMIUM_FLAGS });
    const context = await browser.newContext({ viewport, permissions: ['clipboard-read', 'clipboard-write'] });
    const page = await context.newPage();
    await page.goto(`http://${server.host}/?folder=${encodeURIComponent(path.resolve(folder))}`);
    await page.waitForSelector('.monaco-workbench .explorer-folders-view .monaco-list-row', { timeout: 60_000 });
    return { page, setSettings, log: server.log, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function install({ vsix, data, userData, extensions }) {
  const main = path.join(findServer(), 'out/server-main.js');
  const args = ['--accept-server-license-terms', '--server-data-dir', data, '--user-data-dir', userData];
  const env = { EXTENSIONS_GALLERY: '{"serviceUrl":""}', ...process.env };
  const run = spawnSync(findNode(), [main, ...args, '--extensions-dir', extensions, '--install-extension', vsix], {
    env,
    encoding: 'utf8',
  });
  if (run.status !== 0) throw new Error(`the package was not installed:\n${run.stdout}${run.stderr}`);
}
