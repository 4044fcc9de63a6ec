import { expect, test } from 'vitest';
import { phaseNotices } from './phase-notices.js';

test('an upload is told in quarters, and each phase once', () => {
  const lines: string[] = [];
  const tell = phaseNotices((line) => lines.push(line));
  for (let sentBytes = 0; sentBytes <= 8_000_000; sentBytes += 500_000) {
    tell({ phase: 'uploading', sentBytes, totalBytes: 8_000_000 });
  }
  tell({ phase: 'scheduling' });
  tell({ phase: 'executing' });
  tell({ phase: 'executing' });
  expect(lines).toEqual([
    'Uploading the place (8.0 MB): 0 %.',
    'Uploading the place (8.0 MB): 25 %.',
    'Uploading the place (8.0 MB): 50 %.',
    'Uploading the place (8.0 MB): 75 %.',
    'Uploading the place (8.0 MB): 100 %.',
    'Waiting for a server.',
    'The server has the tests.',
  ]);
});

test('a small place takes one line', () => {
  const lines: string[] = [];
  const tell = phaseNotices((line) => lines.push(line));
  tell({ phase: 'uploading', sentBytes: 0, totalBytes: 1200 });
  tell({ phase: 'uploading', sentBytes: 1200, totalBytes: 1200 });
  expect(lines).toEqual(['Uploading the place (2 KB).']);
});
