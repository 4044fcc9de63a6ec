import { readdirSync, readFileSync } from 'node:fs';
import { onTestFinished, test } from 'vitest';
import { systemClock } from '../src/support/clock.js';
import { scriptTree } from '../src/studio/script-tree.js';
import { Engine, SET_UP } from '../src/emulator/engine-lead/engine.js';

const RUNNER = `
local root = script.Parent
local filter = ${JSON.stringify(process.env.SPEC ?? '')}
local function same(a, b)
	if a == b then return true end
	if type(a) ~= "table" or type(b) ~= "table" then return false end
	for k, v in a do if not same(v, b[k]) then return false end end
	for k in b do if a[k] == nil then return false end end
	return true
end
local function show(v)
	if type(v) == "table" then local p = {} for k, x in v do table.insert(p, tostring(k) .. "=" .. show(x)) end return "{" .. table.concat(p, ", ") .. "}" end
	return if type(v) == "string" then string.format("%q", v) else tostring(v)
end
local t = { equal = function(a, b) if not same(a, b) then error("expected " .. show(b) .. "\\n  got      " .. show(a), 2) end end }
task.spawn(function()
	local passed, failed = 0, 0
	for _, module in root:GetDescendants() do
		if string.match(module.Name, "%.spec$") and string.find(module.Name, filter, 1, true) then
			local ok, spec = pcall(require, module)
			if not ok then print("SPEC LOAD FAIL " .. module.Name .. tostring(spec)) failed += 1 continue end
			for name, run in spec do
				local ok, problem = xpcall(run, function(e) return tostring(e) .. "\\n" .. debug.traceback() end, t)
				if ok then passed += 1 else failed += 1 print("SPEC FAIL " .. module.Name .. " / " .. name .. "\\n  " .. problem) end
			end
		end
	end
	print("SPEC DONE", passed, failed)
end)
`;

test('specs', async () => {
  const dir = new URL('./src/', import.meta.url).pathname;
  const files = Object.fromEntries(
    readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((p) => p.endsWith('.luau')).map((p) => [p, readFileSync(dir + p, 'utf8')]),
  );
  delete files['Main.server.luau'];
  files['Run.server.luau'] = RUNNER;
  let done: () => void = () => {};
  const finished = new Promise<void>((resolve) => { done = resolve; });
  const engine = new Engine({ clock: systemClock, scriptTimeLimitMs: 10000, onOutput: (level, body) => {
    if (body.startsWith('SPEC') || level >= 1 || process.env.ALL) console.log(level, body);
    if (body.startsWith('SPEC DONE')) done();
  } });
  onTestFinished(() => engine.dispose());
  engine.postNow(SET_UP, JSON.stringify({ name: 'Place1', placeId: 1, gameId: 2, attributes: {}, plugins: [{ name: 'StudioBridge', root: scriptTree('StudioBridge', files) }] }));
  await finished;
}, 30000);
