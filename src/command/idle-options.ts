// What somebody asks for and would not get: an option that means nothing in the way that was chosen is refused. Only where
// it was said for this run; the environment and files speak to many.
import { BridgeError } from '../protocol/bridge-error.js';
import type { AnyCommand, CommandInput, OptionBounds } from './define-command.js';

/**
 * @param said Options that were given for this run, by their fields or global names.
 * @param labelOf What whoever gave it calls an option.
 * @throws BridgeError USAGE for the first of them that has no effect.
 */
export function refuseIdleOptions(
  { bounds = {} }: Pick<AnyCommand, 'bounds'>,
  input: CommandInput,
  said: readonly string[],
  labelOf: (name: string) => string = (name) => name,
): void {
  for (const name of said) {
    const reason = reasonOf(bounds[name], input, labelOf);
    const isAskedFor = !Object.hasOwn(input, name) || isGiven(input[name]);
    if (reason === undefined || !isAskedFor) continue;
    throw new BridgeError('USAGE', `${labelOf(name)} has ${reason}.`, { details: { field: name } });
  }
}

function reasonOf(
  { needs, excludedBy = [] }: OptionBounds<string> = {},
  input: CommandInput,
  labelOf: (name: string) => string,
): string | undefined {
  const other = excludedBy.find((name) => isGiven(input[name]));
  if (other !== undefined) return `no effect beside ${labelOf(other)}`;
  if (needs === undefined || needs.some((name) => isGiven(input[name]))) return undefined;
  return `an effect only with ${needs.map(labelOf).join(' or ')}`;
}

/** A switch that is off, and a list of nothing, ask for nothing. */
function isGiven(value: unknown): boolean {
  return value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0);
}
