import type { Found } from '../../capabilities/found.ts';

export function askJsDebug(): Promise<Found>;
