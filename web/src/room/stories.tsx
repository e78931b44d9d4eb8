import { useState } from 'react';
import { CreateStoryDocument } from '../generated/room.ts';
import type { ItemFragment, PersonFragment, PlaceFragment } from '../generated/types.ts';
import { useAct } from '../graphql/hooks.ts';
import { Field, Form } from '../parts/form.tsx';
import { Story } from './story.tsx';

interface StoriesProps {
  session: PlaceFragment;
  stories: readonly ItemFragment[];
  people: readonly PersonFragment[];
  me: PersonFragment | undefined;
  mayLead: boolean;
  onChange: (story: ItemFragment) => void;
}

/** The questions on which the people of the room vote. */
export function Stories({ session, stories, people, me, mayLead, onChange }: StoriesProps) {
  const voters = people.filter(({ isVoter, presence, role }) => isVoter && presence !== 'LEFT' && role !== 'SPECTATOR');
  return (
    <section className="stack" aria-labelledby="stories">
      <h2 id="stories">Stories</h2>
      {stories.length === 0 && !mayLead && (
        <p className="empty-list">The host has not put a question to the room yet.</p>
      )}
      <ul className="stack">
        {stories.map((story) => (
          <li key={story.id}>
            <Story
              story={story}
              isLive={session.status === 'LIVE'}
              voters={voters.length}
              me={me}
              mayLead={mayLead}
              onChange={onChange}
            />
          </li>
        ))}
      </ul>
      {mayLead && <NewStory session={session} onChange={onChange} />}
    </section>
  );
}

function NewStory({ session, onChange }: Pick<StoriesProps, 'session' | 'onChange'>) {
  const { act, isBusy, refusal } = useAct(CreateStoryDocument);
  const [form, setForm] = useState(0);
  const create = async ({ title = '', description }: Record<string, string>) => {
    const story = await act({ input: { sessionId: session.id, title, description: description || null } });
    if (!story) return;
    onChange(story);
    setForm(form + 1);
  };
  return (
    <div className="card">
      <Form key={form} onSubmit={create} refusal={refusal}>
        <Field label="New story" name="title" isRequired maxLength={200} autoFocus={form > 0} />
        <Field label="Description, if it needs one" name="description" maxLength={2000} />
        <div>
          <button type="submit" disabled={isBusy}>
            Add the story
          </button>
        </div>
      </Form>
    </div>
  );
}
