// Made by `npm run gen` from the folders under src/commands. Do not edit.
import type { CommandIndex } from '../command/command-index.js';

export const commandIndex: CommandIndex = {
  groups: [
    {"name":"console","summary":"Execute code and view logs","section":"Execution"},
    {"name":"process","summary":"Manage Studio processes","section":"Infrastructure"},
  ],
  commands: [
    {
      path: ["action"],
      summary: "Invoke a Studio action",
      usage: "action <name>",
      section: "Execution",
      aliases: [],
      startsStudio: false,
    },
    {
      path: ["console","exec"],
      summary: "Run Luau in a Studio and show what it prints and returns",
      aliases: ["exec"],
      startsStudio: false,
    },
    {
      path: ["emulator"],
      summary: "Start an emulated Studio that stays",
      usage: "emulator",
      section: "Infrastructure",
      aliases: [],
      startsStudio: true,
    },
    {
      path: ["process","info"],
      summary: "Show the mode of a Studio and the place that is open in it",
      aliases: ["state"],
      startsStudio: false,
    },
    {
      path: ["process","list"],
      summary: "List the sessions of every connected Studio",
      aliases: ["sessions"],
      startsStudio: false,
    },
    {
      path: ["process","run"],
      summary: "Start a Studio, run Luau in it, and close it",
      aliases: ["run"],
      startsStudio: true,
    },
    {
      path: ["serve"],
      summary: "Start the bridge server",
      usage: "serve",
      section: "Infrastructure",
      aliases: [],
      startsStudio: false,
    },
  ],
};
