import { useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import { useQuery } from 'urql';
import { CatalogueDocument, SeatsDocument } from '../generated/catalogue.ts';
import type { BookingStatus, CatalogueQueryVariables, SessionOrderField } from '../generated/types.ts';
import { useEvents } from '../graphql/hooks.ts';
import { Empty, Loaded, Page } from '../parts/page.tsx';
import { Pager, usePaging } from '../parts/paging.tsx';
import { count, words } from '../parts/words.ts';
import { Card } from './card.tsx';
import './catalogue.css';

const orders: [SessionOrderField, string][] = [
  ['STARTS_AT', 'Soonest first'],
  ['PRICE', 'Cheapest first'],
  ['RELEVANCE', 'Best match first'],
];
const prices = [
  ['', 'Any price'],
  ['0', 'Free'],
  ['1000', 'Up to 10'],
  ['2000', 'Up to 20'],
  ['5000', 'Up to 50'],
] as const;
/** Milliseconds after the last key at which a search begins. */
const rest = 200;

export default function CataloguePage() {
  const [parameters, setParameters] = useSearchParams();
  const paging = usePaging(12);
  const [state, again] = useQuery({ query: CatalogueDocument, variables: { ...wanted(parameters), ...paging } });
  const sessions = state.data?.sessions.nodes ?? [];
  const refresh = () => again({ requestPolicy: 'network-only' });
  useEvents(
    SeatsDocument,
    { sessionIds: sessions.map(({ id }) => id) },
    ({ seatsChanged }) => {
      // A session was deleted, and the event does not say which.
      if (!seatsChanged) refresh();
    },
    sessions.length === 0,
    // One was deleted since the page asked for them.
    refresh,
  );

  /** Changes what the address asks for; another question begins at its first page. */
  const change = (changes: Record<string, string | null>, replace = false) => {
    setParameters(
      (present) => {
        const next = new URLSearchParams(present);
        for (const [name, value] of Object.entries({ ...changes, after: null, before: null })) {
          if (value) next.set(name, value);
          else next.delete(name);
        }
        return next;
      },
      { replace },
    );
  };
  const tags = tagsOf(parameters);
  const toTags = (next: string[]) => change({ tags: next.join(',') });

  return (
    <Page title="Catalogue" lead="Find a session, book a seat, practise together.">
      <search className="filters card">
        <SearchText text={parameters.get('q') ?? ''} onChange={(q) => change({ q }, true)} />
        <label>
          <span>Price</span>
          <select
            className="plain"
            value={priceOf(parameters)}
            onChange={({ target }) => change({ price: target.value })}
          >
            {prices.map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>Order</span>
          <select
            className="plain"
            value={parameters.get('order') ?? 'STARTS_AT'}
            onChange={({ target }) => change({ order: target.value })}
          >
            {orders.map(([value, label]) => (
              <option key={value} value={value} disabled={value === 'RELEVANCE' && !parameters.get('q')}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <label className="check">
          <input
            type="checkbox"
            checked={parameters.has('seats')}
            onChange={({ target }) => change({ seats: target.checked ? 'left' : null })}
          />
          <span>With seats left</span>
        </label>
        {tags.length > 0 && (
          <ul className="row tags" aria-label="Chosen tags">
            {tags.map((tag) => (
              <li key={tag}>
                <button
                  type="button"
                  className="tag chosen"
                  aria-label={`Without the tag ${tag}`}
                  onClick={() => toTags(tags.filter((one) => one !== tag))}
                >
                  {tag} ✕
                </button>
              </li>
            ))}
          </ul>
        )}
      </search>
      <Loaded state={state} shape={<CardShapes />}>
        {({ sessions: { nodes, totalCount, pageInfo } }) => (
          <>
            <p className="muted" role="status">
              {count(totalCount, 'session')}
            </p>
            {nodes.length === 0 && <Empty>No session is like that. Try fewer words, or another price.</Empty>}
            <ul className="cards">
              {nodes.map((session) => (
                <li key={session.id}>
                  <Card
                    session={session}
                    badge={bookingBadge(session.viewer?.booking?.status)}
                    onTag={(tag) => toTags([...new Set([...tags, tag])])}
                  />
                </li>
              ))}
            </ul>
            <Pager pageInfo={pageInfo} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function bookingBadge(status: BookingStatus | undefined) {
  return status && status !== 'CANCELLED' && <span className="badge good">{words(status)}</span>;
}

/** The tags that the address names, each once, in the form of the API. */
function tagsOf(parameters: URLSearchParams): string[] {
  const named = parameters.getAll('tags').flatMap((text) => text.split(','));
  return [...new Set(named.map((tag) => tag.trim().toLowerCase()))].filter(Boolean);
}

/** The price that the address names, if it is one of the choices. */
function priceOf(parameters: URLSearchParams): string {
  return prices.find(([value]) => value === parameters.get('price'))?.[0] ?? '';
}

/** What the address asks the catalogue for. */
function wanted(parameters: URLSearchParams): CatalogueQueryVariables {
  const search = parameters.get('q')?.trim();
  const price = priceOf(parameters);
  const tags = tagsOf(parameters);
  const order = orders.find(([value]) => value === parameters.get('order'))?.[0] ?? 'STARTS_AT';
  return {
    filter: {
      ...(search && { search }),
      ...(tags.length > 0 && { tags }),
      ...(price && { maxPriceMinor: Number(price) }),
      ...(parameters.has('seats') && { hasSeatsLeft: true }),
    },
    orderBy: { field: order === 'RELEVANCE' && !search ? 'STARTS_AT' : order },
  };
}

function SearchText({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  const [typed, setTyped] = useState(text);
  /** Texts that were typed and are still to come back by the address, while the person types on. */
  const sent = useRef<string[]>([]);
  useEffect(() => {
    const index = sent.current.indexOf(text);
    sent.current.splice(0, index < 0 ? sent.current.length : index + 1);
    // The address has changed otherwise, like by going back.
    if (index < 0) setTyped(text);
  }, [text]);
  useEffect(() => {
    if (typed === (sent.current.at(-1) ?? text)) return;
    const timer = setTimeout(() => {
      sent.current.push(typed);
      onChange(typed);
    }, rest);
    return () => clearTimeout(timer);
  });
  return (
    <label className="wide">
      <span>Search</span>
      <input
        className="plain"
        type="search"
        placeholder="vinyasa, breath, Mira …"
        maxLength={200}
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
      />
    </label>
  );
}

function CardShapes() {
  return (
    <div className="cards" aria-hidden="true">
      {['one', 'two', 'three', 'four', 'five', 'six'].map((name) => (
        <div key={name} className="card session shapes">
          <span className="shape" />
          <span className="shape" />
          <span className="shape" />
          <span className="shape" />
        </div>
      ))}
    </div>
  );
}
