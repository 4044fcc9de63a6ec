import { expect, test } from 'vitest';
import { useEngine } from '../../../tests/support/use-engine.js';
import { createManualClock } from '../../support/clock.js';
import { createVirtualClock } from './virtual-clock.js';

const levels = (entries: readonly { level: string; body: string }[]) =>
  entries.map(({ level, body }) => `${level}: ${body}`);

test('a script runs as a plugin as soon as it is loaded', () => {
  const { run, output } = useEngine({ place: { Name: 'My place', PlaceId: 7 }, attributes: { Answer: 42 } });
  run(
    'print(script:GetFullName(), typeof(plugin), game.Name, game.PlaceId, workspace:GetAttribute("Answer"))',
  );
  expect(levels(output)).toEqual(['Print: Test Instance My place 7 42']);
});

test('an error that nobody caught is shown as Studio shows it', () => {
  const { run, output } = useEngine();
  run('local function inner()\n\tlocal nothing = nil\n\treturn nothing.field\nend\ninner()');
  expect(levels(output)).toEqual([
    "Error: Test:3: attempt to index nil with 'field'",
    'Info: Stack Begin',
    "Info: Script 'Test', Line 3 - function inner",
    "Info: Script 'Test', Line 5",
    'Info: Stack End',
  ]);
});

test('a script that does not compile says so, with its name and line', () => {
  const { run, output } = useEngine();
  run('local x = 1\nreturn =');
  expect(output).toHaveLength(1);
  expect(output[0]?.level).toBe('Error');
  expect(output[0]?.body).toMatch(/^Test:2: /);
});

test('bytes that are not UTF-8 do no harm on their way out', () => {
  const { run, output } = useEngine();
  run('print("a\\xFFb\\0c")');
  expect(output[0]?.body).toBe('a\uFFFDb\0c');
});

test('an engine in which nothing waits sets no timer', () => {
  const clock = createManualClock();
  const { run, output } = useEngine({ clock });
  run(
    'local connection = game:GetService("RunService").Heartbeat:Connect(function() end) connection:Disconnect()',
  );
  expect(clock.pendingTimers).toBe(0);
  run('task.delay(5, print, "later")');
  expect(clock.pendingTimers).toBe(1);
  clock.advance(4900);
  expect(output).toEqual([]);
  clock.advance(200);
  expect(output[0]?.body).toBe('later');
  expect(clock.pendingTimers).toBe(0);
});

test('a wait takes two turns of the loop, wherever the clock stands', () => {
  const clock = createManualClock();
  clock.advance(5000);
  let reads = 0;
  const now = () => {
    reads++;
    return clock.now();
  };
  const { run, output } = useEngine({ clock: { ...clock, now } });
  run('task.wait(1) print("done")');
  reads = 0;
  clock.advance(999);
  expect(output).toEqual([]);
  clock.advance(20);
  expect(output[0]?.body).toBe('done');
  expect(reads).toBeLessThan(20);
});

test('frames come at 60 Hz while somebody listens, and stop with the last one', () => {
  const clock = createManualClock();
  const { run, output } = useEngine({ clock });
  run(`
    local count = 0
    local connection
    connection = game:GetService("RunService").Heartbeat:Connect(function()
      count += 1
      if count == 60 then print(count, string.format("%.1f", os.clock())) connection:Disconnect() end
    end)`);
  clock.advance(2000);
  expect(output[0]?.body).toBe('60 1.0');
  expect(clock.pendingTimers).toBe(0);
});

test('a cancelled thread takes its timer along', () => {
  const clock = createManualClock();
  const { run } = useEngine({ clock });
  run('task.cancel(task.delay(5, print, "never"))');
  expect(clock.pendingTimers).toBe(0);
});

test('a virtual clock leaves out the waiting', async () => {
  const clock = createVirtualClock();
  const { run, lineAsync } = useEngine({ clock });
  run('local before = os.time() task.wait(100000) print("waited", os.time() - before)');
  expect(await lineAsync('waited')).toBe('waited 100000');
});

