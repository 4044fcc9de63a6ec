// The lack of a Studio is no failure, and must not look like a success either.
import { expect } from 'vitest';
import { verifies } from '../tests/support/verifies.js';
import { integrationPlan } from './integration-plan.js';

verifies('toolchain.integration', 'a real Studio is used where there is one, and its lack is said', () => {
  expect(integrationPlan(undefined)).toMatchObject({ runs: false });
  expect(integrationPlan(undefined).notice).toMatch(
    /^No Roblox Studio .+: the integration tests did not run\.$/m,
  );
  expect(integrationPlan('C:/Roblox/RobloxStudioBeta.exe')).toMatchObject({ runs: true });
  expect(integrationPlan('C:/Roblox/RobloxStudioBeta.exe').notice).toMatch('C:/Roblox/RobloxStudioBeta.exe');
});
