// Studio's own command line, as Roblox documents it. A list of words, never one text: nothing here meets a shell.

/** What Studio shall open or do; paths are in Studio's own words. */
export type StudioTask =
  | { readonly kind: 'edit-file'; readonly place: string }
  | { readonly kind: 'edit-place'; readonly placeId: number; readonly universeId: number }
  | {
      readonly kind: 'edit-place-revision';
      readonly placeId: number;
      readonly universeId: number;
      readonly placeVersion: number;
    }
  | {
      readonly kind: 'run-script';
      readonly script: string;
      /** A file, a published place, or Studio's own baseplate. */
      readonly place?: string | { readonly placeId: number; readonly universeId: number };
      readonly output?: string;
      readonly quits?: boolean;
    };

/** The script that shall be open, and where in it. */
export interface ScriptPosition {
  /** Of the script in the place, with `/`: `Workspace/Folder/Script`. */
  readonly script: string;
  readonly startLine?: number;
  readonly endLine?: number;
  readonly startCharacter?: number;
  readonly endCharacter?: number;
}

export interface StudioOrder {
  readonly task: StudioTask;
  readonly position?: ScriptPosition | undefined;
  /** Put at the end as they are. */
  readonly extra?: readonly string[] | undefined;
}

export function studioArguments({ task, position, extra = [] }: StudioOrder): string[] {
  return [...taskArguments(task), ...(position ? positionArguments(position) : []), ...extra];
}

function taskArguments(task: StudioTask): string[] {
  switch (task.kind) {
    case 'edit-file':
      return ['--task', 'EditFile', '--localPlaceFile', task.place];
    case 'edit-place':
      return ['--task', 'EditPlace', ...publishedArguments(task)];
    case 'edit-place-revision':
      return [
        ...['--task', 'EditPlaceRevision', ...publishedArguments(task)],
        ...['--placeVersion', String(task.placeVersion)],
      ];
    case 'run-script':
      return [
        ...['--task', 'RunScript'],
        ...(typeof task.place === 'string' ? ['--localPlaceFile', task.place] : []),
        ...(typeof task.place === 'object' ? publishedArguments(task.place) : []),
        ...['--runScriptFile', task.script],
        ...(task.output === undefined ? [] : ['--outputFile', task.output]),
        ...(task.quits ? ['--quitAfterExecution'] : []),
      ];
  }
}

function publishedArguments({ placeId, universeId }: { placeId: number; universeId: number }): string[] {
  return ['--placeId', String(placeId), '--universeId', String(universeId)];
}

function positionArguments(position: ScriptPosition): string[] {
  const { script, startLine, endLine, startCharacter, endCharacter } = position;
  const numbers = { startLine, endLine, startCharacter, endCharacter };
  return [
    ...['--openScriptPath', script],
    ...Object.entries(numbers).flatMap(([name, value]) =>
      value === undefined ? [] : [`--${name}`, String(value)],
    ),
  ];
}
