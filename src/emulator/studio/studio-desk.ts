// What is around the viewport of a Studio in another thread, by what is sent to that.
import type { DeskAct, DeskView, StudioDesk } from '../../support/studio-desk.js';

export function deskOver(sendAsync: (act: DeskAct) => Promise<Uint8Array>, side?: string): StudioDesk {
  const actAsync = (act: DeskAct) => sendAsync({ ...act, side });
  const seeAsync = async (): Promise<DeskView> =>
    JSON.parse(new TextDecoder().decode(await actAsync({ act: 'see', name: '' })));
  return {
    of: (other) => deskOver(sendAsync, other),
    seeAsync,
    async pressAsync(button) {
      await actAsync({ act: 'press', name: button });
      return await seeAsync();
    },
    async clickAsync(text) {
      await actAsync({ act: 'click', name: text });
      return await seeAsync();
    },
    drawAsync: (window = '') => actAsync({ act: 'draw', name: window }),
  };
}
