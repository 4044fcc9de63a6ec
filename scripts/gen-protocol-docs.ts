// docs/protocol.md: its words are written by hand, and what plugin and host must agree on is put between its markers
// from the schemas, the limits and the actions that they agree by.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AnyAction } from '../src/protocol/define-action.js';
import type { HostLimits } from '../src/protocol/limits.js';
import { ROOT } from './bundling.js';
import { findCommandFiles, findSharedActions } from './gen-commands.js';
import type { GeneratedFile } from './generated-file.js';
import { loadSourceAsync } from './load-source.js';
import { type AnySchema, schemaText } from './schema-text.js';

interface MessageEntry {
  readonly since: number;
  readonly requestId: string;
  readonly payload: AnySchema;
}

interface Sources {
  readonly plugin: Readonly<Record<string, MessageEntry>>;
  readonly host: Readonly<Record<string, MessageEntry>>;
  readonly client: Readonly<Record<string, unknown>>;
  readonly named: Readonly<Record<string, AnySchema>>;
  readonly limits: HostLimits;
  readonly modules: readonly Readonly<Record<string, unknown>>[];
}

const PAGE = 'docs/protocol.md';
const MARKER = /(<!-- generated: ([a-z-]+) -->\n)[\s\S]*?(<!-- \/generated -->)/g;

export async function generateProtocolDocsAsync(): Promise<GeneratedFile> {
  const sources = await loadAsync();
  const names = new Map(Object.entries(sources.named).map(([name, schema]) => [schema, name]));
  const parts: Readonly<Record<string, () => string>> = {
    'plugin-messages': () => messageText(sources.plugin, names),
    'host-messages': () => messageText(sources.host, names),
    'client-messages': () => clientText(sources.client, names),
    types: () => typeScript(namedTypes(sources.named, names)),
    actions: () => actionText(sources.modules, names),
    limits: () => limitText(sources.limits),
  };
  const page = readFileSync(join(ROOT, PAGE), 'utf8');
  const text = page.replace(MARKER, (_whole, begin: string, name: string, end: string) => {
    const make = parts[name];
    if (!make) throw new Error(`${PAGE} asks for ${name}, which nobody makes.`);
    return `${begin}\n${make()}\n\n${end}`;
  });
  return { path: PAGE, text };
}

function loadAsync(): Promise<Sources> {
  const files = [
    ...findCommandFiles().map((path) => `./commands/${path}.js`),
    ...findSharedActions().map((path) => `./command/${path}.js`),
    './protocol/core-actions.js',
  ];
  return loadSourceAsync<Sources>(`
    ${files.map((file, at) => `import * as module${at} from '${file}';`).join('\n')}
    import { logEntry } from './protocol/log-entry.js';
    import { pairingOffer } from './protocol/pairing.js';
    import { scriptFailure } from './protocol/execution.js';
    import { sessionContext, sessionInfo, sessionOrigin, studioState } from './protocol/session-info.js';
    import { serializedValue } from './protocol/values.js';
    export { PLUGIN_MESSAGES as plugin, SERVER_MESSAGES as host } from './protocol/message-catalog.js';
    export * as client from './protocol/client-messages.js';
    export { DEFAULT_HOST_LIMITS as limits } from './bridge/internal/host/host-options.js';
    export const named = {
      Value: serializedValue, StudioState: studioState, Context: sessionContext, Origin: sessionOrigin,
      LogEntry: logEntry, ScriptFailure: scriptFailure, PairingOffer: pairingOffer, Session: sessionInfo,
    };
    export const modules = [${files.map((_file, at) => `module${at}`).join(', ')}];
  `);
}

function messageText(messages: Sources['plugin'], names: ReadonlyMap<AnySchema, string>): string {
  const rows = Object.entries(messages).map(
    ([type, { since, requestId }]) => `| \`${type}\` | ${since} | ${requestId} |`,
  );
  const payloads = Object.entries(messages).map(
    ([type, { payload }]) => `type ${type} = ${schemaText(payload, names)};`,
  );
  return ['| type | since version | `requestId` |', '|---|--:|---|', ...rows, '', typeScript(payloads)].join(
    '\n',
  );
}

/** `clientHelloPayload` is the payload of `clientHello`. */
function clientText(exports: Sources['client'], names: ReadonlyMap<AnySchema, string>): string {
  return typeScript(
    Object.entries(exports).flatMap(([name, schema]) =>
      name.endsWith('Payload') && isSchema(schema)
        ? [`type ${name.slice(0, -'Payload'.length)} = ${schemaText(schema, names)};`]
        : [],
    ),
  );
}

function actionText(modules: Sources['modules'], names: ReadonlyMap<AnySchema, string>): string {
  const actions = modules
    .flatMap((module) => Object.values(module).filter(isAction))
    .sort((left, right) => left.request.localeCompare(right.request));
  return [
    '| request | answer | capability | time-out | changes the place |',
    '|---|---|---|--:|---|',
    ...actions.map(
      ({ request, response, capability, timeoutMs, readOnly }) =>
        `| \`${request}\` | \`${response}\` | \`${capability}\` | ${timeoutMs / 1000} s | ${readOnly ? 'no' : 'yes'} |`,
    ),
    '',
    typeScript(
      actions
        .filter(({ source }) => source !== undefined)
        .flatMap(({ request, response, payload, result }) => [
          `type ${request} = ${schemaText(payload, names)};`,
          `type ${response} = ${schemaText(result, names)};`,
        ]),
    ),
  ].join('\n');
}

function limitText(limits: HostLimits): string {
  const size = (bytes: number) => `${bytes / 1024 / 1024} MB`;
  const rows: [string, string, string][] = [
    ['frame-bytes', size(limits.maxFrameBytes), 'a frame; a longer one ends its connection'],
    [
      'register-ms',
      `${limits.handshakeTimeoutMs / 1000} s`,
      'for a plugin to register and a client to prove itself',
    ],
    ['connections', String(limits.maxConnections), 'connections of plugins and clients together'],
    ['requests', String(limits.maxRequestsPerSession), 'requests that wait for one session; more are `BUSY`'],
    [
      'queued-bytes',
      size(limits.maxQueuedBytes),
      'unread by one client, which is then dropped, or by one Studio, which then gets no more',
    ],
    ['ping-ms', `${limits.pingIntervalMs / 1000} s`, 'between the pings on each connection'],
  ];
  return [
    '| `serve --limit` | by default | what it limits |',
    '|---|--:|---|',
    ...rows.map(([name, value, about]) => `| \`${name}\` | ${value} | ${about} |`),
  ].join('\n');
}

/** `Value` is told in words. */
function namedTypes(named: Sources['named'], names: ReadonlyMap<AnySchema, string>): string[] {
  return Object.entries(named)
    .filter(([name]) => name !== 'Value')
    .map(([name, schema]) => {
      const others = new Map([...names].filter(([other]) => other !== schema));
      return `type ${name} = ${schemaText(schema, others)};`;
    });
}

const typeScript = (lines: readonly string[]) => ['```ts', ...lines, '```'].join('\n');

function isSchema(value: unknown): value is AnySchema {
  return typeof value === 'object' && value !== null && '_zod' in value;
}

function isAction(value: unknown): value is AnyAction {
  return typeof value === 'object' && value !== null && 'request' in value && 'response' in value;
}
