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

## Tools
- Not every tool is offered at once. Groups are switched on where the server is started (studio-bridge mcp --tools
  default,play): \`play\` play tests and input, \`wait-for\`, \`test\` runs specs, \`process\` starts Studios, \`viewport\` the
  camera, \`place\` model files, \`explorer\` and \`script\` the rest of theirs. Ask the user for a group that you need.
- Text that is to be JSON may be given as data, and one item in place of a list.

## A day's work
- Find: studio_script_grep for text, studio_explorer_find for instances. Read: studio_script_read.
- Change: studio_script_edit with the exact text; studio_explorer_set, _create, _delete. Each is one step that
  studio_explorer_undo takes back; dryRun shows it first.
- Try: studio_test runs specs in a Studio of their own. studio_play_start, then studio_console_logs and studio_console_exec
  with context server or client, studio_play_input for keys and mouse, studio_viewport_screenshot; studio_play_stop.
- A module that was required in edit mode stays as it was required: after an edit look at it in a play test or by studio_test.

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
