// Filters of sorted maps: comparisons of an item's id or sort key with `<` and `>`, joined by `&&`, as the service takes
// them.
import { CloudRefusal } from './cloud-error.js';
import type { MapItem, SortKey } from './memory-stores.js';

const COMPARISON = /^\s*(id|sortKey)\s*([<>])\s*(?:"((?:[^"\\]|\\.)*)"|(-?\d+(?:\.\d+)?))\s*$/;

/** @throws CloudRefusal 400 for anything else. */
export function mapFilter(filter: string): (item: MapItem) => boolean {
  if (filter.trim() === '') return () => true;
  const tests = filter.split('&&').map((part) => {
    const [, field, sign, text, number] = COMPARISON.exec(part) ?? [];
    if (field === undefined) {
      throw new CloudRefusal(400, `The filter ${part.trim()} is none of id or sortKey, < or >, and a value.`);
    }
    const bound: SortKey = text === undefined ? Number(number) : text.replaceAll(/\\(.)/g, '$1');
    return (item: MapItem) => {
      const value: SortKey = field === 'id' ? item.id : item.sortKey;
      if (typeof value !== typeof bound || value === undefined) return false;
      return sign === '<' ? value < bound : value > bound;
    };
  });
  return (item) => tests.every((test) => test(item));
}
