// The file beside a place by which Studios tell each other that it is open: it says whether one has got as far.

/** What Studio holds while a place is open in it. */
export function lockOf(place: string): string {
  return `${place}.lock`;
}
