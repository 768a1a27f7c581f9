import { framedConnectionContract } from './framed-connection-contract.ts';
import { overStdio } from './stream-pairs.ts';

framedConnectionContract('the stdio of a child process', overStdio);
