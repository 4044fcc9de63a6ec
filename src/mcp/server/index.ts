// The part of this surface that takes long to load: the SDK and what it serves.
import './quick-schemas.js';

export { installInClientsAsync, thisPlace } from '../clients/install.js';
export { serveHttpAsync, serveTransport } from './serve.js';
