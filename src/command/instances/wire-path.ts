// Paths as users write them and as they travel: on the wire all begin with `game`.

export function toWirePath(path: string): string {
  const trimmed = path.trim();
  if (trimmed === '') return 'game';
  return trimmed === 'game' || trimmed.startsWith('game.') ? trimmed : `game.${trimmed}`;
}
