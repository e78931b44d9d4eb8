import { InvalidInputError, NotFoundError } from '../../errors.ts';
import { builder, resultUnion } from '../../graphql/builder.ts';
import { localId } from '../../graphql/global-ids.ts';
import { CapacityTooSmallError, NotHostError } from '../../sessions/errors.ts';
import { LocationInput, localSessionInput, MoneyInput, SessionSettingsInput } from '../../sessions/inputs.ts';
import { SessionAdmission, SessionVisibility } from '../../sessions/schema.ts';
import { SeriesEndedError } from './errors.ts';
import { Series } from './schema.ts';
import { createSeries, endSeries, updateSeries } from './service.ts';

const SeriesCreateInput = builder.inputType('SeriesCreateInput', {
  description: 'A new series.',
  fields: (t) => ({
    title: t.string({ required: true, description: '1 to 120 characters.' }),
    description: t.string({ description: 'At most 5,000 characters.' }),
    imageUrl: t.field({ type: 'URL', description: 'URL of a picture.' }),
    location: t.field({
      type: LocationInput,
      description: 'Where people meet on each date. Shown only to those whom `Session.location` names.',
    }),
    meetingUrl: t.field({
      type: 'URL',
      description:
        'Where people meet online on each date: an https URL. Shown only to those whom `Session.meetingUrl` names.',
    }),
    tags: t.stringList({ description: 'At most 10 tags of at most 30 characters each, stored in lower case.' }),
    startsAt: t.field({
      type: 'DateTime',
      required: true,
      description: 'The first date, at most 10 years ahead. It must match the rule. Fractions of a second are dropped.',
    }),
    durationMinutes: t.int({ defaultValue: 60, description: 'Planned length of each session in minutes: 1 to 1440.' }),
    timeZone: t.field({
      type: 'TimeZone',
      required: true,
      description: 'IANA time zone in which every date has the same time of day.',
    }),
    rule: t.string({
      required: true,
      description:
        'RFC 5545 RRULE of at most 300 characters, for example FREQ=WEEKLY;BYDAY=TU. FREQ is DAILY, WEEKLY, MONTHLY or YEARLY, INTERVAL and COUNT are at most 1000, and UNTIL is a day or a time in UTC. BYMONTH, BYWEEKNO, BYYEARDAY, BYMONTHDAY, BYDAY, BYSETPOS and WKST are supported. BYYEARDAY cannot be combined with BYDAY, BYMONTHDAY or BYWEEKNO, nor BYMONTHDAY with BYWEEKNO or, in yearly rules, with numbered weekdays such as 2TU.',
    }),
    price: t.field({ type: MoneyInput, description: 'The price of a seat on one date. By default free.' }),
    maxParticipants: t.int({ description: 'The number of seats on each date: 1 to 100,000. By default unlimited.' }),
    visibility: t.field({
      type: SessionVisibility,
      defaultValue: 'UNLISTED',
      description: 'Only creators and admins may list sessions.',
    }),
    admission: t.field({
      type: SessionAdmission,
      description: 'By default BOOKING for listed dates and CODE for unlisted ones.',
    }),
    sequenceId: t.id({ description: 'ID of the Sequence to practise: a published one, or the viewer’s own.' }),
    settings: t.field({ type: SessionSettingsInput, description: 'Settings that differ from the defaults.' }),
  }),
});

const SeriesUpdateInput = builder.inputType('SeriesUpdateInput', {
  description:
    'Changes to a series. Omitted fields keep their values, and null clears a nullable one. Dates on days that the new rule also gives keep their bookings. Other dates are cancelled with a full refund, or deleted if nobody booked them.',
  fields: (t) => ({
    title: t.string({ description: '1 to 120 characters.' }),
    description: t.string({ description: 'At most 5,000 characters.' }),
    imageUrl: t.field({ type: 'URL', description: 'URL of a picture.' }),
    location: t.field({
      type: LocationInput,
      description: 'Where people meet on each date. Shown only to those whom `Session.location` names.',
    }),
    meetingUrl: t.field({
      type: 'URL',
      description:
        'Where people meet online on each date: an https URL. Shown only to those whom `Session.meetingUrl` names.',
    }),
    tags: t.stringList({ description: 'At most 10 tags of at most 30 characters each, stored in lower case.' }),
    startsAt: t.field({
      type: 'DateTime',
      description: 'The first changed date. It must match the rule. By default the next date, at the same time of day.',
    }),
    durationMinutes: t.int({ description: 'Planned length of each session in minutes: 1 to 1440.' }),
    timeZone: t.field({
      type: 'TimeZone',
      description: 'IANA time zone. Without `startsAt` the time of day stays the same in the new zone.',
    }),
    rule: t.string({
      description: 'As in `SeriesCreateInput.rule`. It applies from the next date, and COUNT counts from there.',
    }),
    price: t.field({ type: MoneyInput, description: 'The price of a seat for new bookings.' }),
    maxParticipants: t.int({
      description: 'The number of seats on each date: 1 to 100,000, at least the seats taken. Null for no limit.',
    }),
    visibility: t.field({ type: SessionVisibility, description: 'Only creators and admins may list sessions.' }),
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

const SeriesCreateResult = resultUnion('SeriesCreateResult', Series, [InvalidInputError, NotFoundError]);
const SeriesUpdateResult = resultUnion('SeriesUpdateResult', Series, [
  InvalidInputError,
  NotFoundError,
  NotHostError,
  SeriesEndedError,
  CapacityTooSmallError,
]);
const SeriesEndResult = resultUnion('SeriesEndResult', Series, [InvalidInputError, NotFoundError, NotHostError]);

builder.mutationFields((t) => ({
  seriesCreate: t.withAuth({ signedIn: true }).field({
    type: SeriesCreateResult,
    nullable: true,
    description: 'Creates a series. Its dates of the next 8 weeks, and at least the first, become sessions at once.',
    args: { input: t.arg({ type: SeriesCreateInput, required: true, description: 'The new series.' }) },
    resolve: (_root, { input }, context) =>
      createSeries(context, { ...localSessionInput(input), durationMinutes: input.durationMinutes ?? 60 }),
  }),
  seriesUpdate: t.withAuth({ signedIn: true }).field({
    type: SeriesUpdateResult,
    nullable: true,
    description:
      'Changes all upcoming dates, or those from `from` on: these become a new series, which is returned, and the old series ends before them. Dates that were changed individually, cancelled or deleted stay as they are. To change one date, use `sessionUpdate`. For its host.',
    args: {
      id: t.arg.id({ required: true, description: 'ID of a Series.' }),
      input: t.arg({ type: SeriesUpdateInput, required: true, description: 'The changes.' }),
      from: t.arg.id({ description: 'ID of the Session from which on dates change. By default all upcoming dates.' }),
    },
    resolve: (_root, { id, input, from }, context) =>
      updateSeries(
        context,
        localId('Series', id),
        localSessionInput(input),
        from == null ? null : localId('Session', from, 'from'),
      ),
  }),
  seriesEnd: t.withAuth({ signedIn: true }).field({
    type: SeriesEndResult,
    nullable: true,
    description:
      'Ends a series permanently. Every upcoming date, individually changed ones included, is cancelled with a full refund, or deleted if nobody booked or joined it. Ending the series again changes nothing. For its host, or an admin as moderation.',
    args: {
      id: t.arg.id({ required: true, description: 'ID of a Series.' }),
      reason: t.arg.string({
        required: true,
        description: 'The reason, for the people who booked: 1 to 500 characters.',
      }),
    },
    resolve: (_root, { id, reason }, context) => endSeries(context, localId('Series', id), reason),
  }),
}));
