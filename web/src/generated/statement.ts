import { persisted } from '../graphql/persisted.ts';
import type * as types from './types.ts';

export const OwnStatementDocument = persisted<types.OwnStatementQuery, types.OwnStatementQueryVariables>(
  '150205e323e36d650fa26f737989fa0265682f07aa94e66c7a3ee98ef1d54fcd',
  "query OwnStatement($month:Date){viewer{id hostStatement(month:$month){...Statement __typename}__typename}}fragment Statement on HostStatement{month timeZone lines{...LineFigures __typename}totals{...TotalFigures __typename}__typename}fragment LineFigures on StatementLine{title session{id startsAt __typename}currency bookings grossMinor refundedMinor netMinor receivedMinor paidBackMinor taxMinor __typename}fragment TotalFigures on StatementTotal{currency bookings grossMinor refundedMinor netMinor receivedMinor paidBackMinor taxMinor __typename}",
);

export const StatementOfAccountDocument = persisted<types.StatementOfAccountQuery, types.StatementOfAccountQueryVariables>(
  '39ba08282cc41b2c48bbbd38313d260f253402a2343d5efd93c4f98400c005fd',
  "query StatementOfAccount($id:ID!$month:Date){account(id:$id){id user{id displayName __typename}hostStatement(month:$month){...Statement __typename}__typename}}fragment Statement on HostStatement{month timeZone lines{...LineFigures __typename}totals{...TotalFigures __typename}__typename}fragment LineFigures on StatementLine{title session{id startsAt __typename}currency bookings grossMinor refundedMinor netMinor receivedMinor paidBackMinor taxMinor __typename}fragment TotalFigures on StatementTotal{currency bookings grossMinor refundedMinor netMinor receivedMinor paidBackMinor taxMinor __typename}",
);
