// What few commands need and much stands behind: tests, Open Cloud, places. The built program keeps it in a file of its
// own, so that no other command has to read it.
export { createCloudAccess } from './cloud-access.js';
export { createTestAccess } from './test-access.js';

export const loadPlacesAsync = () => import('../emulator/places/index.js');
