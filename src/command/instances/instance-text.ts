// Instances as text: a tree that is indented, each with what was asked about it.
import { shownName } from '../../support/shown-text.js';
import { formatValue } from '../text/value-text.js';
import type { DataModelInstance } from './tree.js';

const VALUE_LENGTH = 200;

export function instanceText(root: DataModelInstance, shows: { properties: boolean }): string {
  const lines: string[] = [];
  const visit = (instance: DataModelInstance, indent: string) => {
    lines.push(`${indent}${headline(instance, indent === '' ? instance.path : instance.name)}`);
    for (const [name, value] of shows.properties ? sorted(instance.properties) : []) {
      lines.push(`${indent}    ${shownName(name)} = ${shorten(formatValue(value))}`);
    }
    for (const [name, value] of sorted(instance.attributes)) {
      lines.push(`${indent}    @${shownName(name)} = ${shorten(formatValue(value))}`);
    }
    if (instance.tags && instance.tags.length > 0)
      lines.push(`${indent}    #${instance.tags.map(shownName).join(' #')}`);
    for (const child of instance.children ?? []) visit(child, `${indent}  `);
  };
  visit(root, '');
  return lines.join('\n');
}

function headline({ className, childCount, children, isStub }: DataModelInstance, label: string): string {
  const hidden = childCount - (children?.length ?? 0);
  const more = hidden > 0 ? ` (${children?.length ? `${hidden} more` : hidden} inside)` : '';
  return `${shownName(label) || '""'}  ${className}${isStub ? ' (see the page before)' : more}`;
}

function sorted<Value>(record: Readonly<Record<string, Value>>): [string, Value][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}

function shorten(text: string): string {
  const line = shownName(text);
  return line.length > VALUE_LENGTH ? `${line.slice(0, VALUE_LENGTH)}… (${line.length} characters)` : line;
}
