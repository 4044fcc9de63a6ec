// Luau's own compiler, ready before the first script: V8 compiles each of its functions when it is first called, which
// makes that first script wait. A thread that has nothing else to do can call them for the one that will.
import { systemClock } from '../../support/clock.js';
import { TextAllocator } from './text-allocator.js';
import { ENVIRONMENT_ID, instantiateLuau } from './wasm-instance.js';

/** What scripts are made of, in few words. */
const SAMPLE = `--!strict
local Service = game:GetService("Service")
local module, list: { [string]: number } = {}, { 1, 2, [3] = "x", y = -1.5e3 }
module.__index = module
export type Shape = { name: string, size: number? }
local function sum(first: number, ...: any): (number, string)
	local total = if first ~= 0 and not list.y then #list else first // 2 + 1
	for index = 1, select("#", ...) do
		if index % 2 == 0 then continue elseif index >= 10 then break else total += index * 2 ^ 2 end
	end
	for key, value in pairs(list) do list[key] = value .. \`{key}: {value}\` end
	while total > 100 or total == nil do total -= 1 end
	repeat local isDone = true until isDone
	return total, "sum\\n"
end
function module.new(name): any
	return setmetatable({ name = name :: string, add = function() return sum(1, 2) end }, module)
end
function module:Add(value) self.name, self.value = value.a.b["c"], 'd' assert(value == 1, "e") end
return { ["case 1"] = function() module.new("f"):Add(require(script.Parent.Service).add(1, 1)) end }`;

const compiled = new WeakSet<WebAssembly.Module>();

/**
 * For all instances of the module, in whichever thread they are.
 *
 * @returns Whether the sample could be compiled, or was before.
 */
export function compileAhead(module: WebAssembly.Module): boolean {
  if (compiled.has(module)) return true;
  compiled.add(module);
  const wasm = instantiateLuau(module, {
    limitBytes: 0,
    clock: systemClock,
    hooks: {
      sourceText: (id) => texts.allocate(Buffer.from(id === 0 ? SAMPLE : '=sample')),
      reportValue: () => {},
      reportResults: () => {},
      pushArguments: () => 0,
      callHostObject: () => 0,
    },
  });
  const { exports } = wasm;
  exports.initialize();
  const texts = new TextAllocator(wasm);
  return exports.load(exports.makeState(ENVIRONMENT_ID), 0, 1) === 0;
}
