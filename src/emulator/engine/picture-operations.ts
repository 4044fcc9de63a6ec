// Pictures of the emulated screen.
import type { Operations } from './operations.js';
import { drawPicture } from './picture/draw-picture.js';

export function pictureOperations(): Operations {
  return { 'picture.draw': (_value, bytes) => ({ bytes: drawPicture(bytes) }) };
}
