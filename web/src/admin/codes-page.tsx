import { useQuery } from 'urql';
import { StudioCodesDocument } from '../generated/codes.ts';
import { Loaded } from '../parts/page.tsx';
import { usePaging } from '../parts/paging.tsx';
import { Codes } from '../passes/codes.tsx';
import { AdminPage } from './admin-frame.tsx';

/** Every promotion code of the studio. */
export default function CodesPage() {
  const [state, readAgain] = useQuery({ query: StudioCodesDocument, variables: usePaging(20) });
  return (
    <AdminPage title="Promotion codes">
      <Loaded state={state}>
        {({ promotionCodes }) => (
          <Codes codes={promotionCodes} asksReason onChange={() => readAgain({ requestPolicy: 'network-only' })} />
        )}
      </Loaded>
    </AdminPage>
  );
}
