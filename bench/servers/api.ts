// The part of Shala's API that the benchmark asks for, and what both peers that are written by hand make of rows.

import { GraphQLScalarType } from 'graphql';
import { globalId } from './settings.ts';

export const typeDefs = /* GraphQL */ `
  scalar DateTime
  type Query {
    viewer: Account
    session(id: ID!): Session
    sessions(filter: SessionFilter, first: Int, after: String): SessionConnection!
  }
  type Mutation {
    bookingCreate(input: BookingCreateInput!): BookingCreateResult
  }
  input SessionFilter {
    maxPriceMinor: Int
  }
  input BookingCreateInput {
    sessionId: ID!
  }
  type Money {
    amountMinor: Int!
    currency: String!
  }
  type User {
    id: ID!
    displayName: String!
  }
  type Session {
    id: ID!
    title: String!
    startsAt: DateTime!
    price: Money!
    host: User!
    seatsLeft: Int
  }
  type SessionConnection {
    nodes: [Session!]!
  }
  type Booking {
    id: ID!
    status: String!
    bookedAt: DateTime!
    amount: Money!
    session: Session!
  }
  type BookingConnection {
    nodes: [Booking!]!
  }
  type PracticeStats {
    totalSessions: Int!
    totalPracticeSeconds: Int!
    averageDurationSeconds: Float!
    completionRatePercent: Float!
    startedSessions: Int!
    partialSessions: Int!
    abandonedSessions: Int!
    totalPosesCompleted: Int!
    currentStreakDays: Int!
    longestStreakDays: Int!
    lastPracticeDate: String
  }
  type Account {
    id: ID!
    bookings(first: Int): BookingConnection!
    practiceStats: PracticeStats!
  }
  interface UserError {
    code: String!
    message: String!
  }
  type SessionFullError implements UserError {
    code: String!
    message: String!
  }
  type AlreadyBookedError implements UserError {
    code: String!
    message: String!
  }
  union BookingCreateResult = Booking | SessionFullError | AlreadyBookedError
`;

export interface SessionRow {
  id: string;
  hostId: string;
  title: string;
  startsAt: Date;
  priceMinor: number;
  currency: string;
  maxParticipants: number | null;
  seatsTaken: number;
}

export interface BookingRow {
  id: string;
  sessionId: string;
  status: string;
  bookedAt: Date;
  amountMinor: number;
  currency: string;
}

export interface StatisticsRow {
  completed: number;
  partial: number;
  abandoned: number;
  open: number;
  completedSeconds: number;
  posesCompleted: number;
  currentStreak: number;
  longestStreak: number;
  lastPracticeDate: string | null;
}

export const sessionFull = {
  __typename: 'SessionFullError',
  code: 'SESSION_FULL',
  message: 'Every seat is taken.',
};
export const alreadyBooked = {
  __typename: 'AlreadyBookedError',
  code: 'ALREADY_BOOKED',
  message: 'You have booked this session already.',
};

const ended = ({ completed, partial, abandoned }: StatisticsRow) => completed + partial + abandoned;

export const rowResolvers = {
  DateTime: new GraphQLScalarType<Date, string>({
    name: 'DateTime',
    serialize: (value) => (value as Date).toISOString(),
  }),
  Account: { id: ({ id }: { id: string }) => globalId('Account', id) },
  User: { id: ({ id }: { id: string }) => globalId('User', id) },
  Session: {
    id: ({ id }: SessionRow) => globalId('Session', id),
    price: ({ priceMinor, currency }: SessionRow) => ({ amountMinor: priceMinor, currency }),
    seatsLeft: ({ maxParticipants, seatsTaken }: SessionRow) =>
      maxParticipants === null ? null : Math.max(0, maxParticipants - seatsTaken),
  },
  Booking: {
    id: ({ id }: BookingRow) => globalId('Booking', id),
    amount: ({ amountMinor, currency }: BookingRow) => ({ amountMinor, currency }),
  },
  PracticeStats: {
    totalSessions: ({ completed }: StatisticsRow) => completed,
    totalPracticeSeconds: ({ completedSeconds }: StatisticsRow) => completedSeconds,
    averageDurationSeconds: ({ completed, completedSeconds }: StatisticsRow) =>
      completed === 0 ? 0 : completedSeconds / completed,
    completionRatePercent: (row: StatisticsRow) =>
      ended(row) === 0 ? 0 : Math.round((row.completed / ended(row)) * 1000) / 10,
    startedSessions: (row: StatisticsRow) => ended(row) + row.open,
    partialSessions: ({ partial }: StatisticsRow) => partial,
    abandonedSessions: ({ abandoned }: StatisticsRow) => abandoned,
    totalPosesCompleted: ({ posesCompleted }: StatisticsRow) => posesCompleted,
    currentStreakDays: ({ currentStreak }: StatisticsRow) => currentStreak,
    longestStreakDays: ({ longestStreak }: StatisticsRow) => longestStreak,
  },
};
