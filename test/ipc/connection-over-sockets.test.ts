import { framedConnectionContract } from './framed-connection-contract.ts';
import { listenAndDial } from './stream-pairs.ts';
import { TRANSPORTS } from './support.ts';

for (const transport of TRANSPORTS) framedConnectionContract(transport, () => listenAndDial({ transport }));
