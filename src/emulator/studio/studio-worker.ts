// The file that a worker thread is started with. What it runs is loaded from here, so that the build can keep its
// compiled code from one run to the next.
import { loadStudioThread } from './load-studio-thread.js';

void loadStudioThread();
