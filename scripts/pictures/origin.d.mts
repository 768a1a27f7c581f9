export const originFile: string;
export function originOf(): Promise<string>;
