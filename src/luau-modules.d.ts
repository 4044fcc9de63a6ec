// The virtual imports that scripts/bundling.ts resolves, the same way in the build and in the tests.

/** The text of one Luau file. */
declare module '*.luau' {
  const source: string;
  export default source;
}

/** Every `.luau` file under a folder (specs left out): path relative to the folder, with `/`, to text. */
declare module 'luau-tree:*' {
  const files: Readonly<Record<string, string>>;
  export default files;
}

/** The URL of a bundle that is started as a worker thread. */
declare module 'worker:*' {
  const url: URL;
  export default url;
}
