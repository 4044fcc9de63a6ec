// What an endpoint of the emulated Open Cloud is.
import { CloudRefusal } from './cloud-error.js';
import type { CloudRoute } from './cloud-limits.js';
import type { CloudService } from './cloud-service.js';
import type { TaskFault } from './cloud-task.js';

export interface CloudRequest {
  readonly body: Buffer;
  readonly query: URLSearchParams;
  /** What shall become of a task that begins now. */
  readonly nextTaskFault?: (() => TaskFault | undefined) | undefined;
}

export interface CloudAnswer {
  /** Sent as JSON, unless it is bytes. */
  readonly body: object | Uint8Array;
}

export interface CloudEndpoint {
  readonly method: string;
  readonly pattern: RegExp;
  /** Absent for addresses that carry their own permission. */
  readonly route?: CloudRoute;
  /** One of these is enough. */
  readonly scopes: readonly string[];
  answer(service: CloudService, parts: readonly string[], request: CloudRequest): CloudAnswer;
}

/** @throws CloudRefusal 400 for a body that is no JSON object. */
export function jsonOf<Body extends object>({ body }: CloudRequest): Partial<Body> {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Partial<Body>;
  } catch {
    // The same as any other body that is no object.
  }
  throw new CloudRefusal(400, 'The body must be a JSON object.');
}
