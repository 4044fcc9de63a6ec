// Keeps web pages out. A page can make a browser connect to loopback, also under a name of its own that it
// rebinds; but then the browser says so, in `Origin` or in `Host`.
import type { IncomingHttpHeaders } from 'node:http';

const LOOPBACK_NAMES: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

export interface GuardRules {
  readonly allowedHosts: readonly string[];
  readonly allowedOrigins: readonly string[];
}

/** Why a request is refused; `undefined` if it is not. */
export function refusalOf(headers: IncomingHttpHeaders, rules: GuardRules): string | undefined {
  const name = hostName(headers.host);
  if (name === undefined) return 'the request names no host';
  if (!LOOPBACK_NAMES.has(name) && !rules.allowedHosts.some((allowed) => allowed.toLowerCase() === name)) {
    return `the host name ${name} is not allowed`;
  }
  const { origin } = headers;
  if (origin !== undefined && !rules.allowedOrigins.includes(origin)) {
    return `the origin ${origin} is not allowed`;
  }
  return undefined;
}

/** Without its port, in lower case. */
function hostName(header: string | undefined): string | undefined {
  const match = /^(\[[0-9a-f:.]+\]|[^:/?#@\s]+)(?::\d{1,5})?$/i.exec(header ?? '');
  return match?.[1]?.toLowerCase();
}
