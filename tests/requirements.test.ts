// The gate between what the project must do and what its tests prove.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { need, planned, type Requirement } from './requirements/need.js';
import { REQUIREMENTS } from './requirements.js';
import { citationsIn, problemsOf, readCitations } from './support/citations.js';
import { verifies } from './support/verifies.js';

const entries: [string, Requirement][] = Object.entries(REQUIREMENTS);

describe('requirements', () => {
  test('every one has a source and one sentence', () => {
    for (const [id, { source, behavior }] of entries) {
      expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*\.[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(source, id).not.toBe('');
      expect(behavior, id).toMatch(/\.$/);
    }
  });

  test('every one is proved by a test, and every citation is of one', ({ annotate }) => {
    const open = entries.filter(([, entry]) => entry.planned).length;
    annotate(`${entries.length - open} requirements are due, ${open} are planned`);
    expect(problemsOf(REQUIREMENTS, readCitations(join(import.meta.dirname, '..')))).toEqual([]);
  });

  verifies(
    'toolchain.requirements',
    'the gate names what has no test, what is unknown and what is early',
    () => {
      const requirements = {
        'a.met': need('x', 'A.'),
        'a.bare': need('x', 'B.'),
        'a.late': planned('x', 'C.'),
      };
      // Not written as a call here, so that the gate does not take it for one of its own.
      const call = (ids: string) => `${'verifies'}(${ids}, 'name', run);`;
      const citations = citationsIn('x.test.ts', call("['a.met', 'a.late']") + call("'a.typo'"));
      expect(problemsOf(requirements, citations)).toEqual([
        'a.bare: no test cites it. (B.)',
        'x.test.ts cites a.late, which is still marked as planned: make it a need().',
        'x.test.ts cites a.typo, which is not in tests/requirements/.',
      ]);
    },
  );

  test('Luau specs cite in a comment', () => {
    expect(citationsIn('x.spec.luau', '-- verifies a.one, b.two\nlocal x = 1')).toEqual([
      { id: 'a.one', file: 'x.spec.luau' },
      { id: 'b.two', file: 'x.spec.luau' },
    ]);
  });
});
