// Loaded by the extension host in place of the suite: sends what the suite prints to a file that the launcher
// relays, then runs the suite that CODE_WEB_TESTS names. (In a test run VS Code mixes console lines of the
// extension host into the workbench's own log and drops those whose first argument is no string.)
const fs = require('node:fs');
const { format } = require('node:util');
const { pathToFileURL } = require('node:url');
const fd = fs.openSync(process.env.CODE_WEB_OUT, 'a');
const put = (s) => fs.writeSync(fd, s);
for (const k of ['log', 'info', 'warn', 'error', 'debug'])
  Object.defineProperty(console, k, { configurable: true, writable: true, value: (...a) => put(format(...a) + '\n') });
// the host has fixed their write methods for good, so the streams themselves are replaced
const { Writable } = require('node:stream');
for (const s of ['stdout', 'stderr'])
  Object.defineProperty(process, s, {
    configurable: true,
    value: new Writable({
      decodeStrings: false,
      write(d, _enc, cb) {
        put(d);
        cb();
      },
    }),
  });
exports.run = async () => {
  const file = process.env.CODE_WEB_TESTS;
  let suite;
  try {
    suite = require(file);
  } catch (e) {
    if (e.code !== 'ERR_REQUIRE_ESM') throw e;
    suite = await import(pathToFileURL(file).href);
  }
  const run = suite.run ?? suite.default?.run;
  // the older form of a suite takes (root, callback)
  if (run.length < 2) await run();
  else
    await new Promise((ok, no) =>
      run(require('node:path').dirname(file), (e, failed) =>
        e ? no(e) : failed ? no(new Error(`${failed} failed`)) : ok(),
      ),
    );
  fs.writeFileSync(`${process.env.CODE_WEB_OUT}.done`, '');
};
