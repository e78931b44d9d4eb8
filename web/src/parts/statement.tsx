import { Fragment } from 'react';
import { Link } from 'react-router';
import type { LineFiguresFragment, StatementFragment, TotalFiguresFragment } from '../generated/types.ts';
import { monthAfter } from './days.ts';
import { formatMoney } from './money.ts';
import { Empty } from './page.tsx';
import { Scroll } from './scroll.tsx';
import { formatDay, formatMoment } from './time.tsx';
import './statement.css';

export const nameOfMonth = (month: string) => formatDay(month, { month: 'long', year: 'numeric' });

/** The months before and after; `to` makes the address of a month like `2026-11`. */
export function MonthLinks({ month, to }: { month: string; to: (month: string) => string }) {
  const linkTo = (months: number) => {
    const other = monthAfter(month, months);
    return <Link to={to(other.slice(0, 7))}>{nameOfMonth(other)}</Link>;
  };
  return (
    <nav className="row between statement-months" aria-label="Other months">
      {linkTo(-1)}
      {linkTo(1)}
    </nav>
  );
}

/** What a host earned in a month, to read and to print. */
export function Statement({ statement: { lines, totals, timeZone } }: { statement: StatementFragment }) {
  if (totals.length === 0) return <Empty>Nothing was paid for sessions of this month, nor for passes in it.</Empty>;
  return (
    <>
      {totals.map((total) => (
        <section key={total.currency} className="card stack" aria-labelledby={`in-${total.currency}`}>
          <h2 id={`in-${total.currency}`}>{total.currency}</h2>
          <Scroll label={`Sessions in ${total.currency}`}>
            <table className="statement">
              <thead>
                <tr>
                  <th scope="col">Session or pass</th>
                  <th scope="col">Sold</th>
                  <th scope="col">Paid</th>
                  <th scope="col">Refunded</th>
                  <th scope="col">Kept</th>
                  <th scope="col">Tax in it</th>
                </tr>
              </thead>
              <tbody>
                {lines
                  .filter(({ currency }) => currency === total.currency)
                  .map((line) => (
                    <Row key={line.session?.id ?? line.title} figures={line}>
                      <Title line={line} timeZone={timeZone} />
                    </Row>
                  ))}
              </tbody>
              <tfoot>
                <Row figures={total}>In all</Row>
              </tfoot>
            </table>
          </Scroll>
          <dl className="facts">
            {providerFacts(total).map(([name, amountMinor]) => (
              <Fragment key={name}>
                <dt>{name}</dt>
                <dd>{formatMoney({ currency: total.currency, amountMinor })}</dd>
              </Fragment>
            ))}
          </dl>
        </section>
      ))}
      <p className="muted fine">
        By the start of the session, or the payment of the pass, in the zone {timeZone}. Tax is that of the receipts:
        what was confirmed by hand has none.
      </p>
    </>
  );
}

function Title({ line: { session, title }, timeZone }: { line: LineFiguresFragment; timeZone: string }) {
  if (!session) return <>Pass: {title}</>;
  return (
    <>
      <Link to={`/sessions/${encodeURIComponent(session.id)}`}>{title}</Link>
      <br />
      <span className="muted fine">{formatMoment(session.startsAt, timeZone)}</span>
    </>
  );
}

const providerFacts = ({ receivedMinor, paidBackMinor }: TotalFiguresFragment): [string, number][] => [
  ['Received by payment providers', receivedMinor],
  ['Paid back by them so far', paidBackMinor],
];

type Figures = Omit<TotalFiguresFragment | LineFiguresFragment, 'session' | 'title'>;

function Row({ figures, children }: { figures: Figures; children: React.ReactNode }) {
  const { currency, bookings, grossMinor, refundedMinor, netMinor, taxMinor } = figures;
  return (
    <tr>
      <th scope="row">{children}</th>
      <td>{bookings}</td>
      {[grossMinor, refundedMinor, netMinor, taxMinor].map((amountMinor, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the columns never change
        <td key={index}>{formatMoney({ currency, amountMinor })}</td>
      ))}
    </tr>
  );
}
