// The table of what the plugin uses of Roblox is held to its sources in both directions.
import { expect, test } from 'vitest';
import { verifies } from '../tests/support/verifies.js';
import { pluginMembersText } from './gen-plugin-members.js';

const SOURCE = `--!strict
local RunService = game:GetService("RunService")
local Own = {}
-- RunService.Commented
function Own.Call(): string
	return RunService:IsEdit() and "a.Quoted" or Own.Call()
end
return Own
`;
const member = (name: string) => ({ member: name, without: 'It is done in another way.' });
const BOTH = [member('DataModel.GetService'), member('RunService.IsEdit')];

verifies('plugin.members-table', 'each member has its documentation and what happens without it', () => {
  const text = pluginMembersText({ 'plugin/src/Net/Own.luau': SOURCE }, BOTH);
  expect(text).toContain(
    '| `RunService.IsEdit` | [documentation](https://create.roblox.com/docs/reference/engine/classes/RunService#IsEdit) | It is done in another way. |',
  );
});

test('a member that nobody has thought about, and one that is not used any more, are refused', () => {
  const sources = { 'plugin/src/Net/Own.luau': SOURCE };
  expect(() => pluginMembersText(sources, [member('DataModel.GetService')])).toThrow(
    'Say in scripts/plugin-members.ts what happens without:\n  IsEdit in plugin/src/Net/Own.luau',
  );
  expect(() => pluginMembersText(sources, [...BOTH, member('RunService.Gone')])).toThrow(
    'remove them from scripts/plugin-members.ts: RunService.Gone',
  );
});

test('what only single requests use is no exception', () => {
  const sources = {
    'plugin/src/Net/Own.luau': SOURCE,
    'src/command/a/b.luau':
      'return workspace.CurrentCamera.CFrame.Position, Enum.Font.Arial, Enum.Font:GetEnumItems()',
  };
  const further = ['Workspace.CurrentCamera', 'Camera.CFrame', 'CFrame.Position', 'Enum.GetEnumItems'];
  expect(() => pluginMembersText(sources, BOTH)).toThrow('CFrame in src/command/a/b.luau');
  expect(pluginMembersText(sources, [...BOTH, ...further.map(member)])).toContain(
    'datatypes/CFrame#Position',
  );
});
