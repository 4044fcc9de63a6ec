// What there is to test in a folder that no file says it of: the project that is made for tests, else the only one.
import { readdirSync } from 'node:fs';

const PROJECT_END = '.project.json';
/** In this order; what is made for tests comes before what is made for players. */
export const USUAL_PROJECTS = [
  'test.project.json',
  'tests.project.json',
  'test-place.project.json',
  'default.project.json',
];
const PLACE = /\.rbxlx?$/;

/** Names of files: one where it is clear, several where they are no more usual than each other. */
export function placesIn(folder: string): string[] {
  const files = filesOf(folder);
  const usual = USUAL_PROJECTS.find((name) => files.includes(name));
  if (usual !== undefined) return [usual];
  const projects = files.filter((name) => name.endsWith(PROJECT_END));
  return projects.length > 0 ? projects : files.filter((name) => PLACE.test(name));
}

function filesOf(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
