// What scripts see of Roblox's own types: the names and messages have to be those of a native VM.
import { expect, test } from 'vitest';
import { useLuauVm } from '../../../tests/support/use-luau-vm.js';

const INSTANCE = `
  local metatable = {
    __type = "Instance",
    __tostring = function() return "Workspace" end,
    __metatable = "The metatable is locked",
  }
  local create = host.userdataPool(metatable)
  local instance = create()
`;

test('gives userdata a native type and native messages', () => {
  const { run } = useLuauVm();
  expect(
    run(`${INSTANCE}
      say(typeof(instance), type(instance), instance, getmetatable(instance))
      say(pcall(function() return instance.x end))
      say(pcall(function() instance.x = 1 end))
      say(pcall(function() return instance + 1 end))
      say(pcall(function() return #instance end))
      say(pcall(function() return instance() end))
      say(pcall(function() return instance < instance end))
      say(pcall(function() return instance .. "" end))
      say(pcall(string.rep, instance))`),
  ).toEqual([
    'Instance userdata Workspace The metatable is locked',
    "false Test:11: attempt to index Instance with 'x'",
    "false Test:12: attempt to index Instance with 'x'",
    'false Test:13: attempt to perform arithmetic (add) on Instance and number',
    'false Test:14: attempt to get length of a Instance value',
    'false Test:15: attempt to call a Instance value',
    'false Test:16: attempt to compare Instance < Instance',
    'false Test:17: attempt to concatenate Instance with string',
    "false invalid argument #1 to 'rep' (string expected, got Instance)",
  ]);
});

test('makes as many userdata as are wanted, each its own, all with one metatable', () => {
  const { run } = useLuauVm();
  expect(
    run(`${INSTANCE}
      metatable.__index = function(_, key) return key .. "!" end
      local seen, wrong = {}, 0
      for _ = 1, 3000 do
        local one = create()
        if seen[one] or typeof(one) ~= "Instance" or one.Name ~= "Name!" then wrong += 1 end
        seen[one] = true
      end
      say(wrong)`),
  ).toEqual(['0']);
});

test('does not keep userdata alive', () => {
  const { run } = useLuauVm();
  expect(
    run(`${INSTANCE}
      local weak = setmetatable({}, { __mode = "k" })
      for _ = 1, 1000 do weak[create()] = true end
      host.collectGarbage()
      local left = 0
      for _ in weak do left += 1 end
      say(left)`),
  ).toEqual(['0']);
});

test('keeps a metatable that only userdata hold', () => {
  const { run } = useLuauVm();
  expect(
    run(`
      local function make() return host.userdataPool({ __type = "Kept", __index = { answer = 42 } })() end
      local objects = {}
      for i = 1, 50 do objects[i] = make() end
      for _ = 1, 3 do
        host.collectGarbage()
        for _ = 1, 20000 do local _t = { {} } end
      end
      local right = 0
      for _, object in objects do if typeof(object) == "Kept" and object.answer == 42 then right += 1 end end
      say(right)`),
  ).toEqual(['50']);
});

test('gives vectors a type, methods and native arithmetic', () => {
  const { run } = useLuauVm();
  expect(
    run(`
      host.setVectorMetatable({
        __type = "Vector3",
        __index = function(self, key)
          if key == "Magnitude" then return vector.magnitude(self) end
          if key == "Dot" then return vector.dot end
          error(key .. " is not a valid member of Vector3", 2)
        end,
      })
      host.collectGarbage()
      local v = vector.create(3, 4, 0)
      say(typeof(v), type(v), v, v + v, v.X, v.Magnitude, v:Dot(v))
      say(v == vector.create(3, 4, 0), ({ [v] = "key" })[vector.create(3, 4, 0)])
      say(pcall(function() return v.Foo end))
      say(pcall(function() return v + "a" end))
      host.setVectorMetatable(nil)
      say(typeof(v))`),
  ).toEqual([
    'Vector3 vector 3, 4, 0 6, 8, 0 3 5 25',
    'true key',
    'false Test:14: Foo is not a valid member of Vector3',
    'false Test:15: attempt to perform arithmetic (add) on Vector3 and string',
    'vector',
  ]);
});

test('keeps an environment fast, and correct for what only the environment has', () => {
  const { run } = useLuauVm();
  expect(
    run(`
      local environment = setmetatable({ script = "the script" }, { __index = getfenv() })
      local body = host.compile("local t = {} table.insert(t, script) answer = math.max(1, 2) return t[1], answer", "=Script")
      setfenv(body, environment)
      host.safeEnv(environment)
      say(body())
      say(environment.answer, answer)`),
  ).toEqual(['the script 2', '2 nil']);
});

test('works without its extras', () => {
  const { run } = useLuauVm({ withoutExtras: ['userdata', 'vector', 'safeEnvironment'] });
  expect(
    run(`${INSTANCE}
      host.setVectorMetatable({ __type = "Vector3" })
      local environment = { type = function() return "own" end }
      host.safeEnv(environment)
      local probe = host.compile("return type(1)", "=Probe")
      setfenv(probe, environment)
      say(typeof(instance), instance, typeof(vector.zero), probe())`),
  ).toEqual(['userdata Workspace vector own']);
});

test('says so where a metatable is given that is none', () => {
  const { run } = useLuauVm();
  expect(
    run(
      'say(pcall(host.userdataPool, nil)) say(pcall(host.safeEnv, 1)) say(pcall(host.setVectorMetatable, 1))',
    ),
  ).toEqual([
    'false host.userdataPool: the metatable must be a table',
    'false host.safeEnv: the environment must be a table',
    'false host.setVectorMetatable: the metatable must be a table or nil',
  ]);
});
