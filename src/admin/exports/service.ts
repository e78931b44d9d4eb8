import { recordAudit } from '../../accounts/audit.ts';
import { type DownloadLink, issueDownloadLink } from '../../accounts/downloads/service.ts';
import type { SignedIn } from '../../context.ts';
import { transaction } from '../../database/transaction.ts';
import { sessionOfStories } from '../../live/stories/export.ts';
import { type ExportKind, exportKinds } from './kinds.ts';

export interface ExportCreation {
  kind: ExportKind | 'stories';
  /** Every other parameter of the file's address, with its values. */
  parameters: Record<string, readonly string[]>;
}

/** Makes a link to an export of these parameters, which are checked now and again at the download. */
export async function createExportLink(
  context: SignedIn,
  { kind, parameters: given }: ExportCreation,
): Promise<DownloadLink> {
  const parameters = new URLSearchParams(
    Object.entries(given).flatMap(([name, values]) => values.map((value) => [name, value])),
  );
  const file = `${kind}.csv`;
  if (kind === 'stories') {
    await sessionOfStories(context, parameters);
    return transaction(context.app.database, (tx) => issueDownloadLink(tx, context, file, parameters));
  }
  const { target, reason, filter } = await exportKinds[kind](context, parameters);
  return transaction(context.app.database, async (tx) => {
    await recordAudit(tx, context, { ...target, action: `${kind}.export_linked`, reason, details: { filter } });
    return issueDownloadLink(tx, context, file, parameters);
  });
}
