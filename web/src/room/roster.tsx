import { memo, useState } from 'react';
import { RemovePersonDocument, SetPersonRoleDocument, SetVotingDocument } from '../generated/room.ts';
import type { ParticipantRole, PersonFragment } from '../generated/types.ts';
import { useAct } from '../graphql/hooks.ts';
import { ReasonDialog } from '../parts/dialog.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { count, words } from '../parts/words.ts';
import { roleTexts } from './state.ts';

interface RosterProps {
  people: readonly PersonFragment[];
  me: PersonFragment | undefined;
  mayLead: boolean;
  isOver: boolean;
}

/** Who is in the room, with the presence of each; once it is over, who was. */
export function Roster({ people, me, mayLead, isOver }: RosterProps) {
  const present = people.filter(({ presence }) => presence !== 'LEFT');
  const online = present.filter(({ presence }) => presence === 'ONLINE').length;
  return (
    <section className="card stack" aria-labelledby="roster">
      <div className="row between">
        <h2 id="roster">People</h2>
        <span className="muted fine">
          {!isOver && `${online} of `}
          {count(present.length, 'person', 'people')}
          {!isOver && ' online'}
        </span>
      </div>
      <ul className="lines roster">
        {present.map((person) => (
          <li key={person.id}>
            <Person person={person} isMe={person.id === me?.id} me={me} mayLead={mayLead} isOver={isOver} />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface PersonProps extends Omit<RosterProps, 'people'> {
  person: PersonFragment;
  isMe: boolean;
}

/** Rendered anew where it changed: in a room of hundreds somebody comes or goes all the time. */
const Person = memo(function Person({ person, isMe, me, mayLead, isOver }: PersonProps) {
  const [isRemoving, setRemoving] = useState(false);
  const role = useAct(SetPersonRoleDocument);
  const voting = useAct(SetVotingDocument);
  const removal = useAct(RemovePersonDocument);
  const { id, user, presence, isVoter } = person;
  const isHost = me?.role === 'HOST';
  const mayRemove = mayLead && !isMe && person.role !== 'HOST' && (isHost || person.role !== 'COHOST');
  return (
    <div className="stack tight">
      <div className="row between">
        <span className="row">
          {!isOver && <span className={`presence ${presence.toLowerCase()}`} aria-hidden="true" />}
          <span>
            {user.displayName}
            {isMe && <span className="muted"> (you)</span>}
          </span>
        </span>
        <span className="row fine">
          {!isOver && <span className="muted">{words(presence)}</span>}
          {person.role !== 'MEMBER' && <span className="badge">{words(roleTexts[person.role])}</span>}
          {!isVoter && person.role !== 'SPECTATOR' && <span className="badge">Abstains</span>}
        </span>
      </div>
      {(isMe || mayLead) && !isOver && (
        <div className="row person-tools">
          {(isMe || mayLead) && person.role !== 'SPECTATOR' && (
            <button
              type="button"
              className="small quiet"
              disabled={voting.isBusy}
              onClick={() => voting.act({ id, isVoter: !isVoter })}
            >
              {isVoter ? 'Abstain' : 'Vote again'}
              {!isMe && <span className="hidden"> for {user.displayName}</span>}
            </button>
          )}
          {isHost && person.role !== 'HOST' && (
            <label>
              <span className="hidden">Role of {user.displayName}</span>
              <select
                className="plain small"
                value={person.role}
                disabled={role.isBusy}
                onChange={({ target }) => role.act({ id, role: target.value as ParticipantRole })}
              >
                <option value="COHOST">Co-host</option>
                <option value="MEMBER">Member</option>
                <option value="SPECTATOR">Spectator</option>
              </select>
            </label>
          )}
          {mayRemove && (
            <button type="button" className="small quiet" onClick={() => setRemoving(true)}>
              Remove…<span className="hidden"> {user.displayName}</span>
            </button>
          )}
        </div>
      )}
      <Refusal refusal={role.refusal ?? voting.refusal} />
      {isRemoving && (
        <ReasonDialog
          title={`Remove ${user.displayName}?`}
          text={<p>They cannot come back to this session. A booking is refunded in full.</p>}
          action="Remove"
          reason={{ label: 'Reason', isRequired: false }}
          refusal={removal.refusal}
          isBusy={removal.isBusy}
          onClose={() => setRemoving(false)}
          onConfirm={async (reason) => {
            if (await removal.act({ id, reason })) setRemoving(false);
          }}
        />
      )}
    </div>
  );
});
