// Play tests in the emulated Studio: the DataModels there are, what runs in them, and what passes between them.
import { need } from './need.js';

export const PLAY = {
  'play.lifecycle': need(
    'platform 3.1',
    'StudioTestService begins play, run and multiplayer tests, which end with a value from their server.',
  ),
  'play.contexts': need(
    'platform 2.3',
    'RunService tells the DataModels apart as in Studio, a Team Create place and run mode included.',
  ),
  'play.security': need(
    'platform 2.4',
    'Scripts of a place lack what plugins may do, with the texts of Roblox, and run as the place says.',
  ),
  'play.scripts': need(
    'platform 8',
    'Scripts run by class, RunContext and container, and end with all that they began.',
  ),
  'play.run-service': need(
    'platform 2.3',
    'RunService runs, pauses and stops the place that is edited, without putting it back.',
  ),
  'play.replication': need(
    'goal: emulated engine',
    'Instances, properties, attributes and tags of the server are replicated to its clients, and nothing back.',
  ),
  'play.remotes': need(
    'goal: emulated engine',
    'Remotes pass values by the rules of the platform, between the sides that may use them, and wait for listeners.',
  ),
  'play.plugin-connections': need(
    'platform 2.6',
    'PluginConnectionService connects the copies of one plugin in the DataModels of a Studio.',
  ),
  'play.sessions': need(
    'protocol 10.4',
    'Every DataModel of a play test is a session of its Studio, from its start to its end.',
  ),
  'play.command': need(
    'goal: emulator command',
    '`emulator --play --players N` starts a play test whose sessions are listed and targeted by context.',
  ),
  'play.teardown': need(
    'goal: emulated engine',
    'The end of a test runs what was bound to it and leaves no socket, timer or DataModel.',
  ),
} as const;
