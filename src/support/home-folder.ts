// The user's home folder, which not every user has: services and containers run as numbers without one.
import { homedir } from 'node:os';

export function homeFolder(): string | undefined {
  try {
    return homedir() || undefined;
  } catch {
    return undefined;
  }
}
