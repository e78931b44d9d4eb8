import { CreateExportDocument } from '../generated/export.ts';
import type { ExportCreateInput } from '../generated/types.ts';
import { useAct } from '../graphql/hooks.ts';
import { Refusal } from './refusal.tsx';

/** Downloads a CSV file over a link that works once. */
export function ExportButton({ input, children }: { input: ExportCreateInput; children: string }) {
  const { act, isBusy, refusal } = useAct(CreateExportDocument);
  const download = async () => {
    const link = await act({ input });
    if (link) location.assign(link.url);
  };
  return (
    <>
      <button type="button" onClick={download} disabled={isBusy}>
        {children}
      </button>
      <Refusal refusal={refusal} />
    </>
  );
}
