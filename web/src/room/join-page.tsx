import { Link, useLocation, useNavigate, useParams } from 'react-router';
import { useQuery } from 'urql';
import { Card } from '../catalogue/card.tsx';
import { ByCodeDocument } from '../generated/join.ts';
import { JoinRoomDocument } from '../generated/room.ts';
import { refusalOf, useAct, useIdentity } from '../graphql/hooks.ts';
import { Check, Field, Form } from '../parts/form.tsx';
import { Page, Shape } from '../parts/page.tsx';
import { Refusal } from '../parts/refusal.tsx';
import '../catalogue/catalogue.css';

/** Joins a session by its code: typed here, or brought by a link. */
export default function JoinPage() {
  const { code } = useParams();
  const navigate = useNavigate();
  // Another one at each navigation: whoever asks for the same code again has it looked for again.
  const { key: question } = useLocation();
  return (
    <Page title="Join by a code" lead="A host shares the code of a live session: eight letters and digits.">
      <div className="card narrow">
        <Form
          key={code}
          refusal={null}
          onSubmit={({ code = '' }) => void navigate(`/join/${encodeURIComponent(code.trim())}`)}
        >
          <Field
            label="Code"
            name="code"
            isRequired
            defaultValue={code ?? ''}
            input={{ autoCapitalize: 'characters', autoComplete: 'off', spellCheck: false }}
          />
          <div>
            <button type="submit" className={code ? undefined : 'primary'}>
              Find the session
            </button>
          </div>
        </Form>
      </div>
      {code && <Found key={question} code={code} />}
    </Page>
  );
}

function Found({ code }: { code: string }) {
  const identity = useIdentity();
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const [{ data, fetching, error }] = useQuery({ query: ByCodeDocument, variables: { code } });
  const { act, isBusy, refusal } = useAct(JoinRoomDocument);
  const session = data?.sessionByCode;
  if (!session) {
    if (fetching) return <Shape card />;
    return (
      <Refusal
        refusal={
          error ? refusalOf(error) : { code: 'NOT_FOUND', message: 'No session has this code. Look at it again.' }
        }
      />
    );
  }
  const join = async (asSpectator: boolean) => {
    const joined = await act({ code, asSpectator });
    if (joined) void navigate(`/sessions/${encodeURIComponent(joined.session.id)}/room`);
  };
  return (
    <div className="narrow stack">
      <Card session={session} />
      {identity.status === 'signedIn' ? (
        <Form refusal={refusal} onSubmit={({ spectator }) => join(spectator !== undefined)}>
          <Check name="spectator" label="As a spectator, who does not vote" />
          <div>
            <button type="submit" className="primary" disabled={isBusy}>
              Join
            </button>
          </div>
        </Form>
      ) : (
        <Link className="button primary" to={`/sign-in?next=${encodeURIComponent(pathname)}`}>
          Sign in to join
        </Link>
      )}
    </div>
  );
}
