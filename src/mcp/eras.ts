// How the two eras of the protocol are told apart, for what is answered without the SDK.
import { isObject } from '../support/json-object.js';
import { SERVER_INFO } from './server-identity.js';

/** Of the older era, newest first. Another one is for the SDK to refuse. */
export const KNOWN_VERSIONS = ['2025-11-25', '2025-06-18', '2025-03-26'];
export const MODERN_VERSION = '2026-07-28';
const META = 'io.modelcontextprotocol/';

/** What every result of the newer era has besides. */
export const COMPLETE = { resultType: 'complete', _meta: { [`${META}serverInfo`]: SERVER_INFO } };

/** One that is just as it should be. */
export function hasModernEnvelope({ _meta }: Record<string, unknown>): boolean {
  if (!isObject(_meta) || _meta[`${META}protocolVersion`] !== MODERN_VERSION) return false;
  const clientInfo = _meta[`${META}clientInfo`];
  return isObject(_meta[`${META}clientCapabilities`]) && (clientInfo === undefined || isObject(clientInfo));
}

/** Something of the newer era, in whatever form. */
export function isOfModernEra(meta: Record<string, unknown>): boolean {
  return Object.keys(meta).some((key) => key.startsWith(META));
}

/** A call of the newer era that asks for log messages. */
export function wantsLog(meta: Record<string, unknown>): boolean {
  return meta[`${META}logLevel`] !== undefined;
}
