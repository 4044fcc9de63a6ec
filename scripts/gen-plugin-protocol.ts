// plugin/src/Generated/Protocol.luau from the schemas of the wire, so that both ends agree on numbers, on message
// types and on which fields a payload must have.
import * as z from 'zod/mini';
import {
  DEFAULT_PORT,
  FALLBACK_PORTS,
  HEALTH_PATH,
  HEARTBEAT_INTERVAL_MS,
  MAX_FRAME_BYTES,
  PLUGIN_PATH,
  PROTOCOL_VERSION,
} from '../src/protocol/limits.js';
import { PLUGIN_MESSAGES, SERVER_MESSAGES } from '../src/protocol/message-catalog.js';
import { CAPABILITIES } from '../src/protocol/session-info.js';
import { PACKAGE_VERSION } from '../src/support/version.js';
import type { GeneratedFile } from './generated-file.js';

const HEADER = `--!strict
-- Generated from src/protocol by npm run gen. Do not edit.
-- What plugin and host have to agree on: numbers, message types and the fields of their payloads.
-- A field's kind is a Luau type, with [] for a list of it and ? where it may be missing; "any" is not looked at.
export type MessageShape = { requestId: string, payload: { [string]: string } }
`;

export function generatePluginProtocol(): GeneratedFile {
  const text = `${HEADER}
local Protocol = {
	PROTOCOL_VERSION = ${PROTOCOL_VERSION},
	PLUGIN_VERSION = ${JSON.stringify(PACKAGE_VERSION)},
	DEFAULT_PORT = ${DEFAULT_PORT},
	FALLBACK_PORTS = { ${FALLBACK_PORTS.join(', ')} },
	HEALTH_PATH = ${JSON.stringify(HEALTH_PATH)},
	PLUGIN_PATH = ${JSON.stringify(PLUGIN_PATH)},
	MAX_FRAME_BYTES = ${MAX_FRAME_BYTES},
	HEARTBEAT_INTERVAL_MS = ${HEARTBEAT_INTERVAL_MS},
	CAPABILITIES = {
${CAPABILITIES.map((capability) => `\t\t${JSON.stringify(capability)},`).join('\n')}
	},
	-- What a plugin sends; coming from a host it is not a request.
	PLUGIN_MESSAGES = {
${Object.keys(PLUGIN_MESSAGES)
  .map((type) => `\t\t${type} = true,`)
  .join('\n')}
	} :: { [string]: true },
	SERVER_MESSAGES = {
${Object.entries(SERVER_MESSAGES)
  .map(([type, entry]) => shapeText(type, entry.requestId, entry.payload))
  .join('\n')}
	} :: { [string]: MessageShape },
}

return Protocol
`;
  return { path: 'plugin/src/Generated/Protocol.luau', text };
}

function shapeText(type: string, requestId: string, payload: z.core.$ZodType): string {
  const fields = Object.entries(shapeOf(payload)).map(
    ([name, schema]) => `${name} = ${JSON.stringify(kindOf(schema))}`,
  );
  const payloadText = fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
  const oneLine = `\t\t${type} = { requestId = ${JSON.stringify(requestId)}, payload = ${payloadText} },`;
  if (oneLine.length <= 100) return oneLine;
  return [
    `\t\t${type} = {`,
    `\t\t\trequestId = ${JSON.stringify(requestId)},`,
    `\t\t\tpayload = {`,
    ...fields.map((field) => `\t\t\t\t${field},`),
    '\t\t\t},',
    '\t\t},',
  ].join('\n');
}

/** The fields of a payload; `wireObject` puts a transform in front of the object. */
function shapeOf(schema: z.core.$ZodType): z.core.$ZodShape {
  if (schema instanceof z.core.$ZodPipe) return shapeOf(schema._zod.def.out);
  if (schema instanceof z.core.$ZodObject) return schema._zod.def.shape;
  throw new Error(`a payload must be an object, not ${schema._zod.def.type}`);
}

function kindOf(schema: z.core.$ZodType): string {
  if (schema instanceof z.core.$ZodOptional) return `${kindOf(schema._zod.def.innerType)}?`;
  if (schema instanceof z.core.$ZodArray) return `${kindOf(schema._zod.def.element)}[]`;
  if (schema instanceof z.core.$ZodString || schema instanceof z.core.$ZodEnum) return 'string';
  if (schema instanceof z.core.$ZodNumber) return 'number';
  if (schema instanceof z.core.$ZodBoolean) return 'boolean';
  if (schema instanceof z.core.$ZodUnknown) return 'any';
  throw new Error(`the plugin cannot check a field of type ${schema._zod.def.type}`);
}
