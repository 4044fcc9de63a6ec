// Whether this process runs in a container whose user may have Studio, and a host, outside of it.
import { existsSync } from 'node:fs';

export interface Environment {
  readonly variables: Readonly<Record<string, string | undefined>>;
  fileExists(path: string): boolean;
}

const CONTAINER_VARIABLES = ['REMOTE_CONTAINERS', 'CODESPACES', 'CONTAINER'];
const CONTAINER_FILE = '/.dockerenv';

export const processEnvironment: Environment = { variables: process.env, fileExists: existsSync };

export function isDevcontainer(environment: Environment = processEnvironment): boolean {
  return (
    CONTAINER_VARIABLES.some((name) => Boolean(environment.variables[name])) ||
    environment.fileExists(CONTAINER_FILE)
  );
}

/** Where a host outside of the container is forwarded to. */
export function getDefaultRemoteHost(port: number, environment?: Environment): string | null {
  return isDevcontainer(environment) ? `localhost:${port}` : null;
}
