// Puts a plain JavaScript stand-in where @vscode/spdlog's compiled module is missing, so that VS Code's log files and
// output channels work in a server whose dependencies were installed with --ignore-scripts. usage: node stub-natives.cjs SERVER_ROOT
const fs = require('node:fs'),
  path = require('node:path');
const dir = path.join(process.argv[2], 'node_modules/@vscode/spdlog');
if (fs.existsSync(path.join(dir, 'build/Release/spdlog.node'))) {
  console.log('spdlog is built');
  process.exit(0);
}
fs.writeFileSync(
  path.join(dir, 'index.js'),
  `'use strict';
// stand-in: the compiled module is not built
const fs = require('fs'), path = require('path');
class Logger {
  constructor(_type, name, file) { this.file = file; this.name = name; this.level = 2; this.raw = false; fs.mkdirSync(path.dirname(file), { recursive: true }); fs.closeSync(fs.openSync(file, 'a')); }
  put(level, label, text) { if (level < this.level || !this.file) return; const t = new Date().toISOString().replace('T', ' ').slice(0, 23);
    try { fs.appendFileSync(this.file, this.raw ? text : t + ' [' + label + '] ' + text + '\\n'); } catch {} }
  trace(m) { this.put(0, 'trace', m); } debug(m) { this.put(1, 'debug', m); } info(m) { this.put(2, 'info', m); }
  warn(m) { this.put(3, 'warning', m); } error(m) { this.put(4, 'error', m); } critical(m) { this.put(5, 'critical', m); }
  getLevel() { return this.level; } setLevel(l) { this.level = l; } setPattern() {} clearFormatters() { this.raw = true; } flush() {} drop() { this.file = undefined; }
}
exports.version = 0; exports.setLevel = () => {}; exports.setFlushOn = () => {}; exports.Logger = Logger;
const make = type => async (name, file, size, count) => new Logger(type, name, file, size, count);
exports.createRotatingLogger = make('rotating'); exports.createAsyncRotatingLogger = make('rotating_async');
`,
);
console.log('spdlog stand-in written');
