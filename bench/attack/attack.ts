import type { ChildProcess } from 'node:child_process';

/** A server that is attacked: Shala as it runs in production, with the demo studio in a database of its own. */
export interface Target {
  /** Without a path. */
  url: string;
  databaseUrl: string;
}

/** What an attack found out. Beside the findings of an attack stand those of the watch: memory, `/livez`, a bystander. */
export interface Finding {
  text: string;
  /** Whether the server did what it should. */
  holds: boolean;
}

export interface Attack {
  name: string;
  /** What the attackers do. */
  about: string;
  /** Settings of the server beside those of production. */
  settings?: Record<string, string>;
  /** MiB by which the server's memory may grow; 64 where it is missing. */
  memory?: number;
  /** Milliseconds in which `/livez` must answer; 100 where it is missing. */
  livez?: number;
  /** Attacks, until nothing more is to be seen. It runs in a process of its own. */
  run(target: Target): Promise<Finding[]>;
}

export interface AttackOrder {
  attack: string;
  target: Target;
}

export type AttackReport = { findings: Finding[] } | { failure: string };

/** Resolves to what the attackers' process reports. */
export function hear(attackers: ChildProcess): Promise<Finding[]> {
  return new Promise((resolve, reject) => {
    attackers.once('message', (report: AttackReport) => {
      if ('findings' in report) resolve(report.findings);
      else reject(new Error(report.failure));
    });
    attackers.once('exit', (code) => reject(new Error(`The attackers’ process ended with ${code}.`)));
  });
}
