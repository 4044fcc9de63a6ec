// A place for one use: what a file holds, or nothing, with some attributes of its Workspace added.
import { saveFile } from '../../support/save-file.js';
import { type Attribute, readAttributes, writeAttributes } from './attributes.js';
import { Place } from './place.js';
import { unwritable } from './place-error.js';
import { type OpenedFile, openPlaceFile, writePlace } from './place-file.js';
import { isProject, openProject } from './project/project.js';
import { byte, fromText, ValueType } from './value-type.js';

export interface MarkedPlace {
  /** A place, a model or a Rojo project; without one the place is empty. */
  readonly source: string | undefined;
  readonly attributes: Readonly<Record<string, string>>;
}

const ATTRIBUTES = 'AttributesSerialize';

/**
 * `locate` is given what the place is to be called, with the ending of its format, and says where it goes.
 *
 * @throws BridgeError PLACE_NOT_READABLE, FILE_NOT_WRITABLE
 */
export function writeMarkedPlace(
  { source, attributes }: MarkedPlace,
  locate: (fileName: string) => string,
): string {
  const opened = source === undefined ? undefined : open(source);
  const place = opened?.readPlace() ?? emptyPlace();
  const workspace = findWorkspace(place, opened?.kind === 'model');
  const { values, rest } = readAttributes(place.get(workspace, ATTRIBUTES) ?? '');
  const added = Object.entries(attributes).map(([name, value]): [string, Attribute] => [
    name,
    { type: ValueType.String, value: fromText(value) },
  ]);
  const all = new Map([...values, ...added]);
  place.set(
    workspace,
    ATTRIBUTES,
    ValueType.String,
    writeAttributes({ values: all, ...(rest ? { rest } : {}) }),
  );
  const isXml = source?.toLowerCase().endsWith('x') ?? false;
  const path = locate(fileNameOf(opened?.name, isXml));
  try {
    saveFile(path, writePlace(place, { kind: 'place', isXml }));
  } catch (error) {
    throw unwritable(path, error);
  }
  return path;
}

/** As in an emulated Studio, its scripts may make requests. */
function emptyPlace(): Place {
  const place = new Place();
  place.set(place.add('HttpService', -1, true), 'HttpEnabled', ValueType.Bool, byte(1));
  return place;
}

function open(source: string): Pick<OpenedFile, 'name' | 'kind' | 'readPlace'> {
  if (!isProject(source)) return openPlaceFile(source);
  const { name, kind, place } = openProject(source);
  return { name, kind, readPlace: () => place };
}

/** What a model holds comes to be in Workspace, as where Studio inserts it. */
function findWorkspace(place: Place, isModel: boolean): number {
  const present = place.classOf.findIndex(
    ({ name }, instance) => name === 'Workspace' && place.parents[instance] === -1,
  );
  if (present >= 0 && !isModel) return present;
  const roots = isModel ? place.order.filter((instance) => place.parents[instance] === -1) : [];
  const workspace = place.add('Workspace', -1, true);
  place.set(workspace, 'Name', ValueType.String, 'Workspace');
  for (const root of roots) place.parents[root] = workspace;
  return workspace;
}

/** Of a place, whatever it was made from. */
function fileNameOf(name: string | undefined, isXml: boolean): string {
  return `${(name ?? 'Place1').replace(/\.(rbxlx?|rbxmx?)$/i, '')}${isXml ? '.rbxlx' : '.rbxl'}`;
}
