// What there is to test where the user did not say: what a package's files name, else the project or place in the folder.
import { relative } from 'node:path';
import { BridgeError } from '../../protocol/bridge-error.js';
import { DEPLOY_FILE, readDeployTarget } from './deploy-file.js';
import { placesIn } from './places-in.js';

export interface TestTarget {
  /** A place or model file, or a Rojo project: as the user named it, else relative to the folder. */
  readonly place: string;
  /** The file of a script that is the test. */
  readonly script?: string | undefined;
  readonly universeId?: number | undefined;
  readonly placeId?: number | undefined;
  /** The file that says so, where it was not the user. */
  readonly foundIn?: string;
}

export interface TargetWish {
  readonly place?: string | undefined;
  /** One of `deploy.nevermore.json`. */
  readonly deployTarget?: string | undefined;
}

/** @throws BridgeError USAGE where there is nothing, or too much to choose from. */
export function findTestTarget(wish: TargetWish, folder: string): TestTarget {
  if (wish.place !== undefined && wish.deployTarget === undefined) return { place: wish.place };
  const target = readDeployTarget(folder, wish.deployTarget);
  if (target) {
    const { project, script, universeId, placeId } = target;
    return {
      place: wish.place ?? (relative(folder, project) || project),
      script,
      universeId,
      placeId,
      foundIn: DEPLOY_FILE,
    };
  }
  return { place: findPlace(folder) };
}

function findPlace(folder: string): string {
  const candidates = placesIn(folder);
  const [only, ...others] = candidates;
  if (only !== undefined && others.length === 0) return only;
  if (only !== undefined) {
    throw new BridgeError(
      'USAGE',
      `${folder} has several things that could be tested: ${candidates.join(', ')}.`,
      {
        hint: `Choose one, as in: studio-bridge test --place ${only}`,
      },
    );
  }
  throw new BridgeError(
    'USAGE',
    `There is nothing to test in ${folder}: no Rojo project and no place file.`,
    {
      hint: 'Name one with --place, or run it in the folder of a project. All packages of a workspace: studio-bridge batch test --all',
    },
  );
}
