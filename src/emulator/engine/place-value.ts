// What a property or an attribute of the place can be given as from outside. By itself, as output-entry.ts is.

export type PlaceValue = string | number | boolean;
