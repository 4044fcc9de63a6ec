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

/** How many units servers asked of MemoryStores in any minute; an experience that nobody plays has a thousand. */
function mostUnits(memory: readonly { units: number; atMs: number }[]): number {
  const unitsFrom = (from: number) =>
    memory.reduce((sum, { atMs, units }) => (atMs >= from && atMs < from + 60_000 ? sum + units : sum), 0);
  return Math.max(0, ...memory.map(({ atMs }) => unitsFrom(atMs)));
}

const MEMORY_UNITS = 1_000;

/** What is known of the packages: their times before, the sizes of their specs, or nothing at all. */
const KNOWLEDGE = [
  { known: 'times, exactly', share: 0, seed: 7, worst: 1.15 },
  { known: 'times, up to a fifth', share: 0.2, seed: 19, worst: 1.15 },
  { known: 'sizes of specs only', spread: 1.65, seed: 7, worst: 1.15 },
  { known: 'sizes of specs only', spread: 1.65, seed: 19, worst: 1.15 },
  // Who starts the longest package last, because nothing tells it from others, waits for it.
  { known: 'nothing', seed: 43, worst: 1.3 },
] as const;

verifiesTogether('batch.schedule', '1,000 packages', () => {
  const cases = SCENARIOS.flatMap((scenario) =>
    KNOWLEDGE.map((knowledge) => ({ ...scenario, ...knowledge })),
  );
  test.each(cases)(
    'keep the limits and come near the best time that they allow: $name, known: $known ($seed)',
    async ({ places, medianMs, seed, worst, ...knowledge }) => {
      const durationsMs = usualDurationsMs(1_000, medianMs, seed);
      const run = await simulateBatchAsync({
        durationsMs,
        places,
        ...('share' in knowledge ? { recordedMs: recordedOf(durationsMs, knowledge.share, 11) } : {}),
        ...('spread' in knowledge ? { spread: knowledge.spread } : {}),
      });
      expect(run.report.packages.filter(({ verdict }) => verdict === 'passed')).toHaveLength(1_000);
      expect(run.requests.filter(({ status }) => status !== 200)).toEqual([]);
      for (const [route, limit] of Object.entries(DOCUMENTED_LIMITS.perMinute)) {
        expect(busiestMinute(run.requests, route), route).toBeLessThanOrEqual(limit);
      }
      expect(mostUnits(run.memory)).toBeLessThanOrEqual(MEMORY_UNITS);
      expect(run.mostTasks).toBeLessThanOrEqual(DOCUMENTED_LIMITS.unfinishedTasks);
      expect(run.elapsedMs / run.boundMs).toBeLessThan(worst);
    },
    120_000,
  );
});
