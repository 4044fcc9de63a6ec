// A thousand packages over many places of Open Cloud, in simulated time: no limit of the service is broken, and little time
// is lost against what those limits allow at best.
import { expect, test } from 'vitest';
import { recordedOf, simulateBatchAsync, usualDurationsMs } from '../../../tests/support/simulate-batch.js';
import { verifiesTogether } from '../../../tests/support/verifies.js';
import { DOCUMENTED_LIMITS } from '../../emulator/open-cloud/cloud-limits.js';

/** The most requests to an endpoint in any minute. */
function busiestMinute(requests: readonly { route: string; atMs: number }[], wanted: string): number {
  const times = requests.filter(({ route }) => route === wanted).map(({ atMs }) => atMs);
  return Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + 60_000).length));
}

const SCENARIOS = [
  { name: 'many places', places: 12, medianMs: 6_000 },
  { name: 'few places, several scripts each', places: 2, medianMs: 6_000 },
  { name: 'short packages', places: 8, medianMs: 1_000 },
] as const;

verifiesTogether('batch.schedule', '1,000 packages', () => {
  const cases = SCENARIOS.flatMap((scenario) => [0, 0.2].map((share) => ({ ...scenario, share })));
  test.each(cases)(
    'keep the limits and come near the best time that they allow: $name, known up to $share',
    async ({ places, medianMs, share }) => {
      const durationsMs = usualDurationsMs(1_000, medianMs, 7);
      const recordedMs = recordedOf(durationsMs, share, 11);
      const run = await simulateBatchAsync({ durationsMs, recordedMs, places });
      expect(run.report.packages.filter(({ verdict }) => verdict === 'passed')).toHaveLength(1_000);
      expect(run.requests.filter(({ status }) => status !== 200)).toEqual([]);
      for (const [route, limit] of Object.entries(DOCUMENTED_LIMITS.perMinute)) {
        expect(busiestMinute(run.requests, route), route).toBeLessThanOrEqual(limit);
      }
      expect(run.mostTasks).toBeLessThanOrEqual(DOCUMENTED_LIMITS.unfinishedTasks);
      expect(run.elapsedMs / run.boundMs).toBeLessThan(1.15);
    },
    120_000,
  );
});
