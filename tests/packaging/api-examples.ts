// The programs in docs/api.md, and what the page says that they print.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../scripts/bundling.js';
import { codeBlocks } from '../support/markdown.js';

interface Example {
  /** `follow` of `follow.ts`. */
  readonly name: string;
  readonly text: string;
  readonly output: string;
}

export function readExamples(): Example[] {
  const blocks = codeBlocks(readFileSync(join(ROOT, 'docs', 'api.md'), 'utf8'));
  return blocks.flatMap(({ attributes: { title }, text }, at) => {
    if (title === undefined) return [];
    const next = blocks[at + 1];
    return [{ name: title.replace(/\.ts$/, ''), text, output: next?.language === 'text' ? next.text : '' }];
  });
}
