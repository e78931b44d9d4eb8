import { InvalidInputError, NotFoundError } from '../../errors.ts';
import { builder, resultUnion } from '../../graphql/builder.ts';
import { localId } from '../../graphql/global-ids.ts';
import { CapacityTooSmallError } from '../../sessions/errors.ts';
import { localSessionInput, MoneyInput, SessionSettingsInput } from '../../sessions/inputs.ts';
import { SessionAdmission, SessionVisibility } from '../../sessions/schema.ts';
import { SeriesEndedError } from './errors.ts';
import { Series } from './schema.ts';
import { createSeries, endSeries, updateSeries } from './service.ts';

const SeriesCreateInput = builder.inputType('SeriesCreateInput', {
  description: 'A new series.',
  fields: (t) => ({
    title: t.string({ required: true, description: '1 to 120 characters.' }),
    description: t.string({ description: 'At most 5,000 characters.' }),
    imageUrl: t.field({ type: 'URL', description: 'A picture.' }),
    tags: t.stringList({ description: 'At most 10 of at most 30 characters; kept in lower case.' }),
    startsAt: t.field({
      type: 'DateTime',
      required: true,
      description: 'The first date, within 10 years; the rule must give it. Whole seconds count.',
    }),
    durationMinutes: t.int({ defaultValue: 60, description: '1 to 1440.' }),
    timeZone: t.field({ type: 'TimeZone', required: true, description: 'Every date has the same time of day there.' }),
    rule: t.string({
      required: true,
      description:
        'RFC 5545 RRULE, like FREQ=WEEKLY;BYDAY=TU: FREQ from DAILY to YEARLY, INTERVAL and COUNT up to 1000, UNTIL as a day or in UTC, BYMONTH, BYWEEKNO, BYYEARDAY, BYMONTHDAY, BYDAY, BYSETPOS, WKST. At most 300 characters.',
    }),
    price: t.field({ type: MoneyInput, description: 'Of a seat on one date; free where left out.' }),
    maxParticipants: t.int({ description: '1 to 100,000 on each date; no limit where left out.' }),
    visibility: t.field({
      type: SessionVisibility,
      defaultValue: 'UNLISTED',
      description: 'Only creators and admins list.',
    }),
    admission: t.field({
      type: SessionAdmission,
      description: 'BOOKING where listed, CODE where unlisted, unless given.',
    }),
    sequenceId: t.id({ description: 'What is practised: a published Sequence or one’s own.' }),
    settings: t.field({ type: SessionSettingsInput, description: 'What to tune.' }),
  }),
});

const SeriesUpdateInput = builder.inputType('SeriesUpdateInput', {
  description:
    'Changes to a series: what is left out stays, null clears what may be empty. A date that stays on its day keeps its bookings; one on a day that is no more is called off with a full refund, or deleted where nobody booked.',
  fields: (t) => ({
    title: t.string({ description: '1 to 120 characters.' }),
    description: t.string({ description: 'At most 5,000 characters.' }),
    imageUrl: t.field({ type: 'URL', description: 'A picture.' }),
    tags: t.stringList({ description: 'At most 10 of at most 30 characters; kept in lower case.' }),
    startsAt: t.field({
      type: 'DateTime',
      description:
        'The first date from now on; the rule must give it. Left out: the next date, at the same time of day.',
    }),
    durationMinutes: t.int({ description: '1 to 1440.' }),
    timeZone: t.field({ type: 'TimeZone', description: 'Without `startsAt` the time of day stays, in this zone.' }),
    rule: t.string({
      description: 'As at the creation; it goes on from the next date, and COUNT counts from there.',
    }),
    price: t.field({ type: MoneyInput, description: 'For bookings from now on.' }),
    maxParticipants: t.int({
      description: '1 to 100,000, never below the seats taken on a date; null for no limit.',
    }),
    visibility: t.field({ type: SessionVisibility, description: 'Only creators and admins list.' }),
    admission: t.field({ type: SessionAdmission, description: 'Who may join from now on.' }),
    sequenceId: t.id({ description: 'What is practised: a published Sequence or one’s own; null for none.' }),
    settings: t.field({ type: SessionSettingsInput, description: 'What to tune.' }),
  }),
});

const SeriesCreateResult = resultUnion('SeriesCreateResult', Series, [InvalidInputError, NotFoundError]);
const SeriesUpdateResult = resultUnion('SeriesUpdateResult', Series, [
  InvalidInputError,
  NotFoundError,
  SeriesEndedError,
  CapacityTooSmallError,
]);
const SeriesEndResult = resultUnion('SeriesEndResult', Series, [InvalidInputError, NotFoundError]);

builder.mutationFields((t) => ({
  seriesCreate: t.withAuth({ signedIn: true }).field({
    type: SeriesCreateResult,
    nullable: true,
    description: 'Begins a series: its dates of the next 8 weeks become sessions at once, at least the first.',
    args: { input: t.arg({ type: SeriesCreateInput, required: true, description: 'The new series.' }) },
    resolve: (_root, { input }, context) =>
      createSeries(context, { ...localSessionInput(input), durationMinutes: input.durationMinutes ?? 60 }),
  }),
  seriesUpdate: t.withAuth({ signedIn: true }).field({
    type: SeriesUpdateResult,
    nullable: true,
    description:
      'Changes all dates to come, or this and following ones: those become a new series, which is returned, while the old one ends before. Dates that were changed by themselves, cancelled or deleted stay so; for one date there is `sessionUpdate`. Its host only.',
    args: {
      id: t.arg.id({ required: true, description: 'ID of a Series.' }),
      input: t.arg({ type: SeriesUpdateInput, required: true, description: 'What to change.' }),
      from: t.arg.id({ description: 'ID of the Session from which on; all that are to come where left out.' }),
    },
    resolve: (_root, { id, input, from }, context) =>
      updateSeries(
        context,
        localId('Series', id),
        localSessionInput(input),
        from == null ? null : localId('Session', from),
      ),
  }),
  seriesEnd: t.withAuth({ signedIn: true }).field({
    type: SeriesEndResult,
    nullable: true,
    description:
      'Ends a series for good: every date to come is called off with a full refund, or deleted where nobody booked or joined, dates changed by themselves too. Ending it again changes nothing. Its host, or an admin as moderation.',
    args: {
      id: t.arg.id({ required: true, description: 'ID of a Series.' }),
      reason: t.arg.string({ required: true, description: 'Why, for those who booked; 1 to 500 characters.' }),
    },
    resolve: (_root, { id, reason }, context) => endSeries(context, localId('Series', id), reason),
  }),
}));
