import { useState } from 'react';
import { Link } from 'react-router';
import { useQuery } from 'urql';
import { LedgerDocument } from '../generated/passes.ts';
import { Loaded, Shape } from '../parts/page.tsx';
import { Turner, useTurning } from '../parts/paging.tsx';
import { Scroll } from '../parts/scroll.tsx';
import { Moment } from '../parts/time.tsx';
import { words } from '../parts/words.ts';

/** What became of the credits of a pass, read when it is opened. */
export function Ledger({ id }: { id: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Ledger</summary>
      {isOpen && <Entries id={id} />}
    </details>
  );
}

function Entries({ id }: { id: string }) {
  const turning = useTurning();
  const variables = { id, after: turning.after };
  const [state] = useQuery({ query: LedgerDocument, variables, requestPolicy: 'cache-and-network' });
  return (
    <Loaded state={state} shape={<Shape lines={3} />}>
      {({ node }) =>
        node?.__typename === 'Pass' && (
          <>
            <Scroll label="Ledger">
              <table>
                <thead>
                  <tr>
                    <th scope="col">When</th>
                    <th scope="col">What</th>
                    <th scope="col">Credits</th>
                  </tr>
                </thead>
                <tbody>
                  {node.ledger.nodes.map(({ kind, credits, reason, enteredAt, booking }, index) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: entries have no ID
                    <tr key={index}>
                      <td>
                        <Moment at={enteredAt} />
                      </td>
                      <td>
                        {words(kind)}
                        {booking && (
                          <>
                            {': '}
                            <Link to={`/sessions/${encodeURIComponent(booking.session.id)}`}>
                              {booking.session.title}
                            </Link>
                          </>
                        )}
                        {reason && ` · ${reason}`}
                      </td>
                      <td className="number">{credits > 0 ? `+${credits}` : credits}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Scroll>
            <Turner of="the ledger" turning={turning} pageInfo={node.ledger.pageInfo} />
          </>
        )
      }
    </Loaded>
  );
}
