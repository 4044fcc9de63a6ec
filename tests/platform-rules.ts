// What the emulated engine shares with Roblox, rule by rule, and the cases that show it. A case is "file: title"; files
// are named without their ends, specs of services with their folder. A title that begins with … is the end of one.

export interface PlatformRule {
  readonly rule: string;
  readonly cases: readonly string[];
}

const rule = (text: string, ...cases: string[]): PlatformRule => ({ rule: text, cases });

export const PLATFORM_RULES: Readonly<Record<string, readonly PlatformRule[]>> = {
  datatypes: [
    rule('Vectors of three are native and have their members', 'spatialTypes: Vector3'),
    rule('Vectors of two', 'spatialTypes: Vector2'),
    rule(
      'Whole-number vectors, sets of faces and axes, regions, rays and rectangles',
      'datatypes: rectangles, rays, regions and sets',
    ),
    rule(
      'Frames: composition, angles, looking, components',
      'spatialTypes: CFrame: composition and inversion',
      'spatialTypes: CFrame: angles there and back, in every order',
      'spatialTypes: CFrame: looking, axes, turns',
    ),
    rule(
      'Colours and the palette',
      'datatypes: Color3',
      'datatypes: the palette of BrickColors',
      'datatypes: BrickColor',
    ),
    rule('Scale and offset', 'datatypes: UDim and UDim2'),
    rule('Ranges and sequences with their keypoints', 'datatypes: sequences and ranges'),
    rule(
      'Physical properties, fonts, tweens, contents',
      'datatypes: physical properties, fonts, tween infos, contents',
    ),
    rule(
      'Enums, their items, and looking them up',
      'datatypes: enums',
      'reflection: every enum has items that can be found by name and value',
    ),
    rule('Dates, and every token of their formats', 'datatypes: dates'),
    rule(
      'Random numbers',
      "datatypes: random numbers are the seed's",
      'datatypes: random numbers are spread evenly',
    ),
    rule(
      'Materials and what parts of them weigh',
      'datatypes: physical properties, fonts, tween infos, contents',
      "parts: a part's mass is its volume times its density",
    ),
    rule('Parameters of queries', 'services/spatialQueries: params are checked'),
    rule('The older queries of regions', 'services/spatialQueries: the older queries of regions'),
    rule(
      'Waypoints, curves, catalogue',
      'moreTypes: waypoints and control points',
      'moreTypes: keys of curves',
      'moreTypes: what to look for in the catalogue',
    ),
    rule('Shared tables and capabilities', 'moreTypes: shared tables', 'moreTypes: capabilities'),
    rule(
      'Each has its name for typeof and its text',
      'datatypes: types and text',
      'remaining: types of what the engine gives',
    ),
    rule('Equal parts make equal values', 'datatypes: equal values are equal'),
    rule(
      'They cannot be changed, and have no other members',
      'datatypes: members that are not there, and assigning',
    ),
    rule('Operators refuse what they do not know', 'datatypes: wrong operands and arguments'),
    rule(
      'Single-precision properties read back rounded',
      'instances: single precision, whole numbers, enums by name and value',
      'spatialTypes: angles have single precision, going in and coming out',
    ),
    rule(
      'What attributes may hold, and their names',
      'instanceEvents: attributes',
      'instanceEvents: attributes have rules',
    ),
    rule(
      'Addresses are texts, and contents of their own',
      'remaining: an address and the content of it are one',
    ),
    rule(
      'A font is an item and a face, and a copy for everybody who asks',
      'remaining: a font and its face are one',
    ),
  ],
  instances: [
    rule(
      'Made by class, with a parent if it is given',
      "instances: new instances have their class's name and no parent",
      'instances: classes that do not exist or cannot be made are refused',
    ),
    rule('A copy of one alone', 'instanceRules: fromExisting copies one instance alone, archivable or not'),
    rule('Names end at a hundred characters', 'instances: names are cut at a hundred characters'),
    rule('IsA knows the ancestry', 'instances: IsA follows the ancestry of classes'),
    rule(
      'One signal for each property, without arguments',
      'instanceRules: a property has one signal of changes',
      "instanceEvents: a property's change is told by its own signal and by Changed",
    ),
    rule('Value objects tell their value', 'instanceEvents: values tell their value'),
    rule(
      'Finding children, ancestors and classes',
      'instances: finding',
      'instanceRules: of equally named children the first is found',
    ),
    rule(
      'Children and descendants in order',
      'instanceRules: descendants come parents first, in the order in which they came',
      "instanceRules: the list of children is the caller's own",
    ),
    rule(
      'Waiting for a child, and the warning',
      'instanceEvents: WaitForChild finds what is there, and what comes',
      'output: a WaitForChild that may never end warns after five seconds',
    ),
    rule(
      'Full names are not escaped and leave the place out',
      'instances: full names',
      'instanceRules: full names are not escaped, and begin below the place',
    ),
    rule('Ids for debugging', 'instances: debug ids are unique', 'instanceRules: ids for debugging'),
    rule(
      'Cloning: what comes along and what does not',
      'instanceEvents: copies take properties, attributes, tags and children, and refer to copies',
      'instanceEvents: what is not archivable is not copied',
      'instanceEvents: connections are not copied',
      "instanceRules: a copy's references outside of it stay, inside of it move",
    ),
    rule(
      'Destroying locks the parent, of all below as well',
      'instances: what was destroyed has its parent locked',
      'instanceRules: destroying locks everything below as well',
      'instances: ClearAllChildren',
    ),
    rule('Tags', 'instanceEvents: tags', 'services: CollectionService knows what is in the place'),
    rule('The actor above', 'instanceRules: the nearest Actor'),
    rule(
      'What is not as it was made, and back to it',
      'instances: which properties are not as they were made',
    ),
    rule(
      'Events of coming, going and moving, in their order',
      'instanceEvents: children that come and go',
      'instanceEvents: a move is told to the one that moves and to all below it',
      'instanceEvents: Destroying is told first',
    ),
    rule(
      'Members win over children',
      'instances: members come before children; children are found by name',
      'instanceRules: members win over children',
    ),
    rule(
      'Services by class and by name',
      'game: services are made when they are asked for, once',
      'game: what is no service is refused',
      "game: services are children by their names, which are not all their class's",
      'game: the containers of a place are there',
    ),
    rule(
      'Selectors',
      'selectors: selectors',
      'selectors: the root itself and what is above it do not count',
      'selectors: what is no selector is refused',
    ),
    rule(
      'Some services are closed to everybody',
      "services/places: services that only Roblox's scripts may touch",
    ),
    rule(
      'Defaults are those of the class',
      'instances: defaults are those of the class',
      'reflection: every property has a value of its type, or says that it is not emulated',
    ),
  ],
  errors: [
    rule(
      'The parent is locked',
      'instances: what was destroyed has its parent locked',
      'instances: services cannot be moved',
    ),
    rule(
      'Its own parent, and a circle',
      'instances: an instance cannot be its own parent, nor that of its ancestors',
    ),
    rule(
      'Not a valid member',
      'instances: what is no member says so, with class and full name',
      'instances: properties that are not for scripts do not exist for them',
    ),
    rule('A value of another type', 'instances: types of properties'),
    rule(
      'A number where text belongs, and text where a number belongs, are converted',
      'instances: text and numbers become each other',
    ),
    rule('Read only', 'instances: read-only properties'),
    rule('Not creatable', 'instances: classes that do not exist or cannot be made are refused'),
    rule('Not a service', 'game: what is no service is refused'),
    rule(
      'Missing arguments, and casts that fail',
      'instanceRules: arguments',
      'services: ScriptEditorService edits sources',
    ),
    rule('A dot where a colon belongs', 'instanceRules: methods want their instance, and one of their class'),
    rule("The language's own errors", 'remaining: wrong operations in the words of the language'),
    rule(
      'Modules that fail',
      'scripts: failure is kept',
      "output: a module's mistakes are in the output, with its name",
      'scripts: modules that require each other are told',
    ),
    rule(
      'A script that runs for too long',
      'time-budget.test: gives the text that Roblox gives, with the script and the line',
    ),
    rule('No HTTP on clients', 'play-test.test: the client of a test makes no requests'),
    rule(
      'No loadstring where the place forbids it',
      'play-security.test: loadstring is for servers whose place says so',
    ),
    rule(
      'A capability is missing',
      'play-security.test: scripts of a place lack the capability of plugins',
      "remaining: what is for Roblox's own scripts is kept from plugins",
    ),
  ],
  runtime: [
    rule(
      'spawn, defer, delay and wait',
      'tasks: spawn runs at once, defer at the end, delay and wait on a frame',
      'tasks: wait returns what it took, and waits at least that long',
      'tasks: a thread that waits no time goes on in the next frame, not in the same one',
    ),
    rule('cancel', 'tasks: cancel ends a thread that waits', 'tasks: a running thread cannot be cancelled'),
    rule(
      'Actors and parallel code',
      'tasks: synchronize needs an actor',
      'remaining: parallel connections are connections',
      'services/world: actors get messages by topic',
    ),
    rule('Errors stay in their thread', 'tasks: errors in spawned threads do not reach who spawned them'),
    rule('The older functions are throttled', 'tasks: the older functions wait for at least 29 ms'),
    rule(
      'The order of a frame and what its events tell',
      'game: the events of a frame come in order',
      'remaining: frames tell their time',
      'game: 60 frames a second',
    ),
    rule(
      'Deferred signals',
      'signals: handlers run at the end of the resumption point, in order',
      'signals: events that fire themselves are stopped at a depth of ten',
    ),
    rule(
      'Immediate signals where the place says so',
      'play-security.test: servers and clients run handlers as the place says',
      'open-place.test: handlers run as the place has it: SignalBehavior %o',
    ),
    rule(
      'Disconnecting, destroying, Once and Wait',
      'signals: what was fired but has not run is dropped by disconnecting',
      'signals: destroying disconnects, but what was fired still arrives',
      'signals: Once runs once, and is disconnected before it runs',
      'signals: Wait returns what was fired',
    ),
    rule(
      'Arguments of bindables are copied, with rules',
      'signals: tables are copied on their way through a BindableEvent',
      'instanceRules: what is sent through bindables has rules',
    ),
    rule(
      'Kinds of output, and how values look',
      'output: each kind has its type, and there is a third argument',
      'output: values are shown by their __tostring, tables by what is in them',
      'output: print does not ask a global tostring',
    ),
    rule('MessageOut comes later than the line', 'output: MessageOut comes later than the line'),
    rule(
      'Errors that nobody caught',
      'output: errors that nobody caught: the message, then the stack',
      'output: error values that are not text',
      'output: ScriptContext.Error tells the message, the stack and the script',
    ),
    rule('Tracebacks', 'scripts: tracebacks show scripts only, a line each'),
    rule(
      'require: once, one value, waiting, kept failures',
      'scripts: a module runs once',
      'scripts: a module may return anything, but exactly one',
      'scripts: a module may wait; who requires it waits too',
      'scripts: failure is kept',
    ),
    rule('require by path', 'scripts: require by path'),
    rule('No plugin in modules', 'scripts: script is the module, and there is no plugin'),
    rule(
      'When scripts of a place run, end and begin again',
      'play-scripts.test: scripts run where their class, context and place say',
      'play-scripts.test: a script that is disabled, moved or destroyed ends with all that it began',
    ),
    rule(
      'The libraries',
      'remaining: every function of every library',
      'remaining: newer functions of the libraries',
      'scripts: text as readers see it',
      'scripts: what scripts have',
    ),
    rule(
      'Globals, environments and what is not there',
      'scripts: environments can be had and set',
      'scripts: _G and shared are those of all scripts',
      "scripts: the engine's environment is out of reach",
      "scripts: the engine's functions are native to scripts",
    ),
    rule('Buffers go through JSON', 'json: buffers are base64', 'json: buffers come back as buffers'),
    rule(
      'A shop where nobody owns or buys anything',
      'services/marketplace: nobody owns anything',
      'services/marketplace: prompts are declined in the next frame',
      'services/marketplace: information about products is not made up',
    ),
    rule('settings, UserSettings, stats', 'scripts: settings beside the place'),
    rule('Identities', 'remaining: identity'),
    rule('Clocks', 'scripts: times', 'remaining: clocks'),
    rule(
      'Contexts tell themselves apart',
      'game: edit mode, by every question',
      'game: a paused simulation is neither edited nor run',
      'play-test.test: each DataModel answers what it is as its kind does',
    ),
    rule('The services that plugins need are there', 'reflection: services can be had'),
    rule(
      'What only physics would tell is not made up',
      'services/spatialQueries: what needs physics says so',
      'play-security.test: what only physics would tell is not emulated, and says so',
    ),
  ],
  files: [
    rule(
      'XML: elements, texts, CDATA and numbers',
      'round-trip.test: what rbx-dom writes in XML stays what it is',
      'round-trip.test: blanks are kept in XML: %j',
      'round-trip.test: numbers at their ends keep their bits',
    ),
    rule('Binary: chunks, compressions, encodings, types', 'round-trip.test: … stays what it is'),
    rule('Both say the same', 'round-trip.test: both formats say the same, from one to the other and back'),
    rule('Names in files and names for scripts', 'open-place.test: scripts see what is in a %s place'),
    rule(
      'What is not understood stays',
      'open-place.test: changes are saved, and what is not understood stays',
    ),
    rule(
      'References',
      'open-place.test: references lead to the instances that they mean',
      'project-kinds.test: references within a model file stay',
    ),
    rule(
      'Files that are broken',
      'bad-place.test: … that ends anywhere is refused',
      'bad-place.test: a tree that goes in a circle is refused',
    ),
    rule(
      'Attributes and tags as bytes',
      'round-trip.test: writing what was read gives the same bytes from then on',
    ),
    rule('Models by scripts', 'services/serializationService: instances come back with what is in them'),
  ],
};
