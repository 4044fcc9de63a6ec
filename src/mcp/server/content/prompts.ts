// Beginnings for three things that people ask agents for.
import type { GetPromptResult, Prompt } from '@modelcontextprotocol/server';

export interface PromptText extends Prompt {
  text(given: Readonly<Record<string, string | undefined>>): string;
}

export const PROMPTS: readonly PromptText[] = [
  {
    name: 'debug-error',
    title: 'Debug an error',
    description: 'Find the cause of an error in Studio and propose a fix',
    arguments: [
      { name: 'error', description: 'The message, if you have it; otherwise the newest one is taken' },
    ],
    text: ({ error }) =>
      [
        error === undefined
          ? 'Find the newest error in the output of Roblox Studio (studio_console_logs, levels Error and Warning).'
          : `Find the cause of this error in Roblox Studio:\n\n${error}`,
        'Look at the session that it comes from (studio_process_list), and in a play test at its context too.',
        'Read the script and the line that the traceback names, and the instances that it uses.',
        'Confirm the cause with a small script that changes nothing (studio_console_exec), before you propose a fix.',
        'Tell the cause, the proof, and the smallest change that mends it. Ask before you change the place.',
      ].join('\n'),
  },
  {
    name: 'write-test',
    title: 'Write a test',
    description: 'Write and run a test for a module or a behaviour',
    arguments: [{ name: 'subject', description: 'The module or behaviour to test', required: true }],
    text: ({ subject }) =>
      [
        `Write a test for: ${subject ?? 'the module that is being worked on'}`,
        'Read it first, and say in one sentence what it promises.',
        'Write one script that requires it, tries the usual case, the edges and one wrong use, and raises an error with',
        'the expected and the actual value where a promise is broken. Leave no instances behind.',
        'Run it with studio_console_exec, or as a spec with studio_test where that is offered. Report each case with its result;',
        'when one fails, say whether test or module is wrong.',
      ].join('\n'),
  },
  {
    name: 'playtest',
    title: 'Play-test',
    description: 'Play a scenario and report what happens',
    arguments: [{ name: 'scenario', description: 'What to try', required: true }],
    text: ({ scenario }) =>
      [
        `Play-test this scenario in Roblox Studio: ${scenario ?? 'joining the game'}`,
        'Start a play test with studio_play_start (if it is not offered, ask the user to press Play), and wait until the',
        'contexts server and client are in studio_process_list.',
        'Act with studio_play_input or by scripts in the context that the question belongs to; take a screenshot where looks',
        'matter.',
        'Read the errors and warnings of both contexts (studio_console_logs). End the play test when you are done, also',
        'when something fails. Report what you did, what happened, and what differs from what was to be expected.',
      ].join('\n'),
  },
];

export class PromptCatalog {
  constructor(private readonly prompts: readonly PromptText[]) {}

  list(): Prompt[] {
    return this.prompts.map(({ text: _, ...prompt }) => prompt);
  }

  /** Undefined where there is none of that name. */
  get(name: string, given: Readonly<Record<string, string | undefined>>): GetPromptResult | undefined {
    const prompt = this.find(name);
    if (prompt === undefined) return undefined;
    return {
      description: prompt.description,
      messages: [{ role: 'user', content: { type: 'text', text: prompt.text(given) } }],
    };
  }

  missingArgument(name: string, given: Readonly<Record<string, unknown>>): string | undefined {
    const { arguments: wanted = [] } = this.find(name) ?? {};
    return wanted.find((argument) => argument.required && given[argument.name] === undefined)?.name;
  }

  private find(name: string): PromptText | undefined {
    return this.prompts.find((one) => one.name === name);
  }
}
