// What can go wrong on purpose in the emulated Open Cloud. Only names and shapes: whoever reads a plan and whoever carries
// it out share nothing else.
import type { FaultMoment, FaultPlan } from './fault-plan.js';

export const CLOUD_FAULT_KINDS = ['refuse', 'cut', 'slow', 'garble', 'hang', 'crash'] as const;
export type CloudFaultKind = (typeof CLOUD_FAULT_KINDS)[number];

/** Requests by their endpoints, `link` for the transfers of bytes, and `task` for a task that begins. */
export const CLOUD_FAULT_EVENTS = [
  'upload',
  'createTask',
  'createPinnedTask',
  'getTask',
  'listLogs',
  'createBinaryInput',
  'universe',
  'memoryStore',
  'assetDelivery',
  'assetVersions',
  'link',
  'task',
] as const;
export type CloudFaultEvent = (typeof CLOUD_FAULT_EVENTS)[number];

/** What can happen to a task, and to nothing else. */
export const TASK_FAULTS: readonly CloudFaultKind[] = ['hang', 'crash'];

export interface CloudFault extends FaultMoment {
  readonly fault: CloudFaultKind;
  readonly on: CloudFaultEvent;
  /** `refuse`: the HTTP status of the answer. Default 503. */
  readonly status?: number | undefined;
  /** `refuse`: what the header `retry-after` says; without it there is none. */
  readonly retryAfterSeconds?: number | undefined;
  /** `slow`: how much later the answer comes. */
  readonly seconds?: number | undefined;
  /** `refuse`, `cut`: whether the request was carried out all the same. Default `before`: it was not. */
  readonly where?: 'before' | 'after' | undefined;
}

export type CloudFaultPlan = FaultPlan<CloudFault>;
