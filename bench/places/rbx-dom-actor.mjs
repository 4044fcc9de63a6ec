// The floor of opening a place: what rbx-dom takes only to read the same file, in a process of its own.
import { readFileSync } from 'node:fs';
import { readBinary } from 'rbx-dom';
import { peakBytes } from './peak-memory.mjs';

const startedAt = performance.now();
const { instanceCount } = readBinary(readFileSync(process.argv[2] ?? ''));
const ms = performance.now() - startedAt;
console.log(JSON.stringify({ ms, instanceCount, peakBytes: peakBytes() }));
