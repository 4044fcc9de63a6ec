// The plugin for one run of a Studio that was started for it: as a script that Studio runs by itself, or as a file in the
// plugins folder. Both serve that Studio alone, and go with their host.
import { type ScriptTree, scriptTreeOf } from '../../support/script-tree.js';
import { type BakedSettings, installedPlugin } from './installed-plugin.js';
import type { PluginFile } from './plugin-installer.js';
import { renderPluginModel } from './plugin-model-file.js';

export interface RunPlugin {
  /** What marks the place, and the id by which its session is known. */
  readonly run: string;
  readonly port: number;
  readonly pairing: BakedSettings['pairing'];
}

/** Of the place's Workspace; the plugin reads it. */
export const RUN_ATTRIBUTE = 'StudioBridgeRun';

/** What the attribute says: whose place it is, and since when. */
export function runMark(run: string, wallTimeMs: number): string {
  return `${run} ${Math.floor(wallTimeMs / 1000)}`;
}

/** A name of its own, so that runs do not disturb each other. */
export function runPluginFile(plugin: RunPlugin): PluginFile {
  return { fileName: `StudioBridge-${plugin.run}.rbxmx`, text: renderPluginModel(treeOf(plugin)) };
}

/** For the task RunScript. It makes the modules that the plugin file holds, and starts what the plugin's script starts. */
export function runPluginScript(plugin: RunPlugin): string {
  const { name, children } = treeOf(plugin);
  const modules = children.filter(({ className }) => className !== 'Script');
  return `--!nocheck
-- Connects this Studio with the command that has started it. Written by studio-bridge, and removed by it.
local function make(parent, className, name, source, children)
	local instance = Instance.new(className)
	instance.Name = name
	if source then
		instance.Source = source
	end
	for _, child in children do
		make(instance, table.unpack(child, 1, 4))
	end
	instance.Parent = parent
	return instance
end

local root = make(nil, "Folder", ${JSON.stringify(name)}, false, {
${modules.map((module) => entryOf(module, 1)).join('')}})
local capture = require(root.Output.LogCapture).start()
-- What a plugin is given by Studio.
local unloading = Instance.new("BindableEvent")
local standIn = { Name = ${JSON.stringify(name)}, Unloading = unloading.Event }
function standIn.GetSetting()
	return nil
end
function standIn.SetSetting() end
require(root.Studio.Identity).whenMeant(function()
	require(root.BridgePlugin).start(standIn, capture)
end)
`;
}

function treeOf({ run, port, pairing }: RunPlugin): ScriptTree {
  const { name, files } = installedPlugin({ run, isEphemeral: true, ports: [port], pairing });
  return scriptTreeOf(name, files);
}

function entryOf({ className, name, source, children }: ScriptTree, depth: number): string {
  const indent = '\t'.repeat(depth);
  const text = source === undefined ? 'false' : longString(source);
  const below = children.map((child) => entryOf(child, depth + 1)).join('');
  const list = below === '' ? '{}' : `{\n${below}${indent}}`;
  return `${indent}{ ${JSON.stringify(className)}, ${JSON.stringify(name)}, ${text}, ${list} },\n`;
}

/** Between brackets that are not in the text; the line break after the first is none of it. */
function longString(text: string): string {
  let level = '';
  while (text.includes(`]${level}]`) || text.endsWith(`]${level}`)) level += '=';
  return `[${level}[\n${text}]${level}]`;
}
