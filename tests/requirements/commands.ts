// What the commands that look at a place and change it have to do.
import { need } from './need.js';

export const COMMANDS = {
  'explorer.query': need(
    'guide: explorer query',
    'An instance is shown with what is in it, its properties and its attributes.',
  ),
  'explorer.services': need('rulings 1: explorer query', 'The services of a Studio are listed.'),
  'explorer.find': need(
    'goal: peers',
    'Instances are found by name, class, tag, attribute, property and selector, with a cursor.',
  ),
  'explorer.set': need(
    'goal: peers',
    'Properties, attributes and tags are set from text, JSON and every datatype, which comes back as it went.',
  ),
  'explorer.batch': need(
    'goal: peers',
    'Many changes are made together or not at all, as one step of the undo history, or only shown.',
  ),
  'explorer.refusals': need(
    'goal: bad input',
    'A property that is misspelt, read-only or of another type is refused with its reason; nothing half done stays.',
  ),
  'explorer.selection': need('goal: peers', 'What is selected in Studio is read and set.'),
  'explorer.paths': need(
    'rulings 2.9',
    'Paths escape dots and pick siblings, and every path in a result leads back to its instance.',
  ),
  'explorer.budget': need(
    'goal: budgets',
    'A traversal that would be too large is cut, says so, counts the whole and can be gone on with.',
  ),
  'explorer.bad-paths': need(
    'goal: bad input',
    'A path that leads nowhere is refused with the part that led somewhere and with near names.',
  ),
  'script.read': need(
    'goal: peers',
    'Scripts are read by ranges of lines, and as their open document has them.',
  ),
  'script.grep': need('goal: peers', 'All scripts are searched by text and by pattern, with a cursor.'),
  'script.edit': need(
    'goal: peers',
    'Edits are exact, all or none, checked to compile, and keep what is typed into an open document.',
  ),
  'script.create': need('goal: peers', 'A script is created if its source compiles.'),
  'viewport.screenshot': need(
    'rulings 2.10',
    'The viewport is captured by the best way that works; a black frame and each obstacle are told as such.',
  ),
  'viewport.camera': need('goal: peers', 'The camera is shown, moved, and made to look at an instance.'),
  'commands.wait-for': need(
    'goal: peers',
    'A condition, a line of output or a state is waited for, with a limit.',
  ),
  'commands.disconnect': need('goal: evidence', 'A command goes on through a change of the host.'),
  'play.commands': need(
    'goal: peers',
    'Play tests are started, verified, given input, ended with a value and started again by command.',
  ),
  'process.close': need('rulings 1: process close', 'A Studio is asked to close and seen to leave.'),
  'process.inner-host': need(
    'rulings 6: host',
    'The host of a run’s own Studio names no port that there is not, and is asked and found again like any other.',
  ),
  'commands.read-only': need(
    'goal: peers',
    'With --read-only, a host or a command refuses whatever could change something, scripts included.',
  ),
  'place.files': need(
    'goal: peers',
    'Parts of a place are written to model files, binary or XML, and brought back.',
  ),
  'commands.contexts': need(
    'goal: commands',
    'Every command of a session works in edit, server and client contexts, or says why it has no meaning there.',
  ),
  'commands.disconnects': need(
    'goal: commands',
    'Every command of a session survives the loss of its connection, on the way there and on the way back, done once.',
  ),
  'commands.bad-input': need(
    'goal: commands',
    'Paths, names and values that are wrong or odd end in the right error, and nothing is half done.',
  ),
  'place.save': need(
    'goal: peers',
    'The whole place is saved to a file, written whole or not at all, and what a plugin cannot have is named.',
  ),
  'api.queries': need(
    'guide: BridgeSession methods',
    'The published session queries instances and logs under the names of the guide.',
  ),
} as const;
