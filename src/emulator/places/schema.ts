// Which properties of a class are written to files, and which services a place has.
import type { SchemaOf } from '../engine/place-schema.js';
import { BEHIND_METHODS, defaultsOf, nameForScripts, scriptProperty, twinOf } from './class-data.js';
import { SAVED_SERVICES } from './services.js';
import { ValueType } from './value-type.js';

/** Written in their own ways. */
const NOT_LISTED = new Set(['Source', 'Tags', 'Attributes']);

/** Scripts do not see it, but a new place has another value than files that say nothing. */
const OF_NEW_PLACES = 'Workspace.SignalBehavior';

export const schemaOf: SchemaOf = (className) => {
  const lines = [`Name\t${ValueType.String}`];
  const columns = defaultsOf(className);
  for (const { name, type } of columns.values()) {
    const forScripts = nameForScripts(className, name);
    if (NOT_LISTED.has(forScripts) || !isKept(className, forScripts)) continue;
    lines.push(`${forScripts}\t${type}`);
    const twin = twinOf(className, forScripts);
    if (type === ValueType.Content && twin !== undefined && !columns.has(twin)) {
      lines.push(`${twin}\t${ValueType.String}`);
    }
  }
  return { text: lines.join('\n'), isInPlaces: SAVED_SERVICES.has(className) };
};

function isKept(className: string, name: string): boolean {
  const access = scriptProperty(className, name)?.access;
  const path = `${className}.${name}`;
  return access === 'w' || access === 'r' || BEHIND_METHODS.has(path) || path === OF_NEW_PLACES;
}
