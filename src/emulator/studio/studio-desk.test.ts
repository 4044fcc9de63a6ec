// Plugins' buttons and windows in an emulated Studio, reached as by a mouse.
import { expect, onTestFinished, test, vi } from 'vitest';
import { startEmulatedStudioAsync } from './start-emulated-studio.js';

const PLUGIN = `
local toolbar = plugin:CreateToolbar("Tools")
local first = toolbar:CreateButton("first", "The first", "", "Build")
local second = toolbar:CreateButton("second", "The second", "", "Build all")
toolbar:CreateButton("third", "The third", "").Enabled = false
local info = DockWidgetPluginGuiInfo.new(Enum.InitialDockState.Float, true, true, 200, 100, 0, 0)
local window = plugin:CreateDockWidgetPluginGuiAsync("window", info)
window.Title = "Pieces"
local function add(name, text, position)
  local button = Instance.new("TextButton")
  button.Name, button.Text, button.Position = name, text, position
  button.Size = UDim2.fromOffset(80, 20)
  button.Activated:Connect(function() print(name, "clicked") end)
  button.MouseButton1Down:Connect(function(x, y) print(name, "down at", x, y) end)
  button.Parent = window
  return button
end
add("Below", "Hidden", UDim2.fromOffset(10, 10))
add("Above", "Shown", UDim2.fromOffset(10, 10))
add("Outside", "Far", UDim2.fromOffset(300, 10))
add("Lower", "Low", UDim2.fromOffset(10, 50)).Visible = true
first.Click:Connect(function() print("built") window.Enabled = not window.Enabled end)
second.Click:Connect(function() second:SetActive(true) error("no") end)
game:GetService("UserInputService").InputBegan:Connect(function() print("the game heard it") end)
`;

async function useDesk(play?: number) {
  const studio = await startEmulatedStudioAsync({
    ...(play === undefined ? {} : { play }),
    plugins: [{ name: 'Tools', files: { 'init.server.luau': PLUGIN } }],
  });
  onTestFinished(() => studio.terminateAsync());
  const lines: string[] = [];
  studio.onOutput(({ body }) => lines.push(body));
  return { desk: studio.desk, lines };
}

test('what there is can be seen', async () => {
  const { desk } = await useDesk();
  const { buttons, windows } = await desk.seeAsync();
  expect(buttons.map(({ text, isEnabled }) => `${text} ${isEnabled}`)).toEqual([
    'Build true',
    'Build all true',
    'third false',
  ]);
  expect(windows).toMatchObject([{ title: 'Pieces', isOpen: true, width: 200, height: 100 }]);
  expect(windows[0]?.items.map(({ text }) => text)).toEqual(['Hidden', 'Shown', 'Far', 'Low']);
});

test('a button is clicked with the mouse, which the game does not hear of', async () => {
  const { desk, lines } = await useDesk();
  await desk.clickAsync('low');
  await desk.clickAsync('Shown');
  expect(lines).toEqual(['Lower down at 50 60', 'Lower clicked', 'Above down at 50 20', 'Above clicked']);
});

test('what a mouse could not reach is refused', async () => {
  const { desk, lines } = await useDesk();
  await expect(desk.clickAsync('Hidden')).rejects.toThrow(
    'Hidden cannot be clicked: Above is in front of it.',
  );
  await expect(desk.clickAsync('Far')).rejects.toThrow('Far cannot be clicked: it is outside of its window.');
  await expect(desk.pressAsync('third')).rejects.toThrow('The button third is disabled.');
  await expect(desk.pressAsync('b')).rejects.toThrow(
    'There is more than one button in a toolbar called b. There are: Build, Build all.',
  );
  await expect(desk.pressAsync('Nothing')).rejects.toThrow(
    'There is no button in a toolbar called Nothing. There are: Build, Build all, third.',
  );
  expect(lines).toEqual([]);
});

test('a toolbar button is pressed; an error in its handler is told in the output', async () => {
  const { desk, lines } = await useDesk();
  expect((await desk.pressAsync('Build')).windows[0]?.isOpen).toBe(false);
  await expect(desk.drawAsync('Pieces')).rejects.toThrow('There is no open window.');
  expect((await desk.pressAsync('Build all')).buttons[1]?.isActive).toBe(true);
  expect(lines[0]).toBe('built');
  expect(lines[1]).toMatch(/^user_Tools\.rbxmx\.Tools:\d+: no$/);
});

test('each side of a play test has buttons and windows of its own', async () => {
  const { desk, lines } = await useDesk(2);
  const [server, second] = [desk.of('server'), desk.of('Player2')];
  await vi.waitFor(() => second.seeAsync(), { timeout: 10_000 });
  await vi.waitFor(async () => expect((await second.seeAsync()).buttons).toHaveLength(3), {
    timeout: 10_000,
  });
  expect((await server.pressAsync('Build')).windows[0]?.isOpen).toBe(false);
  expect((await second.seeAsync()).windows[0]?.isOpen).toBe(true);
  expect((await desk.seeAsync()).windows[0]?.isOpen).toBe(true);
  await second.clickAsync('Shown');
  expect(lines.filter((line) => line === 'built' || line === 'Above clicked')).toEqual([
    'built',
    'Above clicked',
  ]);
  await expect(desk.of('client').seeAsync()).rejects.toThrow(
    'There is not one side client. There are: edit, server, Player1, Player2.',
  );
});

test('without a play test there is no other side', async () => {
  const { desk } = await useDesk();
  await expect(desk.of('server').seeAsync()).rejects.toThrow('There is no play test, and so no side server.');
  expect((await desk.of('edit').seeAsync()).buttons).toHaveLength(3);
});
