// Studio's own command line, as its documentation has it: options by one dash or two, in any case, and a place file as
// the first word. What is not documented is passed over, as Studio does.

export const STUDIO_TASKS = ['EditFile', 'EditPlace', 'EditPlaceRevision', 'RunScript'] as const;
export type StudioTask = (typeof STUDIO_TASKS)[number];

export interface StudioOrder {
  /** Undefined where none is named, or one that is not emulated. */
  readonly task: StudioTask | undefined;
  /** As it was written. */
  readonly taskName: string | undefined;
  readonly localPlaceFile: string | undefined;
  readonly placeId: number | undefined;
  readonly universeId: number | undefined;
  readonly placeVersion: number | undefined;
  readonly runScriptFile: string | undefined;
  readonly outputFile: string | undefined;
  readonly quitAfterExecution: boolean;
  /** Which script is opened, and where in it. */
  readonly openScript: string | undefined;
  /** What is not understood. */
  readonly unknown: readonly string[];
}

const SWITCHES = new Set(['quitafterexecution']);
const VALUES = new Set([
  'task',
  'localplacefile',
  'placeid',
  'universeid',
  'placeversion',
  'targetinstanceid',
  'annotationid',
  'openscriptpath',
  'openscriptfromid',
  'startline',
  'endline',
  'startcharacter',
  'endcharacter',
  'runscriptfile',
  'outputfile',
]);

export function readStudioArguments(args: readonly string[]): StudioOrder {
  const values = new Map<string, string>();
  const switches = new Set<string>();
  const unknown: string[] = [];
  let file: string | undefined;
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? '';
    const name = /^--?([a-z]+)$/i.exec(arg)?.[1]?.toLowerCase();
    const next = args[at + 1];
    if (name !== undefined && SWITCHES.has(name)) switches.add(name);
    else if (name !== undefined && VALUES.has(name) && next !== undefined) {
      values.set(name, next);
      at++;
    } else if (name === undefined && at === 0) file = arg;
    else unknown.push(arg);
  }
  const taskName = values.get('task');
  const localPlaceFile = values.get('localplacefile') ?? file;
  return {
    task:
      taskOf(taskName) ?? (taskName === undefined && localPlaceFile !== undefined ? 'EditFile' : undefined),
    taskName,
    localPlaceFile,
    placeId: numberOf(values.get('placeid')),
    universeId: numberOf(values.get('universeid')),
    placeVersion: numberOf(values.get('placeversion')),
    runScriptFile: values.get('runscriptfile'),
    outputFile: values.get('outputfile'),
    quitAfterExecution: switches.has('quitafterexecution'),
    openScript: openScriptOf(values),
    unknown,
  };
}

function taskOf(name: string | undefined): StudioTask | undefined {
  return STUDIO_TASKS.find((task) => task.toLowerCase() === name?.toLowerCase());
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function openScriptOf(values: ReadonlyMap<string, string>): string | undefined {
  const script = values.get('openscriptpath') ?? values.get('openscriptfromid');
  if (script === undefined) return undefined;
  const line = values.get('startline');
  const character = values.get('startcharacter');
  return [script, line, character].filter((part) => part !== undefined).join(':');
}
