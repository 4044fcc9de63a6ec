// The way from the worker to what it runs. The build puts load-built-studio-thread.ts in its place.

export const loadStudioThread = () => import('./threads.js');
