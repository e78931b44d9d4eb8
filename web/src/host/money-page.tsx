import { Link } from 'react-router';
import { useQuery } from 'urql';
import { MoneyDocument } from '../generated/planning.ts';
import type { MoneyQuery } from '../generated/types.ts';
import { formatMoney } from '../parts/money.ts';
import { Loaded, Page } from '../parts/page.tsx';
import { Scroll } from '../parts/scroll.tsx';
import { formatDay } from '../parts/time.tsx';
import './host.css';

type Month = NonNullable<MoneyQuery['viewer']>['revenue'][number];

/** The last twelve months of a host. */
export default function MoneyPage() {
  const [state] = useQuery({ query: MoneyDocument });
  return (
    <Page
      title="Money"
      over={<Link to="/host">Your day</Link>}
      lead="By the month in which a session starts. Passes count in the month in which they are paid."
    >
      <Loaded state={state}>{({ viewer }) => viewer && <Months months={viewer.revenue} />}</Loaded>
    </Page>
  );
}

function Months({ months }: { months: readonly Month[] }) {
  const currencies = [...new Set(months.flatMap(({ revenue }) => revenue.map(({ currency }) => currency)))];
  return (
    <>
      {currencies.map((currency) => (
        <Chart key={currency} currency={currency} months={months} />
      ))}
      <div className="card">
        <Scroll label="By month">
          <table>
            <thead>
              <tr>
                <th scope="col">Month</th>
                <th scope="col">Sessions</th>
                <th scope="col">Seats</th>
                <th scope="col">Filled</th>
                <th scope="col">Paid</th>
                <th scope="col">Refunded</th>
                <th scope="col">Kept</th>
                <th scope="col">Passes</th>
              </tr>
            </thead>
            <tbody>
              {[...months].reverse().map((month) => (
                <tr key={month.month}>
                  <th scope="row">
                    <Link to={`/host/money/${month.month.slice(0, 7)}`}>{nameOf(month)}</Link>
                  </th>
                  <td>{month.sessionsHeld}</td>
                  <td>
                    {month.seatsTaken}
                    {month.seatsOffered > 0 && ` / ${month.seatsOffered}`}
                  </td>
                  <td>{month.fillRatePercent === null ? '–' : `${month.fillRatePercent} %`}</td>
                  <td>{amounts(month, 'grossMinor')}</td>
                  <td>{amounts(month, 'refundedMinor')}</td>
                  <td>{amounts(month, 'netMinor')}</td>
                  <td>{amounts({ revenue: month.passRevenue }, 'netMinor')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      </div>
    </>
  );
}

const nameOf = ({ month }: Month) => formatDay(month, { month: 'short', year: 'numeric' });

function amounts({ revenue }: Pick<Month, 'revenue'>, field: 'grossMinor' | 'refundedMinor' | 'netMinor'): string {
  if (revenue.length === 0) return '–';
  return revenue.map((one) => formatMoney({ currency: one.currency, amountMinor: one[field] })).join(' + ');
}

/** What was kept in each month; the table below has the figures. */
function Chart({ currency, months }: { currency: string; months: readonly Month[] }) {
  const values = months.map((month) => ({
    name: nameOf(month),
    amountMinor: month.revenue.find((one) => one.currency === currency)?.netMinor ?? 0,
  }));
  const most = Math.max(1, ...values.map(({ amountMinor }) => amountMinor));
  return (
    <section className="card stack" aria-label={`Kept in ${currency}`}>
      <h2>Kept in {currency}</h2>
      <div className="months" aria-hidden="true">
        {values.map(({ name, amountMinor }) => (
          <div key={name}>
            <span className="muted fine">{name}</span>
            <span className="bar" style={{ width: `${(100 * amountMinor) / most}%` }} />
            <span className="number fine">{amountMinor > 0 && formatMoney({ currency, amountMinor })}</span>
          </div>
        ))}
      </div>
    </section>
  );
}
