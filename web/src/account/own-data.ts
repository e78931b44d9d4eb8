import type { Refusal } from '../graphql/hooks.ts';
import { tokens } from '../graphql/tokens.ts';
import { saveFile } from '../parts/save-file.ts';

/** Saves everything that is stored about this person as a file; returns why it could not be had. */
export async function saveOwnData(): Promise<Refusal | null> {
  try {
    if (tokens.isExpiring) await tokens.refresh();
    const response = await fetch('/export/account.json', { headers: tokens.headers });
    if (!response.ok) return (await response.json()) as Refusal;
    saveFile('shala.json', await response.blob(), 'application/json');
    return null;
  } catch {
    return { code: 'NETWORK', message: 'The studio cannot be reached. Try again in a moment.' };
  }
}
