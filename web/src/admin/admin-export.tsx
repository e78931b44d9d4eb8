import { useState } from 'react';
import { CreateExportDocument } from '../generated/export.ts';
import type { ExportCreateInput, ExportKind } from '../generated/types.ts';
import { useAct } from '../graphql/hooks.ts';
import { ReasonDialog } from '../parts/dialog.tsx';

/** Downloads a CSV file, with the reason that admins give for it. */
export function AdminExport({ kind, more }: { kind: ExportKind; more?: Partial<ExportCreateInput> }) {
  const [isAsking, setAsking] = useState(false);
  const { act, isBusy, refusal } = useAct(CreateExportDocument);
  return (
    <>
      <button type="button" onClick={() => setAsking(true)}>
        As CSV…
      </button>
      {isAsking && (
        <ReasonDialog
          title="Download as CSV"
          text={<p>The download is audited.</p>}
          action="Download"
          reason={{ label: 'Reason', isRequired: true }}
          refusal={refusal}
          isBusy={isBusy}
          onClose={() => setAsking(false)}
          onConfirm={async (reason) => {
            const link = await act({ input: { ...more, kind, reason } });
            if (!link) return;
            setAsking(false);
            location.assign(link.url);
          }}
        />
      )}
    </>
  );
}
