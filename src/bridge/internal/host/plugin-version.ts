// The oldest plugin that this build recommends. Raised only when something that a command needs changes.

export const MINIMUM_PLUGIN_VERSION = '0.1.0';

/** A version that cannot be read counts as outdated: no plugin of this project sends one. */
export function isOutdatedPlugin(version: string, minimum = MINIMUM_PLUGIN_VERSION): boolean {
  const theirs = parse(version);
  const ours = parse(minimum);
  if (!theirs || !ours) return true;
  for (const [index, part] of ours.entries()) {
    const other = theirs[index] ?? 0;
    if (other !== part) return other < part;
  }
  return false;
}

export function outdatedPluginWarning(version: string): string {
  const shown = version || 'unknown';
  return (
    `Plugin version ${shown} is older than recommended minimum ${MINIMUM_PLUGIN_VERSION}. ` +
    "Some features may not work. Run 'studio-bridge plugin install' to update."
  );
}

function parse(version: string): number[] | undefined {
  const match = /^v?(\d+)\.(\d+)\.(\d+)/.exec(version);
  return match?.slice(1).map(Number);
}
