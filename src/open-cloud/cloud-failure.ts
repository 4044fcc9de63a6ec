// What the service said when it refused, in whichever of its shapes, as one error that says what to do about it.
import { BridgeError } from '../protocol/bridge-error.js';
import { ROUTES, type RouteName } from './routes.js';
import type { HttpResponse } from './transport.js';

const MAX_MESSAGE_LENGTH = 300;
/** What they ask about was there before. */
const OF_TASKS: ReadonlySet<RouteName> = new Set(['getTask', 'listLogs']);

/** @param subject What was asked about, for people: `place 12 of universe 34`. */
export function cloudFailure(route: RouteName, subject: string, response: HttpResponse): BridgeError {
  const { status } = response;
  const said = messageOf(response.body);
  const tail = said === undefined ? '.' : `: ${said}`;
  const { name, scopes } = ROUTES[route];
  const details = { route, status, message: said };
  if (status === 401) {
    return new BridgeError(
      'CLOUD_UNAUTHORIZED',
      `Open Cloud does not accept the API key (${status})${tail}`,
      { details },
    );
  }
  if (status === 403) {
    return new BridgeError(
      'CLOUD_UNAUTHORIZED',
      `The API key may not ${name} ${subject} (${status})${tail}`,
      {
        details,
        hint: `Give the key the scope ${scopes.join(' and ')} for this experience: https://create.roblox.com/dashboard/credentials`,
      },
    );
  }
  if (status === 404 && OF_TASKS.has(route)) {
    return new BridgeError('CLOUD_UNREACHABLE', `Open Cloud has lost ${subject} (${status})${tail}`, {
      details,
      hint: 'It keeps tasks for 24 hours after their end. Run it again.',
    });
  }
  if (status === 404) {
    return new BridgeError('CLOUD_REJECTED', `Open Cloud knows no ${subject} (${status})${tail}`, {
      details,
      exitCode: 2,
      hint: 'Check the universe and the place, and that the key was made for this experience.',
    });
  }
  if (status === 409) {
    return new BridgeError('CLOUD_REJECTED', `Open Cloud could not ${name} ${subject} (${status})${tail}`, {
      details,
      exitCode: 3,
      hint: 'The place may be open in Team Create, or belong to another universe: close it there, or check the ids.',
    });
  }
  if (status === 429) {
    return new BridgeError(
      'CLOUD_QUOTA',
      `Open Cloud has no room left to ${name} ${subject} (${status})${tail}`,
      { details },
    );
  }
  const code = status >= 500 ? 'CLOUD_UNREACHABLE' : 'CLOUD_REJECTED';
  const message = `Open Cloud could not ${name} ${subject} (${status})${tail}`;
  return new BridgeError(code, message, { details, exitCode: status >= 500 ? 3 : 2 });
}

/** The gateway, the endpoints of version 2 and those of version 1 each have a shape of their own. */
function messageOf(body: Buffer): string | undefined {
  const text = body.toString('utf8').trim();
  if (text === '') return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== 'object' || parsed === null) return shortened(text);
    const { errors, message, error, title } = parsed as Record<string, unknown>;
    const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
    const nested =
      typeof first === 'object' && first !== null && 'message' in first ? first.message : undefined;
    const found = [nested, message, error, title].find((part) => typeof part === 'string' && part !== '');
    return shortened(typeof found === 'string' ? found : text);
  } catch {
    return shortened(text);
  }
}

function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length <= MAX_MESSAGE_LENGTH ? line : `${line.slice(0, MAX_MESSAGE_LENGTH)}…`;
}
