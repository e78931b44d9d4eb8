import { notify } from './notices.tsx';

/** Copies a text, and says so. Browsers let pages of plain HTTP copy nothing. */
export async function copy(text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    notify(`${what} copied.`);
  } catch {
    notify(`The browser does not let this page copy. ${what}: ${text}`);
  }
}
