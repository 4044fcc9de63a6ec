import { obey } from './obey.js';

obey({});
