// What the engine has to know of place files to give what is in them.

/** The properties of a class that files have, a line each: name for scripts and type; and whether places have it. */
export type SchemaOf = (className: string) => { readonly text: string; readonly isInPlaces: boolean };
