import { framedConnectionContract } from './framed-connection-contract.ts';
import { listenAndDial } from './stream-pairs.ts';

framedConnectionContract('a WebSocket', () => listenAndDial({ transport: 'ws' }));
