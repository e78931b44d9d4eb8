import { Link } from 'react-router';
import { useQuery } from 'urql';
import { HostCodesDocument } from '../generated/codes.ts';
import { Loaded, Page } from '../parts/page.tsx';
import { usePaging } from '../parts/paging.tsx';
import { Codes } from '../passes/codes.tsx';

/** The promotion codes of a host. */
export default function CodesPage() {
  const [state, readAgain] = useQuery({ query: HostCodesDocument, variables: usePaging(20) });
  return (
    <Page
      title="Promotion codes"
      over={<Link to="/host">Your day</Link>}
      lead="What lowers the price of your sessions for those who know it."
    >
      <Loaded state={state}>
        {({ viewer }) =>
          viewer &&
          (viewer.role === 'CREATOR' ? (
            <Codes
              codes={viewer.promotionCodes}
              asksReason={false}
              onChange={() => readAgain({ requestPolicy: 'network-only' })}
            />
          ) : (
            <p className="card">
              {viewer.role === 'ADMIN' ? (
                <>
                  Admins make codes <Link to="/admin/codes">for the studio</Link>.
                </>
              ) : (
                'Creators make codes.'
              )}
            </p>
          ))
        }
      </Loaded>
    </Page>
  );
}
