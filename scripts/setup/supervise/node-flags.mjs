/**
 * How a program of ours is started. Left alone, V8 lets garbage grow with the memory of the machine, and the C library
 * keeps a heap of its own for every thread that ever drew a picture: a worker over 15,000 goods took 683 MB where 512 are
 * allowed, with these 337 (`npm run bench -- --only whale`).
 */
export const NODE_FLAGS = ['--enable-source-maps', '--max-old-space-size=256', '--max-semi-space-size=8'];

/** Environment of such a program: two heaps of the C library serve all threads. */
export const NODE_ENVIRONMENT = { MALLOC_ARENA_MAX: '2' };