test('plugins hear that they are about to end', () => {
  const { engine, run, output } = useEngine();
  run('plugin.Unloading:Connect(function() print("unloading") end)');
  run('game:BindToClose(function() print("closing") end)');
  engine.announceEnd();
  expect(output.map(({ body }) => body)).toEqual(['unloading', 'closing']);
});

test('settings last as long as the Studio', () => {
  const { run, output } = useEngine();
  run('print(plugin:GetSetting("Key")) plugin:SetSetting("Key", { list = { 1, 2 } })');
  run('print(plugin:GetSetting("Key").list[2], plugin:GetSetting("Other"))');
  expect(output.map(({ body }) => body)).toEqual(['nil', '2 nil']);
});

test('toolbars, buttons and windows are there, though nobody sees them', () => {
  const { run, output } = useEngine();
  run(`
    local toolbar = plugin:CreateToolbar("Tools")
    local button = toolbar:CreateButton("Button", "Tooltip", "rbxassetid://1", "Text")
    button:SetActive(true)
    button.Click:Connect(function() end)
    local info = DockWidgetPluginGuiInfo.new(Enum.InitialDockState.Float, true, false, 300, 200)
    local widget = plugin:CreateDockWidgetPluginGuiAsync("Widget", info)
    Instance.new("TextLabel").Parent = widget
    print(toolbar.Name, button.ClassName, button.Icon, widget.Enabled, #widget:GetChildren())
    print(pcall(plugin.CreateDockWidgetPluginGuiAsync, plugin, "Widget", info))`);
  expect(output.map(({ body }) => body)).toEqual([
    'Tools PluginToolbarButton rbxassetid://1 true 1',
    'false Plugin Gui already created with id Widget',
  ]);
});

test('handlers can run at once, as in old places', () => {
  const { run, output } = useEngine({ signals: 'immediate' });
  run(`
    local bindable = Instance.new("BindableEvent")
    bindable.Event:Connect(function(value) print("handler", value) end)
    bindable.Event:Once(function() print("once") end)
    bindable:Fire(1)
    print("after")
    bindable:Fire(2)`);
  expect(output.map(({ body }) => body)).toEqual(['handler 1', 'once', 'after', 'handler 2']);
});

test('immediate handlers share the time of who fired', () => {
  const { run, output } = useEngine({ signals: 'immediate', scriptTimeLimitMs: 50 });
  run(`
    local bindable = Instance.new("BindableEvent")
    bindable.Event:Connect(function() end)
    while true do bindable:Fire() end`);
  expect(output[0]?.body).toMatch(/^\w+:\d+: Script timeout: exhausted allowed execution time$/);
});

test('immediate handlers that fire their own event are stopped', () => {
  const { run, output } = useEngine({ signals: 'immediate' });
  run(`
    local bindable, count = Instance.new("BindableEvent"), 0
    local function again() count += 1 bindable:Fire() end
    bindable.Event:Connect(again)
    bindable:Fire()
    print(count)`);
  expect(output.map(({ body }) => body)).toEqual([
    'Maximum event re-entrancy depth exceeded for BindableEvent.Event when calling again on line 3 in Test',
    '80',
  ]);
});

test('scripts count time from the beginning of their DataModel', () => {
  const { run, output } = useEngine();
  run('print(time() < 60, elapsedTime() < 60, os.clock() < 60)');
  expect(output[0]?.body).toBe('true true true');
});

test('plugins have actions, once each', async () => {
  const { run, lineAsync } = useEngine();
  run(`
    local action = plugin:CreatePluginAction("id", "Text", "Tip")
    print("action", action.ActionId, action.Text, action.StatusTip, action.AllowBinding, typeof(action.Triggered))
    print(pcall(function() plugin:CreatePluginAction("id", "Text", "Tip") end))
    print("locale", game:GetService("StudioService").StudioLocaleId)`);
  await expect(lineAsync('action ')).resolves.toBe('action id Text Tip true RBXScriptSignal');
  await expect(lineAsync('false')).resolves.toContain('Plugin Action already created with id id');
  await expect(lineAsync('locale')).resolves.toBe('locale en_US');
});
