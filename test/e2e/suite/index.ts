import Mocha from 'mocha';

/** Called by VS Code's extension host. Every file of tests is named here. */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000, reporter: 'spec', color: false });
  if (process.env.E2E_GREP) mocha.grep(process.env.E2E_GREP);
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  await import('./activation.test.ts');
  await import('./patch.test.ts');
  await import('./evaluate.test.ts');
  await import('./checks.test.ts');
  await import('./series.test.ts');
  await import('./versions.test.ts');
  await import('./machines.test.ts');
  await import('./views.test.ts');
  await import('./record.test.ts');
  await import('./dump.test.ts');
  await import('./compare-dumps.test.ts');
  await import('./capture.test.ts');
  await import('./compare-builds.test.ts');
  const failures = await new Promise<number>((done) => {
    const runner = mocha.run(done);
    runner.once('end', () => {
      const { passes = 0, failures: failed = 0, pending = 0 } = runner.stats ?? {};
      console.log(`${passes} passed, ${failed} failed${pending ? `, ${pending} skipped` : ''}`);
    });
  });
  if (failures) throw new Error(`${failures} failed`);
}
