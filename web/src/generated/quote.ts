import { persisted } from '../graphql/persisted.ts';
import type * as types from './types.ts';

export const QuoteDocument = persisted<types.QuoteQuery, types.QuoteQueryVariables>(
  '3fd1173abf4fdea99584ff191921c98a116d09b8ae09e7e82040840fa259c354',
  "query Quote($sessionId:ID!$seats:Int$promotionCode:String$payWith:ID){bookingQuote(sessionId:$sessionId seats:$seats promotionCode:$promotionCode payWith:$payWith){...on BookingQuote{seats price{amountMinor currency __typename}discount{amountMinor currency __typename}amount{amountMinor currency __typename}credits __typename}...Refused __typename}}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);
