import { Link, useParams } from 'react-router';
import { useQuery } from 'urql';
import { OwnStatementDocument } from '../generated/statement.ts';
import { ExportButton } from '../parts/export-button.tsx';
import { Loaded, Page } from '../parts/page.tsx';
import { MonthLinks, nameOfMonth, Statement } from '../parts/statement.tsx';
import { useViewer } from '../shell/viewer.tsx';

/** What the viewer earned as a host in a month. */
export default function StatementPage() {
  const { month: asked = '' } = useParams();
  const { viewer: host } = useViewer();
  const month = /^\d{4}-(0[1-9]|1[0-2])$/.test(asked) ? `${asked}-01` : null;
  const [state] = useQuery({ query: OwnStatementDocument, variables: { month }, pause: month === null });
  if (month === null)
    return (
      <Page title="There is no such month">
        <Link to="/host/money">Money</Link>
      </Page>
    );
  return (
    <Page
      title={nameOfMonth(month)}
      over={<Link to="/host/money">Money</Link>}
      lead={host?.user.displayName}
      actions={
        <>
          <button type="button" onClick={() => print()}>
            Print
          </button>
          <ExportButton input={{ kind: 'STATEMENT', month }}>As CSV</ExportButton>
        </>
      }
    >
      <MonthLinks month={month} to={(other) => `/host/money/${other}`} />
      <Loaded state={state}>
        {({ viewer }) => viewer?.hostStatement && <Statement statement={viewer.hostStatement} />}
      </Loaded>
    </Page>
  );
}
