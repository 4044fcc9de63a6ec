// What an agent should know before it begins: the rules in short go to every client, the guide to whoever reads it.

export const INSTRUCTIONS = [
  'Tools for Roblox Studio. A session is one DataModel of one Studio: edit, and in a play test also server and client.',
  'With one Studio open no sessionId is needed; with several, take one from studio_process_list.',
  'Scripts that fail are told in the result (ok: false), with the line. A result that was cut names a file and a nextCursor.',
  'When delivery is unknown or ran, look at Studio before you call a tool again that changes something.',
  'More: the resource studio://guide.',
].join('\n');

export const GUIDE = `# Working in Roblox Studio through studio-bridge

## Sessions
- A session is one DataModel of one Studio. Editing has the context \`edit\`; a play test adds \`server\` and one \`client\`
  for each player. Where nothing is said, \`edit\` is meant.
- \`studio_process_list\` lists the sessions. \`sessionId\` takes the beginning of an id, or the name of a place. If several
  fit, the call is refused and the choices are in the error: nothing is ever picked for you.
- \`origin: emulator\` is an emulated Studio. It runs real Luau, and says "not emulated" about what it does not have.

## Running Luau
- \`studio_console_exec\` runs a script in the plugin's context and returns what it prints and returns. Return what you
  want to know instead of printing it: tables, Vector3, CFrame and the like come back as data.
- A script may yield. It runs exactly once, also where the connection is lost meanwhile. If it takes longer than
  \`timeoutMs\`, it is stopped.
- Undo: group changes with ChangeHistoryService:TryBeginRecording and FinishRecording.

## Reading much
- Ask for little first: a path and a small depth, the last 50 lines of the log.
- A long result is cut. \`file\` has all of it; \`nextCursor\` is a resource with the next part, where it begins with
  studio://, and otherwise what to give to the same tool.
- \`since\` of \`studio_console_logs\` gives only the lines after the one with that \`seq\`.

## When something fails
- \`error.code\` and \`error.hint\` say what to do. \`retryable\` says whether trying again can help.
- \`delivery\`: \`not-sent\` never reached Studio, \`ran\` did, \`unknown\` may have. After the last two look before you repeat.
- No session: ask the user to open Studio with the plugin (studio-bridge plugin install), or to start an emulated one
  (studio-bridge emulator). studio-bridge doctor names the hop that fails.
`;
