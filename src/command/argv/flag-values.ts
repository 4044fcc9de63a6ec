// The text of a flag to the value that it stands for.
import { BridgeError } from '../../protocol/bridge-error.js';
import type { InputField } from '../input-fields.js';
import type { GivenFlag } from './flags.js';
import type { GlobalOption, GlobalValues } from './global-options.js';

/** What cannot be read as the field's type is left as it is, for the validation to refuse in its words. */
export function readFlagValue({ flag, texts, label }: GivenFlag, field: InputField): unknown {
  const [text] = texts;
  if (field.kind === 'boolean') return readBoolean(text, label);
  if (field.kind === 'strings' && flag.isRepeated) return texts.map(String);
  if (field.kind === 'strings') {
    return texts
      .flatMap((one) => String(one).split(','))
      .map((one) => asChoice(one.trim(), field))
      .filter((one) => one !== '');
  }
  if (field.kind === 'string') return asChoice(String(text), field);
  if (flag.isDuration) return demandDuration(text, label);
  return readNumber(text) ?? text;
}

export function readGlobals(given: Iterable<GivenFlag>): GlobalValues {
  const values: Partial<Record<string, unknown>> = {};
  for (const { flag, label, texts } of given) {
    if (flag.source.kind === 'global') values[flag.name] = readGlobal(flag.source.option, texts[0], label);
  }
  if (values.local === true && values.remote !== undefined) {
    throw new BridgeError('USAGE', '--local and --remote exclude each other.');
  }
  const { json, help: _help, config: _config, format, verbose, ...rest } = values;
  return {
    ...rest,
    format: json === true ? 'json' : ((format as GlobalValues['format'] | undefined) ?? 'text'),
    verbose: verbose === true,
  };
}

/** People write choices in small letters. */
function asChoice(text: string, { choices }: Pick<InputField, 'choices'>): string {
  if (choices === undefined || choices.includes(text)) return text;
  const like = choices.filter((choice) => choice.toLowerCase() === text.toLowerCase());
  return like.length === 1 ? (like[0] ?? text) : text;
}

function readGlobal(option: GlobalOption, text: string | boolean | undefined, label: string): unknown {
  if (option.kind === 'boolean') return readBoolean(text, label);
  if (option.choices) {
    const choice = asChoice(String(text), option);
    if (option.choices.includes(choice)) return choice;
    throw refusal(label, `one of ${option.choices.join(', ')}`, text);
  }
  if (option.kind === 'text') return text;
  if (option.kind === 'duration') return demandDuration(text, label);
  const port = readNumber(text);
  if (port === undefined || !Number.isInteger(port) || port < 1 || port > 65535) {
    throw refusal(label, 'a whole number from 1 to 65535', text);
  }
  return port;
}

function readBoolean(text: string | boolean | undefined, label: string): boolean {
  if (typeof text === 'boolean') return text;
  if (/^(1|true|yes|on)$/i.test(text ?? '')) return true;
  if (/^(0|false|no|off)$/i.test(text ?? '')) return false;
  throw refusal(label, 'true or false', text);
}

function readNumber(text: string | boolean | undefined): number | undefined {
  if (typeof text !== 'string' || text.trim() === '') return undefined;
  const number = Number(text);
  return Number.isFinite(number) ? number : undefined;
}

const UNIT_MS: Partial<Record<string, number>> = { '': 1, ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

function readDuration(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|)$/.exec(text.trim());
  const unit = UNIT_MS[match?.[2] ?? '?'];
  return match && unit !== undefined ? Math.round(Number(match[1]) * unit) : undefined;
}

function demandDuration(text: string | boolean | undefined, label: string): number {
  const ms = readDuration(String(text));
  if (ms === undefined) throw refusal(label, 'a time such as 5000, 30s or 2m', text);
  return ms;
}

function refusal(label: string, demand: string, text: string | boolean | undefined): BridgeError {
  return new BridgeError('USAGE', `${label} has to be ${demand}, not ${JSON.stringify(text)}.`);
}
