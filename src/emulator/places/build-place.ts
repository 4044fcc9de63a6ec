// The place file that a source stands for: what Open Cloud takes, and every Studio opens.
import type { Place } from './place.js';
import { openPlaceFile, writePlace } from './place-file.js';
import { isProject, openProject } from './project/project.js';
import { fromText, ValueType } from './value-type.js';

/**
 * A place of a Rojo project or of a place file as the bytes of a `.rbxl`. What is in a model is put into Workspace, where
 * Studio puts it too.
 *
 * @throws BridgeError PLACE_NOT_READABLE, which says why.
 */
export function buildPlaceFile(source: string): Uint8Array {
  const { kind, place } = isProject(source) ? openProject(source) : opened(source);
  if (kind === 'model') putInto('Workspace', place);
  return writePlace(place, { kind: 'place', isXml: false });
}

function opened(source: string) {
  const file = openPlaceFile(source);
  return { kind: file.kind, place: file.readPlace() };
}

/** Puts everything at the roots into a service. */
function putInto(service: string, place: Place): void {
  const roots = place.order.filter((instance) => (place.parents[instance] ?? -1) < 0);
  const parent = place.add(service, -1, true);
  place.set(parent, 'Name', ValueType.String, fromText(service));
  for (const root of roots) place.parents[root] = parent;
}
