// The hops from this process to the plugins: port, host, sessions.
import type { PortHolder, PortProbe } from '../../command/world/machine-probes.js';
import { groupInstances } from '../../protocol/instance-info.js';
import type { SessionInfo } from '../../protocol/session-info.js';
import type { Check } from './check.js';

export function checkPort(port: number, found: PortProbe, holder: PortHolder | undefined): Check {
  const who = holder && `${holder.command} (process ${holder.pid})`;
  switch (found.kind) {
    case 'free':
      return {
        hop: 'port',
        state: 'note',
        finding: `No host is running: port ${port} is free. The next command that needs one becomes it.`,
        mend: 'To keep one running: studio-bridge serve',
      };
    case 'host':
      return { hop: 'port', state: 'ok', finding: `Port ${port} is held by ${who ?? 'a bridge host'}.` };
    case 'foreign':
      return {
        hop: 'port',
        state: 'wrong',
        finding: `Port ${port} is held by ${who ?? 'another program'}, which is not a bridge host: ${found.reason}.`,
        mend: 'End that program, or use another port on both sides: --port, STUDIO_BRIDGE_PORT',
      };
  }
}

export function checkHost(found: Extract<PortProbe, { kind: 'host' }>, version: string): Check {
  const seconds = Math.round(found.uptimeMs / 1000);
  const finding = `The host is version ${found.serverVersion}, up for ${seconds} s.`;
  if (found.serverVersion === version) return { hop: 'host', state: 'ok', finding };
  return {
    hop: 'host',
    state: 'note',
    finding: `${finding} This command is version ${version}.`,
    mend: 'Restart the host, so that both are the same: studio-bridge serve',
  };
}

export function checkSessions(sessions: readonly SessionInfo[], version: string): Check[] {
  if (sessions.length === 0) {
    return [
      {
        hop: 'sessions',
        state: 'wrong',
        finding: 'The host has no session: no Studio with the plugin is connected to it.',
        mend: 'Open Studio, or start an emulated one: studio-bridge emulator',
      },
    ];
  }
  return [...sessions.map((session) => checkSession(session, version)), ...checkPlay(sessions)];
}

function checkSession(session: SessionInfo, version: string): Check {
  const name = `${session.placeName} (${session.context}, ${session.sessionId.slice(0, 8)})`;
  if (session.stale) {
    return {
      hop: 'session',
      state: 'wrong',
      finding: `${name} has not been heard of for a while: its Studio may hang or be paused in the debugger.`,
      mend: 'Look at its window; a Studio that is gone leaves the list by itself after a minute.',
    };
  }
  if (session.pluginVersion !== version) {
    return {
      hop: 'session',
      state: 'note',
      finding: `${name} runs plugin version ${session.pluginVersion || 'unknown'}; this is ${version}.`,
      mend: 'Install the current one, then restart Studio: studio-bridge plugin install',
    };
  }
  return {
    hop: 'session',
    state: 'ok',
    finding: `${name} is ${session.state}, ${session.paired ? 'paired' : 'not paired'}, ${session.origin}.`,
  };
}

/** A Studio that plays has a server; if its plugin does not load there, nothing else shows it. */
function checkPlay(all: readonly SessionInfo[]): Check[] {
  return groupInstances(all).flatMap(({ placeName, sessions }): Check[] => {
    const has = (context: string) => sessions.filter((session) => session.context === context).length;
    const clients = has('client');
    if (has('server') > 0) {
      const who = clients === 0 ? '' : clients === 1 ? ' and a client' : ` and ${clients} clients`;
      return [{ hop: 'play', state: 'ok', finding: `${placeName} plays: its server${who} can be reached.` }];
    }
    if (clients > 0) {
      return [
        {
          hop: 'play',
          state: 'wrong',
          finding: `${placeName} plays, but the plugin of its server is not connected.`,
          mend: 'Stop the play test and start it again; if that does not help, open Studio again.',
        },
      ];
    }
    if (sessions.every(({ state }) => state === 'Edit' || state === 'Paused')) return [];
    return [
      {
        hop: 'play',
        state: 'wrong',
        finding: `${placeName} is playing, but no plugin runs in its play contexts.`,
        mend: 'In Studio: File, Studio Settings, turn on "Load User Plugins In Run Modes".',
      },
    ];
  });
}
