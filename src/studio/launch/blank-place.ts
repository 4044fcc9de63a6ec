// The place for a Studio that was given none: without a place Studio shows its start page, where no plugin runs.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeLaunchFolder } from './launch-records.js';

const STRING_TYPE = 2;

/** A baseplate and a spawn, and in the attributes of Workspace that this tool made it. */
const BLANK = `<roblox version="4">
	<Item class="Workspace" referent="W"><Properties><string name="Name">Workspace</string><BinaryString name="AttributesSerialize">${attributes({ StudioBridgeOrigin: 'managed' })}</BinaryString></Properties>
		<Item class="Part" referent="B"><Properties><string name="Name">Baseplate</string><bool name="Anchored">true</bool><bool name="Locked">true</bool><CoordinateFrame name="CFrame"><X>0</X><Y>-8</Y><Z>0</Z><R00>1</R00><R01>0</R01><R02>0</R02><R10>0</R10><R11>1</R11><R12>0</R12><R20>0</R20><R21>0</R21><R22>1</R22></CoordinateFrame><Color3uint8 name="Color3uint8">4284177243</Color3uint8><Vector3 name="size"><X>2048</X><Y>16</Y><Z>2048</Z></Vector3></Properties></Item>
		<Item class="SpawnLocation" referent="S"><Properties><string name="Name">SpawnLocation</string><bool name="Anchored">true</bool><CoordinateFrame name="CFrame"><X>0</X><Y>0.5</Y><Z>0</Z><R00>1</R00><R01>0</R01><R02>0</R02><R10>0</R10><R11>1</R11><R12>0</R12><R20>0</R20><R21>0</R21><R22>1</R22></CoordinateFrame><Vector3 name="size"><X>12</X><Y>1</Y><Z>12</Z></Vector3></Properties></Item>
	</Item>
</roblox>
`;

/** Writes it for one launch; gives its path. */
export function writeBlankPlace(stateFolder: string, id: string): string {
  const path = join(makeLaunchFolder(stateFolder), `Baseplate-${id}.rbxlx`);
  writeFileSync(path, BLANK, { mode: 0o600 });
  return path;
}

/** As Studio keeps them: their number, then name, type and text of each, with lengths before texts. */
function attributes(texts: Readonly<Record<string, string>>): string {
  const lengthOf = (length: number) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(length);
    return bytes;
  };
  const text = (value: string) => [lengthOf(Buffer.byteLength(value)), Buffer.from(value)];
  const entries = Object.entries(texts);
  return Buffer.concat([
    lengthOf(entries.length),
    ...entries.flatMap(([name, value]) => [...text(name), Buffer.from([STRING_TYPE]), ...text(value)]),
  ]).toString('base64');
}
