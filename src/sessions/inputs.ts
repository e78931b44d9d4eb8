import { builder } from '../graphql/builder.ts';
import { localId } from '../graphql/global-ids.ts';
import { SessionAdmission, SessionVisibility } from './schema.ts';

export const SessionSettingsInput = builder.inputType('SessionSettingsInput', {
  description: 'Settings to change; what is left out stays.',
  fields: (t) => ({
    joinWindowMinutes: t.int({ description: '0 to 1440; 15 at first.' }),
    idleTimeoutMinutes: t.int({ description: '1 to 1440; 30 at first.' }),
    freeCancellationHours: t.int({
      description: '0 to 720; 24 at first. Bookings keep the terms they were made under.',
    }),
    bookingHoldMinutes: t.int({ description: '1 to 1440; 15 at first.' }),
    isLocked: t.boolean({ description: 'Keep newcomers out.' }),
    deck: t.stringList({
      description:
        '2 to 30 different values of at most 10 characters: one’s own, or a deck of the query `decks`. Fibonacci at first; stories keep the deck they were made with.',
    }),
    autoReveal: t.boolean({
      description: 'Reveal votes once everyone present has voted; where they have already, at once.',
    }),
  }),
});

export const MoneyInput = builder.inputType('MoneyInput', {
  description: 'An amount of money.',
  fields: (t) => ({
    amountMinor: t.int({ required: true, description: 'Minor units: cents for USD, yen for JPY; 0 to 100,000,000.' }),
    currency: t.string({ description: 'ISO 4217; the studio’s own where left out.' }),
  }),
});

export const SessionCreateInput = builder.inputType('SessionCreateInput', {
  description: 'A new session.',
  fields: (t) => ({
    title: t.string({ required: true, description: '1 to 120 characters.' }),
    description: t.string({ description: 'At most 5,000 characters.' }),
    imageUrl: t.field({ type: 'URL', description: 'A picture.' }),
    tags: t.stringList({ description: 'At most 10 of at most 30 characters; kept in lower case.' }),
    startsAt: t.field({ type: 'DateTime', description: 'Within 10 years. Left out: the session is live at once.' }),
    durationMinutes: t.int({ defaultValue: 60, description: '1 to 1440.' }),
    timeZone: t.field({ type: 'TimeZone', description: 'The host’s own where left out.' }),
    price: t.field({ type: MoneyInput, description: 'Free where left out.' }),
    maxParticipants: t.int({ description: '1 to 100,000; no limit where left out.' }),
    visibility: t.field({
      type: SessionVisibility,
      defaultValue: 'UNLISTED',
      description: 'Only creators and admins list.',
    }),
    admission: t.field({
      type: SessionAdmission,
      description: 'BOOKING where listed, CODE where unlisted, unless given.',
    }),
    sequenceId: t.id({ description: 'What is practised in it: a published Sequence or one’s own.' }),
    settings: t.field({ type: SessionSettingsInput, description: 'What to tune.' }),
    draft: t.boolean({
      defaultValue: false,
      description: 'Kept from everyone but its host until published; needs `startsAt`.',
    }),
  }),
});

export const SessionUpdateInput = builder.inputType('SessionUpdateInput', {
  description: 'Changes to a session: what is left out stays, null clears what may be empty.',
  fields: (t) => ({
    title: t.string({ description: '1 to 120 characters.' }),
    description: t.string({ description: 'At most 5,000 characters.' }),
    imageUrl: t.field({ type: 'URL', description: 'A picture.' }),
    tags: t.stringList({ description: 'At most 10 of at most 30 characters; kept in lower case.' }),
    startsAt: t.field({ type: 'DateTime', description: 'Only before the session is live.' }),
    durationMinutes: t.int({ description: '1 to 1440.' }),
    timeZone: t.field({ type: 'TimeZone', description: 'The zone its host thinks in.' }),
    price: t.field({ type: MoneyInput, description: 'For bookings from now on.' }),
    maxParticipants: t.int({ description: '1 to 100,000, never below the seats taken; null for no limit.' }),
    visibility: t.field({ type: SessionVisibility, description: 'Only creators and admins list.' }),
    admission: t.field({ type: SessionAdmission, description: 'Who may join from now on.' }),
    sequenceId: t.id({ description: 'What is practised in it: a published Sequence or one’s own; null for none.' }),
    settings: t.field({ type: SessionSettingsInput, description: 'What to tune.' }),
  }),
});

/** An input as the services take it. */
export function localSessionInput<Input extends { sequenceId?: string | null }>(input: Input): Input {
  return { ...input, ...(input.sequenceId != null && { sequenceId: localId('Sequence', input.sequenceId) }) };
}
