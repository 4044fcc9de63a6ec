// What shall go wrong, for tests of clients: the n-th request to an endpoint gets something else than its answer.
import type { CloudRoute } from './cloud-limits.js';

export type FaultKind =
  /** 429; with `retryAfterSeconds` in the header if it is given. */
  | 'too-many'
  /** 502, after the request was done. */
  | 'bad-gateway'
  /** 503, and nothing was done. */
  | 'unavailable'
  /** The connection is cut before anything was done. */
  | 'cut-before'
  /** The connection is cut after the request was done. */
  | 'cut-after'
  /** 200 with half of the body. */
  | 'truncated';

export interface CloudFault {
  readonly route: CloudRoute;
  readonly kind: FaultKind;
  /** The request to that endpoint that it meets, counted from 1; every one if it is left out. */
  readonly nth?: number;
  readonly retryAfterSeconds?: number;
}

export class FaultPlan {
  private readonly counts = new Map<CloudRoute, number>();

  constructor(private readonly faults: readonly CloudFault[]) {}

  /** Counts a request and says what happens to it. */
  next(route: CloudRoute): CloudFault | undefined {
    const count = (this.counts.get(route) ?? 0) + 1;
    this.counts.set(route, count);
    return this.faults.find(
      (fault) => fault.route === route && (fault.nth === undefined || fault.nth === count),
    );
  }
}
