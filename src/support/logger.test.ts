import { expect, test } from 'vitest';
import { createLogger } from './logger.js';

test('a logger passes on its level and the more severe ones', () => {
  const seen: string[] = [];
  const logger = createLogger('warn', (level, message) => seen.push(`${level} ${message}`));
  logger.error('1');
  logger.warn('2');
  logger.info('3');
  logger.debug('4');
  expect(seen).toEqual(['error 1', 'warn 2']);
});
