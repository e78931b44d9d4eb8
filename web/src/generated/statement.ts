import { persisted } from '../graphql/persisted.ts';
import type * as types from './types.ts';

export const OwnStatementDocument = persisted<types.OwnStatementQuery, types.OwnStatementQueryVariables>(
  '3c23cad36eb088f3820802a5a4a5aa3c0fbbee4d75abfbd1f3d373c115a9498b',
  "query OwnStatement($month:Date){viewer{id hostStatement(month:$month){...Statement __typename}__typename}}fragment Statement on HostStatement{month timeZone lines{...LineFigures __typename}totals{...TotalFigures __typename}__typename}fragment LineFigures on StatementLine{session{id title startsAt __typename}currency bookings grossMinor refundedMinor netMinor receivedMinor paidBackMinor taxMinor __typename}fragment TotalFigures on StatementTotal{currency bookings grossMinor refundedMinor netMinor receivedMinor paidBackMinor taxMinor __typename}",
);

export const StatementOfAccountDocument = persisted<types.StatementOfAccountQuery, types.StatementOfAccountQueryVariables>(
  '6056daf47a84c1409b83ea0875b1dbeea4d2e49a9528ca56e8039503b17af66e',
  "query StatementOfAccount($id:ID!$month:Date){account(id:$id){id user{id displayName __typename}hostStatement(month:$month){...Statement __typename}__typename}}fragment Statement on HostStatement{month timeZone lines{...LineFigures __typename}totals{...TotalFigures __typename}__typename}fragment LineFigures on StatementLine{session{id title startsAt __typename}currency bookings grossMinor refundedMinor netMinor receivedMinor paidBackMinor taxMinor __typename}fragment TotalFigures on StatementTotal{currency bookings grossMinor refundedMinor netMinor receivedMinor paidBackMinor taxMinor __typename}",
);
