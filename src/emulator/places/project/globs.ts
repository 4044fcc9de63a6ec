// Globs as Rojo reads them (those of ripgrep, with their defaults): `*` and `?` also match `/`, so that `*.spec.luau`
// is every spec, however deep.

/** Of a path with `/`, relative to where the pattern was written. */
export function globMatcher(pattern: string): (path: string) => boolean {
  const expression = new RegExp(`^${translate(pattern)}$`, 's');
  return (path) => expression.test(path);
}

const PARTS = /\\(.)|\[(!|\^)?(\]?[^\]]*)\]|(?<=^|\/)\*\*\/|\/\*\*\/|\/\*\*$|^\*\*$|\*+|[?{},]|[\s\S]/g;

function translate(pattern: string): string {
  let depth = 0;
  return pattern.replace(PARTS, (part, escaped?: string, negation?: string, set?: string) => {
    if (escaped !== undefined) return literal(escaped);
    if (set !== undefined) return `[${negation ? '^' : ''}${set.replace(/[\\\]^]/g, '\\$&')}]`;
    switch (part) {
      case '**':
      case '*':
        return '.*';
      case '**/':
        return '(?:.*/)?';
      case '/**/':
        return '/(?:.*/)?';
      case '/**':
        return '/.*';
      case '?':
        return '.';
      case '{':
        depth += 1;
        return '(?:';
      case '}':
        if (depth === 0) return '\\}';
        depth -= 1;
        return ')';
      case ',':
        return depth > 0 ? '|' : ',';
      default:
        return part.startsWith('*') ? '.*' : literal(part);
    }
  });
}

const literal = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
