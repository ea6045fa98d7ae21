export const evotor = 1;
