// @ts-nocheck: it replaces functions of Node's by name.
// Loaded before the program (`node --require`): makes it believe that it runs on another system. Its paths lead to
// folders of the test, its rules for paths are that system's, and what it starts is started here. What to believe stands
// in DESCRIBED_SYSTEM: `platform`, and `paths`, pairs of a beginning and the folder that it means.
const childProcess = require('node:child_process');
const fs = require('node:fs');
const Module = require('node:module');
const path = require('node:path');

const { platform, paths } = JSON.parse(process.env.DESCRIBED_SYSTEM);
const isWindows = platform === 'win32';
Object.defineProperty(process, 'platform', { value: platform });

/** The path here of a path there. */
function here(given) {
  if (typeof given !== 'string') return given;
  for (const [beginning, folder] of paths) {
    if (given.toLowerCase().startsWith(beginning.toLowerCase()))
      return path.posix.join(folder, given.slice(beginning.length).replaceAll(isWindows ? '\\' : '/', '/'));
  }
  return isWindows && /^\\[^\\]/.test(given) ? given.replaceAll('\\', '/') : given;
}

const TWO_PATHS = /^(rename|copyFile|link|symlink|cp)(Sync)?$/;

for (const functions of [fs, fs.promises]) {
  for (const [name, original] of Object.entries(functions)) {
    if (typeof original !== 'function' || /^[A-Z_]/.test(name)) continue;
    const wrapped = (first, second, ...rest) =>
      original.call(functions, here(first), TWO_PATHS.test(name) ? here(second) : second, ...rest);
    functions[name] = Object.assign(wrapped, original);
  }
}

// What is started is no part of the described system.
function outside(options = {}) {
  const { NODE_OPTIONS: _, ...env } = options.env ?? process.env;
  const cwd = options.cwd === undefined ? undefined : here(options.cwd);
  return { ...options, env, cwd: cwd !== undefined && fs.existsSync(cwd) ? cwd : undefined };
}
const { spawn, spawnSync, execFile } = childProcess;
childProcess.spawn = (program, args, options) => spawn(here(program), args, outside(options));
childProcess.spawnSync = (program, args, options) => spawnSync(here(program), args, outside(options));
childProcess.execFile = (program, args, options, done) =>
  execFile(here(program), args, outside(options), done);

if (isWindows) {
  const load = Module._load;
  const resolve = Module._resolveFilename;
  Module._load = (request, parent, isMain) => {
    const isOurs = /[\\/]dist[\\/][^\\/]*$/.test(parent?.filename ?? '');
    return isOurs && /^(node:)?path$/.test(request) ? path.win32 : load(request, parent, isMain);
  };
  Module._resolveFilename = (request, ...rest) => resolve(here(request), ...rest);
}
