// The report of a package in which a test passes, one fails, one is skipped, and a spec cannot be loaded.
import type { PackageReport, RunReport } from '../../src/testing/results/run-report.js';

export const shop: PackageReport = {
  name: 'shop',
  verdict: 'failed',
  tests: [
    { module: 'ReplicatedStorage.cart.spec', path: ['a cart', 'adds'], status: 'passed', durationMs: 12 },
    {
      module: 'ReplicatedStorage.cart.spec',
      path: ['a cart', 'pays # <now> | "all"'],
      status: 'failed',
      message: 'no money: 100%\n]]> `x` \u0007',
      trace: 'ReplicatedStorage.cart.spec:7',
    },
    { module: 'ReplicatedStorage.cart.spec', path: ['a cart', 'rests'], status: 'skipped' },
  ],
  problems: [{ module: 'ReplicatedStorage.broken.spec', message: 'does not compile' }],
  events: [{ seq: 1, time: 1_700_000_000_000, level: 'Print', text: 'hello <world>', package: 'shop' }],
  lostLines: 0,
  isLossExact: true,
  rung: 'live',
  durationMs: 1500,
};
export const report: RunReport = { backend: 'emulator', packages: [shop], durationMs: 1600 };
export const passed = (parts: Partial<PackageReport> = {}): RunReport => ({
  ...report,
  packages: [{ ...shop, verdict: 'passed', tests: shop.tests.slice(0, 1), problems: [], ...parts }],
});
