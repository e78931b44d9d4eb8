import { Account, User } from '../../accounts/schema.ts';
import { SeriesEndedError } from '../../bookings/errors.ts';
import { InvalidInputError, NotFoundError } from '../../errors.ts';
import { builder, nodeRef, pageCost, resultUnion, UserErrorInterface } from '../../graphql/builder.ts';
import { localId } from '../../graphql/global-ids.ts';
import { CapacityTooSmallError } from '../../sessions/errors.ts';
import {
  localFilter,
  Money,
  Session,
  SessionAdmission,
  SessionConnection,
  SessionFilter,
  SessionSettings,
  SessionVisibility,
} from '../../sessions/schema.ts';
import { localSessionInput, MoneyInput, SessionSettingsInput } from '../mutations.ts';
import { contentOf } from './dates.ts';
import { seriesByHost, seriesById, sessionsBySeries } from './loaders.ts';
import { createSeries, endSeries, updateSeries } from './service.ts';

export const Series = nodeRef('Series', seriesById);

Series.implement({
  description:
    'Sessions that recur by a rule. Each date of the next 8 weeks is a session of its own, and later ones become one as time goes on; at least the first is there from the beginning. For whoever has the ID, like sessions.',
  fields: (t) => ({
    host: t.field({ type: User, description: 'Who holds it.', resolve: ({ hostId }) => hostId }),
    rule: t.exposeString('rule', {
      description: 'RFC 5545 RRULE without DTSTART, which is `startsAt` in `timeZone`; as of the latest change.',
    }),
    timeZone: t.expose('timeZone', {
      type: 'TimeZone',
      description:
        'The zone in which every date has the same time of day. A time that the clocks skip on a day becomes as much later as they skip; of one that they show twice it is the first.',
    }),
    startsAt: t.expose('startsAt', { type: 'DateTime', description: 'The first date that the present rule gives.' }),
    durationMinutes: t.exposeInt('durationMinutes', { description: 'Planned length of each session.' }),
    title: t.string({ description: 'Of new dates, like all that follows.', resolve: (row) => contentOf(row).title }),
    description: t.string({
      nullable: true,
      description: 'Null where none was given.',
      resolve: (series) => contentOf(series).description,
    }),
    imageUrl: t.field({
      type: 'URL',
      nullable: true,
      description: 'Null where none was given.',
      resolve: (series) => contentOf(series).imageUrl,
    }),
    tags: t.stringList({ description: 'Lower case, at most 10.', resolve: (series) => contentOf(series).tags }),
    visibility: t.field({
      type: SessionVisibility,
      description: 'Who may find a date.',
      resolve: (series) => contentOf(series).visibility,
    }),
    admission: t.field({
      type: SessionAdmission,
      description: 'Who may join on a date.',
      resolve: (series) => contentOf(series).admission,
    }),
    price: t.field({
      type: Money,
      description: 'What a seat costs on one date; 0 is free.',
      resolve: (series) => {
        const { priceMinor, currency } = contentOf(series);
        return { amountMinor: priceMinor, currency };
      },
    }),
    maxParticipants: t.int({
      nullable: true,
      description: 'Seats of each date; null for no limit.',
      resolve: (series) => contentOf(series).maxParticipants,
    }),
    settings: t.field({ type: SessionSettings, description: 'What its host tuned.', resolve: contentOf }),
    endedAt: t.expose('endedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When its host, or an admin, ended it; null before. A rule that gives no more dates ends nothing.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    sessions: t.loadable({
      type: SessionConnection,
      byPath: true,
      description:
        'Its dates so far, past ones too, by planned start: all for its host and admins, else the listed ones.',
      complexity: pageCost,
      args: { ...t.arg.connectionArgs(), filter: t.arg({ type: SessionFilter, description: 'Which.' }) },
      load: (ids: string[], context, { filter, ...page }) => sessionsBySeries(ids, context, localFilter(filter), page),
      resolve: ({ id }) => id,
    }),
  }),
});

builder.objectFields(Session, (t) => ({
  series: t.field({
    type: Series,
    nullable: true,
    description: 'The series that it is a date of; null for a session of its own.',
    resolve: ({ seriesId }) => seriesId,
  }),
  occurrence: t.expose('occurrence', {
    type: 'DateTime',
    nullable: true,
    description:
      'The date that it is in its series, also after it was moved by itself; null for a session of its own, or where the series gives that date no more.',
  }),
  isDetached: t.exposeBoolean('isDetached', {
    description: 'Whether it was changed by itself: changes of its series leave it alone.',
  }),
}));

const SeriesConnection = builder.connectionObject(
  { type: Series, name: 'SeriesConnection', description: 'Series, in pages.' },
  { name: 'SeriesEdge', description: 'A series in a list.' },
);

builder.objectField(Account, 'hostedSeries', (t) =>
  t.loadable({
    type: SeriesConnection,
    byPath: true,
    description: 'All series that this person hosts, ended ones too, latest first.',
    complexity: pageCost,
    args: t.arg.connectionArgs(),
    load: (hostIds: string[], context, page) => seriesByHost(hostIds, context, page),
    resolve: ({ id }) => id,
  }),
);

builder.queryField('series', (t) =>
  t.field({
    type: Series,
    nullable: true,
    description: 'The series with this ID; null where it is missing.',
    args: { id: t.arg.id({ required: true, description: 'ID of a Series.' }) },
    resolve: (_root, { id }) => localId('Series', id),
  }),
);

builder.objectType(SeriesEndedError, {
  name: 'SeriesEndedError',
  description: 'The series has ended: it has no dates to change any more.',
  interfaces: [UserErrorInterface],
});

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
