// The emulator's reflection data: classes, properties, types, defaults and enums from the `rbx-dom` package, and the
// names of methods, events and callbacks from the type definitions of `@rbxts/types`.
import { reflection } from 'rbx-dom';
import { defaultText, typeName } from './reflection/property-values.js';
import { readMemberNames } from './reflection/member-names.js';
import type { GeneratedFile } from './generated-file.js';
