import { tokens } from '../graphql/tokens.ts';

/** The answer to an import; `code` is there where nothing was imported. */
export interface ImportAnswer {
  dryRun?: boolean;
  rows: number;
  created: number;
  updated: number;
  unchanged: number;
  faults?: { line: number; column: string | null; message: string }[];
  faultCount?: number;
  code?: string;
  message?: string;
}

/** Sends the file of a form with its fields `kind`, `file`, `reason` and `mail`. */
export async function sendImport(form: FormData, dryRun: boolean): Promise<ImportAnswer> {
  const parameters = new URLSearchParams({
    ...{ dryRun: String(dryRun), mail: String(form.has('mail')), reason: String(form.get('reason')) },
  });
  try {
    if (tokens.isExpiring) await tokens.refresh();
    const response = await fetch(`/import/${form.get('kind')}.csv?${parameters}`, {
      method: 'POST',
      headers: { ...tokens.headers, 'Content-Type': 'text/csv' },
      body: form.get('file') as File,
    });
    return (await response.json()) as ImportAnswer;
  } catch {
    const none = { rows: 0, created: 0, updated: 0, unchanged: 0 };
    return { ...none, code: 'NETWORK', message: 'The file could not be sent. It may be larger than 64 MiB.' };
  }
}
