import { useState } from 'react';
import { Radio, RadioGroup } from 'react-aria-components';
import { useQuery } from 'urql';
import {
  CastVoteDocument,
  DeleteStoryDocument,
  OwnVoteDocument,
  RevealDocument,
  StartVotingDocument,
  UpdateStoryDocument,
} from '../generated/room.ts';
import type { ItemFragment, PersonFragment } from '../generated/types.ts';
import { useAct } from '../graphql/hooks.ts';
import { formatNumber } from '../parts/locale.ts';
import { Refusal } from '../parts/refusal.tsx';

interface StoryProps {
  story: ItemFragment;
  isLive: boolean;
  /** How many people may vote. */
  voters: number;
  me: PersonFragment | undefined;
  mayLead: boolean;
  onChange: (story: ItemFragment) => void;
}

export function Story({ story, isLive, voters, me, mayLead, onChange }: StoryProps) {
  const { title, description, status, votes, round, estimate } = story;
  const mayVote = status === 'VOTING' && me !== undefined && me.isVoter && me.role !== 'SPECTATOR';
  return (
    <article className="card stack">
      <div className="row between">
        <h3>{title}</h3>
        <span className="row">
          {estimate && <span className="badge good">{estimate}</span>}
          {status === 'VOTING' ? (
            <span className="badge warm">
              {votes.length} of {voters} voted
            </span>
          ) : (
            <span className="badge">{status === 'REVEALED' ? `Revealed, round ${round}` : 'Not begun'}</span>
          )}
        </span>
      </div>
      {description && <p className="text muted">{description}</p>}
      {mayVote && <Vote story={story} me={me} onChange={onChange} />}
      {status === 'VOTING' && (
        <p className="fine muted">
          {votes.length === 0 ? 'Nobody has voted.' : `Voted: ${votes.map(({ user }) => user.displayName).join(', ')}`}
        </p>
      )}
      {status === 'REVEALED' && <Result story={story} />}
      {mayLead && <StoryTools story={story} isLive={isLive} onChange={onChange} />}
    </article>
  );
}

function Vote({ story, me, onChange }: Pick<StoryProps, 'story' | 'onChange'> & { me: PersonFragment }) {
  const { id, round, votes } = story;
  const { act, refusal } = useAct(CastVoteDocument);
  const [cast, setCast] = useState<{ round: number; value: string } | null>(null);
  const isCastHere = cast?.round === round;
  const hasVoted = votes.some(({ user }) => user.id === me.user.id);
  // Events are the same for all who follow them, so they do not tell a vote that was cast before or elsewhere.
  const [{ data }] = useQuery({
    query: OwnVoteDocument,
    variables: { id },
    pause: isCastHere || !hasVoted,
    requestPolicy: 'network-only',
  });
  const known = hasVoted && data?.node?.__typename === 'Story' ? data.node.viewerVote : null;
  const own = isCastHere ? cast.value : known;
  const vote = async (value: string) => {
    setCast({ round, value });
    const changed = await act({ id, value });
    if (changed) onChange(changed);
    else setCast(null);
  };
  return (
    <>
      <RadioGroup
        className="deck"
        orientation="horizontal"
        aria-label={`Your vote on ${story.title}`}
        value={own}
        onChange={vote}
      >
        {story.deck.map((value) => (
          <Radio key={value} value={value} className="vote">
            {value}
          </Radio>
        ))}
      </RadioGroup>
      <Refusal refusal={refusal} />
    </>
  );
}

/** What the round came to: a bar for each value. */
function Result({ story: { result, votes } }: Pick<StoryProps, 'story'>) {
  if (!result || votes.length === 0) return <p className="muted">Nobody voted.</p>;
  const most = Math.max(...result.counts.map(({ count }) => count));
  return (
    <div className="stack tight">
      <dl className="bars">
        {result.counts.map(({ value, count }) => (
          <div key={value}>
            <dt className="number">{value}</dt>
            <dd>
              <span className="bar" style={{ width: `${(100 * count) / most}%` }} aria-hidden="true" />
              <span>
                <span className="number">{count}</span>{' '}
                <span className="fine muted">
                  {votes
                    .filter((vote) => vote.revealedValue === value)
                    .map(({ user }) => user.displayName)
                    .join(', ')}
                </span>
              </span>
            </dd>
          </div>
        ))}
      </dl>
      <p className="row">
        {result.consensus && <span className="badge good">Consensus</span>}
        {result.average !== null && <span>Average {formatNumber(result.average)}</span>}
        {result.median !== null && <span>Median {formatNumber(result.median)}</span>}
      </p>
    </div>
  );
}

function StoryTools({ story, isLive, onChange }: Pick<StoryProps, 'story' | 'isLive' | 'onChange'>) {
  const begin = useAct(StartVotingDocument);
  const reveal = useAct(RevealDocument);
  const update = useAct(UpdateStoryDocument);
  const deletion = useAct(DeleteStoryDocument);
  const { id, status, deck, estimate, title } = story;
  const keep = (changed: ItemFragment | null) => changed && onChange(changed);
  const isBusy = begin.isBusy || reveal.isBusy || update.isBusy || deletion.isBusy;
  const note = async (value: string) => keep(await update.act({ id, input: { estimate: value || null } }));
  return (
    <>
      <div className="row">
        {status === 'VOTING' ? (
          <button
            type="button"
            className="primary"
            disabled={isBusy}
            onClick={async () => keep(await reveal.act({ id }))}
          >
            Reveal<span className="hidden"> the votes on {title}</span>
          </button>
        ) : (
          <button
            type="button"
            className={status === 'PENDING' ? 'primary' : undefined}
            disabled={isBusy || !isLive}
            onClick={async () => keep(await begin.act({ id }))}
          >
            {status === 'PENDING' ? 'Begin voting' : 'Vote again'}
            <span className="hidden"> on {title}</span>
          </button>
        )}
        {status === 'REVEALED' && (
          <label className="row">
            <span className="fine">Estimate</span>
            <select
              className="plain small estimate"
              value={estimate ?? ''}
              disabled={isBusy}
              onChange={({ target }) => note(target.value)}
            >
              <option value="">none</option>
              {[...new Set([...deck, ...(estimate ? [estimate] : [])])].map((value) => (
                <option key={value}>{value}</option>
              ))}
            </select>
          </label>
        )}
        <button type="button" className="small quiet" disabled={isBusy} onClick={() => deletion.act({ id })}>
          Delete<span className="hidden"> {title}</span>
        </button>
      </div>
      {!isLive && status === 'PENDING' && <p className="fine muted">Voting begins once the session is live.</p>}
      <Refusal refusal={begin.refusal ?? reveal.refusal ?? update.refusal ?? deletion.refusal} />
    </>
  );
}
