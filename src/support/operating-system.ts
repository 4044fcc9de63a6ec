// The one place that asks which operating system this is. What differs by system takes the answer as an argument, so
// that tests can give another one; what belongs to Studio has a file for each system in src/studio.

export function operatingSystem(): NodeJS.Platform {
  return process.platform;
}

/** Windows has no mode that keeps other users from a file: there the user's own folder does. */
export function hasFileModes(platform: NodeJS.Platform = operatingSystem()): boolean {
  return platform !== 'win32';
}
