// Of a stack that goes through a framework and the runner, what is the user's.
import { expect, test } from 'vitest';
import { ownTrace } from './own-trace.js';

test('a stack ends where the framework calls the test', () => {
  const own = ['Kit.TestEZ.Expectation:59 function equal', 'Shared.cart.spec:45'];
  const framework = ['Kit.TestEZ.TestRunner:74', 'tests:499 function raiseAgain', 'tests:539'];
  const callers = ['Kit.TestEZ.TestRunner:108 function runNode', 'user_StudioBridge.Execution.Job:60', ''];
  expect(ownTrace([...own, ...framework, ...callers].join('\n'))).toBe(own.join('\n'));
});

test('a stack without the runner stays as it is, also one with a module of that name', () => {
  for (const trace of ['', 'Shared.cart.spec:3 function fails', 'Shared.tests:4\nShared.cart.spec:3\n'])
    expect(ownTrace(trace)).toBe(trace);
});
