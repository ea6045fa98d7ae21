/** An Evotor account as its owner recognises it and nobody else can use it: its last four digits. */
export const shortAccount = (evotorUserId: string): string => `…${evotorUserId.slice(-4)}`;
