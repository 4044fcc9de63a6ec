// Tools of the conformance suite that ask their client first, as data: what is asked in each round, and what is answered
// in the end. They go the way of every call of the server that ships, questions of its own included.
import {
  CLIENT_CAPABILITIES_META_KEY,
  createRequestStateCodec,
  type InputRequests,
  type InputRequiredResult,
  inputRequired,
  inputResponse,
  type ServerContext,
} from '@modelcontextprotocol/server';

type Schema = Parameters<typeof inputRequired.elicit>[0]['requestedSchema'];

const form = (properties: object, message = 'Please tell') =>
  inputRequired.elicit({
    message,
    requestedSchema: { type: 'object', properties, required: Object.keys(properties) } as Schema,
  });
const texts = (...names: string[]) =>
  form(Object.fromEntries(names.map((name) => [name, { type: 'string' }])));
const sampling = (text: string) =>
  inputRequired.createMessage({
    messages: [{ role: 'user', content: { type: 'text', text } }],
    maxTokens: 100,
  });

const titled = (prefix: string) =>
  ['First', 'Second', 'Third'].map((title, at) => ({ const: `value${at + 1}`, title: `${title} ${prefix}` }));
const OPTIONS = ['option1', 'option2', 'option3'];

interface Round {
  readonly asks: InputRequests;
  readonly hasState?: boolean;
}

const once = (asks: InputRequests, hasState = false): readonly Round[] => [{ asks, hasState }];

const ROUNDS: Readonly<Record<string, readonly Round[]>> = {
  test_sampling: once({ answer: sampling('Test prompt for sampling') }),
  test_elicitation: once({ user: texts('username', 'email') }),
  test_elicitation_sep1034_defaults: once({
    form: form({
      name: { type: 'string', default: 'John Doe' },
      age: { type: 'integer', default: 30 },
      score: { type: 'number', default: 95.5 },
      status: { type: 'string', enum: ['active', 'inactive', 'pending'], default: 'active' },
      verified: { type: 'boolean', default: true },
    }),
  }),
  test_elicitation_sep1330_enums: once({
    form: form({
      untitledSingle: { type: 'string', enum: OPTIONS },
      titledSingle: { type: 'string', oneOf: titled('Option') },
      legacyEnum: {
        type: 'string',
        enum: ['opt1', 'opt2', 'opt3'],
        enumNames: ['Option One', 'Option Two', 'Option Three'],
      },
      untitledMulti: { type: 'array', items: { type: 'string', enum: OPTIONS } },
      titledMulti: { type: 'array', items: { anyOf: titled('Choice') } },
    }),
  }),
  test_missing_capability: once({ answer: sampling('What is this?') }),
  test_input_required_result_elicitation: once({ user_name: texts('name') }),
  test_input_required_result_sampling: once({ capital_question: sampling('What is the capital of France?') }),
  test_input_required_result_list_roots: once({ client_roots: inputRequired.listRoots() }),
  test_input_required_result_request_state: once({ confirm: form({ ok: { type: 'boolean' } }) }, true),
  test_input_required_result_tampered_state: once({ confirm: form({ ok: { type: 'boolean' } }) }, true),
  test_input_required_result_multiple_inputs: once(
    {
      user_name: texts('name'),
      greeting: sampling('Generate a greeting'),
      client_roots: inputRequired.listRoots(),
    },
    true,
  ),
  test_input_required_result_multi_round: [
    { asks: { step1: texts('name') }, hasState: true },
    { asks: { step2: texts('color') }, hasState: true },
  ],
  test_input_required_result_capabilities: once({ name: texts('name'), answer: sampling('What is this?') }),
  test_input_required_result_prompt: once({ user_context: texts('context') }),
};

export const QUESTION_NAMES = Object.keys(ROUNDS).filter((name) => !name.endsWith('_prompt'));

const codec = createRequestStateCodec<number>({ key: 'the key of the conformance fixture, for tests' });

export const questionState = { verify: codec.verify };

/** What is to be asked next; undefined when all is answered. */
export async function questionAsync(
  name: string,
  { mcpReq }: ServerContext,
): Promise<InputRequiredResult | undefined> {
  const rounds = ROUNDS[name] ?? [];
  const at = mcpReq.requestState<number>() ?? 0;
  const isAnswered = (round: Round) =>
    Object.keys(round.asks).some((key) => inputResponse(mcpReq.inputResponses, key).kind !== 'missing');
  const current = rounds[at];
  const next = current !== undefined && isAnswered(current) ? at + 1 : at;
  const round = rounds[next];
  if (round === undefined) return undefined;
  const asks = name.endsWith('_capabilities') ? supported(round.asks, mcpReq.envelope) : round.asks;
  const state = round.hasState === true ? { requestState: await codec.mint(next) } : {};
  return inputRequired({ inputRequests: asks, ...state });
}

const CAPABILITY_OF: Readonly<Record<string, string>> = {
  'elicitation/create': 'elicitation',
  'sampling/createMessage': 'sampling',
};

function supported(asks: InputRequests, envelope: unknown): InputRequests {
  const declared: object = Object(Object(envelope)[CLIENT_CAPABILITIES_META_KEY]);
  return Object.fromEntries(
    Object.entries(asks).filter(([, { method }]) => Object.hasOwn(declared, CAPABILITY_OF[method] ?? '')),
  );
}
