// What came of reading a project again that is open in a Studio.

/** How many instances it has gained, lost, or says other things of. */
export interface ReloadedPlace {
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
}

/** Or why it could not be read; the place is as it was. */
export type PlaceReload = ReloadedPlace | { readonly problem: { readonly message: string } };
