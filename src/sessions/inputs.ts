import { builder } from '../graphql/builder.ts';
import { localId } from '../graphql/global-ids.ts';
import { SessionAdmission, SessionVisibility } from './schema.ts';

export const SessionSettingsInput = builder.inputType('SessionSettingsInput', {
  description: 'Settings to change. Omitted settings keep their values.',
  fields: (t) => ({
    joinWindowMinutes: t.int({
      description: 'Minutes before `startsAt` from which people may join: 0 to 1440, by default 15.',
    }),
    idleTimeoutMinutes: t.int({
      description:
        'Minutes without anyone present after which a live session ends: 1 to 1440, by default 30. People who were checked in are present until `endsAt`.',
    }),
    freeCancellationHours: t.int({
      description:
        'Hours before `startsAt` until which cancelling is free: 0 to 720, by default 24. Existing bookings keep their terms.',
    }),
    bookingHoldMinutes: t.int({
      description: 'Minutes that a pending booking keeps its seat: 1 to 1440, by default 15.',
    }),
    bookingClosesMinutes: t.int({
      description:
        'Minutes before `startsAt` at which bookings close: 0 to 43,200 (30 days). By default 0: a seat can be booked until the session ends.',
    }),
    reminderMinutes: t.intList({
      description:
        'Minutes before `startsAt` at which the people with a seat are reminded by mail: at most 5 of 5 to 10,080, by default 1440 and 60. An empty list for none.',
    }),
    isLocked: t.boolean({ description: 'Whether people who have not joined yet are refused.' }),
    deck: t.stringList({
      description:
        'The values to vote with: 2 to 30 different ones of at most 10 characters, by default Fibonacci. The query `decks` lists common decks. Existing stories keep their deck.',
    }),
    autoReveal: t.boolean({
      description:
        'Whether votes are revealed as soon as everyone present has voted. Applies to stories in voting at once.',
    }),
  }),
});

export const MoneyInput = builder.inputType('MoneyInput', {
  description: 'An amount of money.',
  fields: (t) => ({
    amountMinor: t.int({
      required: true,
      description: 'The amount in minor units, such as cents for USD and yen for JPY: 0 to 2,000,000,000.',
    }),
    currency: t.string({ description: 'ISO 4217 code. By default the studio’s currency.' }),
  }),
});

const CoordinatesInput = builder.inputType('CoordinatesInput', {
  description: 'A point on the earth (WGS 84).',
  fields: (t) => ({
    latitude: t.float({ required: true, description: 'Degrees north: -90 to 90.' }),
    longitude: t.float({ required: true, description: 'Degrees east: -180 to 180.' }),
  }),
});

export const LocationInput = builder.inputType('LocationInput', {
  description: 'A place where people meet.',
  fields: (t) => ({
    text: t.string({ required: true, description: 'Name, address or directions: one line of 1 to 200 characters.' }),
    coordinates: t.field({ type: CoordinatesInput, description: 'The coordinates of the place. By default none.' }),
  }),
});

export const SessionCreateInput = builder.inputType('SessionCreateInput', {
  description: 'A new session.',
  fields: (t) => ({
    title: t.string({ required: true, description: '1 to 120 characters.' }),
    description: t.string({ description: 'At most 5,000 characters.' }),
    imageUrl: t.field({ type: 'URL', description: 'URL of a picture.' }),
    location: t.field({
      type: LocationInput,
      description: 'Where people meet. Shown only to those whom `Session.location` names.',
    }),
    meetingUrl: t.field({
      type: 'URL',
      description: 'Where people meet online: an https URL. Shown only to those whom `Session.meetingUrl` names.',
    }),
    tags: t.stringList({ description: 'At most 10 tags of at most 30 characters each, stored in lower case.' }),
    startsAt: t.field({
      type: 'DateTime',
      description: 'The planned start, at most 10 years ahead. If omitted, the session is live at once.',
    }),
    durationMinutes: t.int({ defaultValue: 60, description: 'Planned length in minutes: 1 to 1440.' }),
    timeZone: t.field({ type: 'TimeZone', description: 'IANA time zone. By default the host’s.' }),
    price: t.field({ type: MoneyInput, description: 'The price of a seat. By default free.' }),
    maxParticipants: t.int({ description: 'The number of seats: 1 to 100,000. By default unlimited.' }),
    visibility: t.field({
      type: SessionVisibility,
      defaultValue: 'UNLISTED',
      description: 'Only creators and admins may list a session.',
    }),
    admission: t.field({
      type: SessionAdmission,
      description: 'By default BOOKING for a listed session and CODE for an unlisted one.',
    }),
    sequenceId: t.id({ description: 'ID of the Sequence to practise: a published one, or the viewer’s own.' }),
    settings: t.field({ type: SessionSettingsInput, description: 'Settings that differ from the defaults.' }),
    draft: t.boolean({
      defaultValue: false,
      description: 'Whether only its host and admins see the session until it is published. Requires `startsAt`.',
    }),
  }),
});

export const SessionUpdateInput = builder.inputType('SessionUpdateInput', {
  description: 'Changes to a session. Omitted fields keep their values, and null clears a nullable one.',
  fields: (t) => ({
    title: t.string({ description: '1 to 120 characters.' }),
    description: t.string({ description: 'At most 5,000 characters.' }),
    imageUrl: t.field({ type: 'URL', description: 'URL of a picture.' }),
    location: t.field({
      type: LocationInput,
      description: 'Where people meet. Shown only to those whom `Session.location` names.',
    }),
    meetingUrl: t.field({
      type: 'URL',
      description: 'Where people meet online: an https URL. Shown only to those whom `Session.meetingUrl` names.',
    }),
    tags: t.stringList({ description: 'At most 10 tags of at most 30 characters each, stored in lower case.' }),
    startsAt: t.field({
      type: 'DateTime',
      description: 'The planned start. Can change only before the session is live.',
    }),
    durationMinutes: t.int({ description: 'Planned length in minutes: 1 to 1440.' }),
    timeZone: t.field({ type: 'TimeZone', description: 'IANA time zone in which the host plans.' }),
    price: t.field({ type: MoneyInput, description: 'The price of a seat for new bookings.' }),
    maxParticipants: t.int({
      description: 'The number of seats: 1 to 100,000, at least the seats taken. Null for no limit.',
    }),
    visibility: t.field({ type: SessionVisibility, description: 'Only creators and admins may list a session.' }),
    admission: t.field({
      type: SessionAdmission,
      description: 'Who may join. Applies to people who have not joined yet.',
    }),
    sequenceId: t.id({
      description: 'ID of the Sequence to practise: a published one, or the viewer’s own. Null for none.',
    }),
    settings: t.field({ type: SessionSettingsInput, description: 'Settings that differ from the defaults.' }),
  }),
});

/** The input with database IDs instead of global IDs. */
export function localSessionInput<Input extends { sequenceId?: string | null }>(input: Input): Input {
  return {
    ...input,
    ...(input.sequenceId != null && { sequenceId: localId('Sequence', input.sequenceId, 'sequenceId') }),
  };
}
