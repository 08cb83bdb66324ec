import { readFileSync } from 'node:fs';
import { Agent, request as httpRequest } from 'node:http';

/** One request of a load; made anew for each, so that keys differ. */
export type Shot = {
  method: 'GET' | 'POST';
  path: string;
  headers: Record<string, string>;
  body?: string;
  /** What has to be read before the first byte counts as come; what stands before it is not what is waited for. */
  until?: string;
};

export type LoadResult = {
  requests: number;
  failures: number;
  perSecond: number;
  /** Milliseconds. */
  p50: number;
  p95: number;
  p99: number;
  /** Time to the first byte of the body, ms. */
  firstByteP50: number;
  /** CPU of the server process for one request, ms; user and system. */
  cpuMs: number;
};

const CLOCK_TICKS_PER_SECOND = 100;

/** CPU seconds a process has used, from /proc (Linux). */
const cpuSeconds = (pid: number): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / CLOCK_TICKS_PER_SECOND;
};

const quantile = (sorted: number[], share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? 0;

type Timing = { total: number; firstByte: number; ok: boolean };

/** Sends one request and reads its answer to the end. Never rejects. */
export const shoot = (origin: URL, agent: Agent, shot: Shot, startedAt = performance.now()): Promise<Timing> =>
  new Promise((resolve) => {
    let firstByte = 0;
    let read = '';
    const done = (ok: boolean) => resolve({ total: performance.now() - startedAt, firstByte, ok });
    const sent = httpRequest(
      { agent, host: origin.hostname, port: origin.port, method: shot.method, path: shot.path, headers: shot.headers },
      (response) => {
        response.on('data', (chunk: Buffer) => {
          if (firstByte > 0) return;
          if (shot.until !== undefined) read += chunk.toString();
          if (read.includes(shot.until ?? '')) firstByte = performance.now() - startedAt;
        });
        response.on('end', () => done((response.statusCode ?? 500) < 300));
        response.on('error', () => done(false));
      },
    );
    sent.on('error', () => done(false));
    sent.end(shot.body);
  });

const summarize = (timings: Timing[], seconds: number, cpu: number): LoadResult => {
  const totals = timings.map((timing) => timing.total).sort((a, b) => a - b);
  const firsts = timings.map((timing) => timing.firstByte).sort((a, b) => a - b);
  return {
    requests: timings.length,
    failures: timings.filter((timing) => !timing.ok).length,
    perSecond: timings.length / seconds,
    p50: quantile(totals, 0.5),
    p95: quantile(totals, 0.95),
    p99: quantile(totals, 0.99),
    firstByteP50: quantile(firsts, 0.5),
    cpuMs: (cpu * 1_000) / timings.length,
  };
};

/** Closed loop: so many connections, each sending its next request when the last is answered. */
export const closedLoop = async (
  server: { origin: URL; pid: number },
  options: { connections: number; seconds: number; next: () => Shot },
): Promise<LoadResult> => {
  const agent = new Agent({ keepAlive: true, maxSockets: options.connections });
  const timings: Timing[] = [];
  const cpuBefore = cpuSeconds(server.pid);
  const startedAt = performance.now();
  const endsAt = startedAt + options.seconds * 1_000;
  const worker = async () => {
    while (performance.now() < endsAt) timings.push(await shoot(server.origin, agent, options.next()));
  };
  await Promise.all(Array.from({ length: options.connections }, worker));
  const seconds = (performance.now() - startedAt) / 1_000;
  const cpu = cpuSeconds(server.pid) - cpuBefore;
  agent.destroy();
  return summarize(timings, seconds, cpu);
};

/** Open loop: requests leave on the beat whether or not the earlier ones are back; latency counts from the beat. */
export const openLoop = async (
  server: { origin: URL; pid: number },
  options: { perSecond: number; seconds: number; next: () => Shot },
): Promise<LoadResult> => {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const total = Math.floor(options.perSecond * options.seconds);
  const pending: Promise<Timing>[] = [];
  const cpuBefore = cpuSeconds(server.pid);
  const startedAt = performance.now();
  while (pending.length < total) {
    const due = Math.min(total, Math.floor(((performance.now() - startedAt) / 1_000) * options.perSecond) + 1);
    while (pending.length < due) {
      const beat = startedAt + (pending.length / options.perSecond) * 1_000;
      pending.push(shoot(server.origin, agent, options.next(), beat));
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  const timings = await Promise.all(pending);
  const seconds = (performance.now() - startedAt) / 1_000;
  const cpu = cpuSeconds(server.pid) - cpuBefore;
  agent.destroy();
  return summarize(timings, seconds, cpu);
};
