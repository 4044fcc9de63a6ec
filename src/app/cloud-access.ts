// How commands reach Open Cloud, real or emulated. Beside app.ts, because it joins the client, the emulator and this
// user's key.
import { join } from 'node:path';

import type { CloudAccess, CloudDoor, CloudLine, CloudScriptResult } from '../command/world/cloud-access.js';
import type { CloudLogMessage, OpenCloudClient } from '../open-cloud/index.js';
import { BridgeError } from '../protocol/bridge-error.js';
import type { OutputLevel } from '../protocol/log-entry.js';
import { systemClock } from '../support/clock.js';
import { errorCode } from '../support/file-errors.js';
import { operatingSystem } from '../support/operating-system.js';

const TASKS = 'cloud-tasks';
const BASE_URL_VARIABLE = 'STUDIO_BRIDGE_CLOUD_URL';

export function createCloudAccess(stateFolder: string): CloudAccess {
  const clientAsync = async (door: CloudDoor, notify?: (text: string) => void) =>
    (await openCloudAsync(door, stateFolder, notify)).client;
  return {
    async runScriptAsync(request) {
      const { runCloudScriptAsync } = await loadOpenCloudAsync();
      if (request.placeFile !== undefined) await refuseBadPlaceAsync(request.placeFile);
      return resultOf(await runCloudScriptAsync(await clientAsync(request, request.onProgress), request));
    },

    async keepKeyAsync({ apiKey, baseUrl, signal }) {
      const { saveApiKeyAsync } = await loadOpenCloudAsync();
      const client = await clientAsync({ apiKey, baseUrl });
      if (!(await client.isKeyKnownAsync(signal))) {
        throw new BridgeError('CLOUD_UNAUTHORIZED', 'Open Cloud does not know this key: it was not kept.');
      }
      return { file: await saveApiKeyAsync(stateFolder, apiKey) };
    },

    async forgetKeyAsync() {
      const { removeApiKeyAsync } = await loadOpenCloudAsync();
      return await removeApiKeyAsync(stateFolder);
    },

    async startEmulatorAsync({ port, noBoot, faults, onRequest }) {
      const { startEmulatedOpenCloudAsync, NO_BOOT_TIMES } = await import('../emulator/index.js');
      try {
        return await startEmulatedOpenCloudAsync({
          clock: systemClock,
          onRequest,
          faults,
          // So that nobody takes what one that is gone had for what this one has.
          firstVersion: Math.floor(systemClock.wallTime() / 1000),
          ...(port === undefined ? {} : { port }),
          ...(noBoot ? { boot: NO_BOOT_TIMES } : {}),
        });
      } catch (error) {
        if (errorCode(error) !== 'EADDRINUSE') throw error;
        throw new BridgeError('PORT_IN_USE', `Port ${port} is taken.`, {
          hint: 'Choose another one, or 0 for a free one.',
        });
      }
    },
  };
}

/** A service says nothing of a place that it cannot load; what is no place by its name is refused without looking. */
async function refuseBadPlaceAsync(file: string): Promise<void> {
  if (!/\.rbxlx?$/i.test(file)) return;
  const { openPlaceFile } = await import('../emulator/places/index.js');
  openPlaceFile(file);
}

const loadOpenCloudAsync = () => import('../open-cloud/index.js');

/** The service that is meant, and the key that this user has for it. */
export async function openCloudAsync(
  { apiKey: given, baseUrl }: CloudDoor,
  stateFolder: string,
  notify?: (text: string) => void,
): Promise<{ client: OpenCloudClient; service: string }> {
  const { DEFAULT_BASE_URL, findApiKeyAsync, OpenCloudClient: Client } = await loadOpenCloudAsync();
  const { env } = process;
  const { apiKey } = await findApiKeyAsync({ given, env, stateFolder, platform: operatingSystem() });
  const url = baseUrl ?? env[BASE_URL_VARIABLE];
  const service = url ? checkedUrl(url) : DEFAULT_BASE_URL;
  const onBusy = (status: number, pauseMs: number) => {
    const what = status < 300 ? 'An answer of Open Cloud came cut off' : `Open Cloud is busy (${status})`;
    notify?.(`${what}; trying again in ${Math.ceil(pauseMs / 1000)} s.`);
  };
  const ledgerFolder = join(stateFolder, TASKS);
  return { client: new Client({ apiKey, baseUrl: service, onBusy, ledgerFolder }), service };
}

function checkedUrl(url: string): string {
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url;
  throw new BridgeError('USAGE', `${url} is no address of a service.`, {
    hint: 'It looks like http://127.0.0.1:8080.',
  });
}

const LEVELS: Readonly<Record<CloudLogMessage['messageType'], OutputLevel>> = {
  OUTPUT: 'Print',
  INFO: 'Info',
  WARNING: 'Warning',
  ERROR: 'Error',
  MESSAGE_TYPE_UNSPECIFIED: 'Print',
};

type Outcome = Awaited<ReturnType<typeof import('../open-cloud/index.js').runCloudScriptAsync>>;

function resultOf({ task, version, messages }: Outcome): CloudScriptResult {
  const error =
    task.error ??
    (task.state === 'CANCELLED' ? { code: 'CANCELLED', message: 'The task was cancelled.' } : undefined);
  return {
    success: task.state === 'COMPLETE',
    returnValues: task.output?.results ?? [],
    output: messages.map(lineOf),
    task: task.path,
    ...(version === undefined ? {} : { version }),
    ...(error ? { error } : {}),
  };
}

function lineOf({ message, messageType, createTime }: CloudLogMessage): CloudLine {
  const time = createTime === undefined ? Number.NaN : Date.parse(createTime);
  return { level: LEVELS[messageType], body: message, ...(Number.isNaN(time) ? {} : { time }) };
}
