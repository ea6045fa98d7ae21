import { readFileSync } from 'node:fs';

/** Resident megabytes of a process; `null` = it is gone, or this is not Linux. */
export function residentMegabytes(pid: number): number | null {
  try {
    const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kilobytes === undefined ? null : Number(kilobytes) / 1024;
  } catch {
    return null;
  }
}

/** Resident memory of some processes over time. */
export class MemoryCurve {
  private readonly samples = new Map<string, number[]>();
  private readonly timer: NodeJS.Timeout;

  /** `watched` names the processes that live at the moment. */
  constructor(watched: () => Readonly<Record<string, number | null>>, everyMs: number) {
    this.timer = setInterval(() => {
      for (const [name, pid] of Object.entries(watched())) {
        const megabytes = pid === null ? null : residentMegabytes(pid);
        if (megabytes === null) continue;
        const key = `${name} (${pid})`;
        this.samples.set(key, [...(this.samples.get(key) ?? []), megabytes]);
      }
    }, everyMs);
  }

  /** By process: median of its second third of life, of its last third, and the most. Short lives are left out. */
  end(): readonly MemoryLine[] {
    clearInterval(this.timer);
    return [...this.samples].flatMap(([process, values]) => {
      if (values.length < LEAST_SAMPLES) return [];
      const third = Math.floor(values.length / 3);
      return [
        {
          process,
          middle: median(values.slice(third, 2 * third)),
          last: median(values.slice(2 * third)),
          most: Math.max(...values),
        },
      ];
    });
  }
}

/** Megabytes. */
export interface MemoryLine {
  readonly process: string;
  readonly middle: number;
  readonly last: number;
  readonly most: number;
}

/** Three minutes: before that a program is still loading, drawing its first pictures and filling its caches. */
const LEAST_SAMPLES = 90;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0);
}
