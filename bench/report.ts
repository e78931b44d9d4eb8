/** What one server did under one workload: of several rounds, the medians. */
export interface Figure {
  workload: string;
  server: string;
  /** Requests answered, or events delivered, per second. */
  perSecond: number;
  /** Milliseconds. */
  p50: number;
  /** Milliseconds. */
  p99: number;
  /** Milliseconds of the server process per request or delivery, in user and system mode together. */
  cpu: number;
  /** SQL statements per request. */
  statements?: number;
  /** Milliseconds of PostgreSQL's backends per request. */
  databaseCpu?: number;
  /** MiB that the server process holds at the end. */
  memory?: number;
  /** Seconds until all subscriptions had begun. */
  opening?: number;
  note?: string;
}

const measures = ['perSecond', 'p50', 'p99', 'cpu', 'statements', 'databaseCpu', 'memory', 'opening'] as const;

/** Of figures of several rounds, one of each server under each workload: the median of each measure, and all notes. */
export function medians(figures: Figure[]): Figure[] {
  const groups = new Map<string, Figure[]>();
  for (const figure of figures) {
    const key = `${figure.workload} ${figure.server}`;
    groups.set(key, [...(groups.get(key) ?? []), figure]);
  }
  return [...groups.values()].map((rounds) => {
    const merged = { ...(rounds[0] as Figure) };
    for (const measure of measures) {
      const found = rounds.map((round) => round[measure]).filter((value) => value !== undefined);
      if (found.length > 0) merged[measure] = median(found);
    }
    const notes = [...new Set(rounds.flatMap(({ note }) => note ?? []))];
    return { ...merged, ...(notes.length > 0 && { note: notes.join('; ') }) };
  });
}

/** The greater of the middle two where there is no middle one. */
export function median(values: number[]): number {
  return values.sort((one, other) => one - other)[Math.floor(values.length / 2)] as number;
}

const columns = [
  'server',
  'per second',
  'p50 ms',
  'p99 ms',
  'CPU ms',
  'SQL',
  'DB CPU ms',
  'MiB',
  'open s',
  '× Mercurius',
  '× limit',
];

/**
 * The figures of one workload as rows, with their ratios to Mercurius and to the limit where those were measured. A
 * column in which nothing was measured is left out.
 */
export function tableOf(figures: Figure[]): string {
  const of = (server: string) => figures.find((figure) => figure.server === server)?.perSecond;
  const ratio = (figure: Figure, other: number | undefined) => (other ? (figure.perSecond / other).toFixed(2) : '');
  // Where nothing was answered in time there is nothing to divide by.
  const shown = (value: number | undefined, digits: number) =>
    value !== undefined && Number.isFinite(value) ? value.toFixed(digits) : '';
  const rows = figures.map((figure) => [
    figure.note ? `${figure.server} (${figure.note})` : figure.server,
    shown(figure.perSecond, 0),
    shown(figure.p50, 1),
    shown(figure.p99, 1),
    shown(figure.cpu, 3),
    shown(figure.statements, 2),
    shown(figure.databaseCpu, 3),
    shown(figure.memory, 0),
    shown(figure.opening, 1),
    ratio(figure, of('mercurius')),
    ratio(figure, of('limit')),
  ]);
  const isShown = columns.map((_, index) => rows.some((row) => row[index] !== ''));
  const line = (cells: string[]) => `| ${cells.filter((_, index) => isShown[index]).join(' | ')} |`;
  return [line(columns), line(columns.map((_, index) => (index === 0 ? '---' : '--:'))), ...rows.map(line)].join('\n');
}

/** Two servers under the same load, a row for each workload. */
export function halfLoadTable(figures: Figure[]): string {
  const rows = byWorkload(figures).flatMap(([workload, found]) => {
    const [shala, mercurius] = ['shala', 'mercurius'].map((name) => found.find(({ server }) => server === name));
    if (!shala || !mercurius) return [];
    const cells = [shala.p50, shala.p99, mercurius.p50, mercurius.p99].map((value) => value.toFixed(1));
    return [
      `| ${[workload, shala.perSecond.toFixed(0), ...cells, (mercurius.cpu / shala.cpu).toFixed(2)].join(' | ')} |`,
    ];
  });
  const head = '| | per second | p50 ms | p99 ms | Mercurius p50 ms | p99 ms | × Mercurius by CPU |';
  return [head, '| --- | --: | --: | --: | --: | --: | --: |', ...rows].join('\n');
}

/** The same figures, by workload. */
export function byWorkload(figures: Figure[]): [workload: string, figures: Figure[]][] {
  const names = [...new Set(figures.map(({ workload }) => workload))];
  return names.map((name) => [name, figures.filter(({ workload }) => workload === name)]);
}
