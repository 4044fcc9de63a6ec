// What few commands need, as the built program has it: in a file of its own, for a process that ends soon.
import './short-run.js';

export * from '../app/late-parts.js';
