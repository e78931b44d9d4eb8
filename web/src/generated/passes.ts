import { persisted } from '../graphql/persisted.ts';
import type * as types from './types.ts';

export const PassesOnSaleDocument = persisted<types.PassesOnSaleQuery, types.PassesOnSaleQueryVariables>(
  'c9f50beb2383668c2fc2439caab3c620182d151c204a53de4c1e18110f1dd9e5',
  "query PassesOnSale($first:Int$after:String$last:Int$before:String){passOffers(first:$first after:$after last:$last before:$before){totalCount nodes{...Offer __typename}pageInfo{startCursor endCursor hasNextPage hasPreviousPage __typename}__typename}}fragment Offer on PassOffer{id title description credits validDays startsWith tags price{amountMinor currency __typename}refundPercent refundDays withdrawnAt host{id displayName __typename}__typename}",
);

export const HeldPassesDocument = persisted<types.HeldPassesQuery, types.HeldPassesQueryVariables>(
  '840c9e2653edc6c7bb5e1c9b2a38f5068c548c28ae089500dc4c3ebb56f72f41',
  "query HeldPasses($first:Int$after:String$last:Int$before:String){viewer{id passes(first:$first after:$after last:$last before:$before){totalCount nodes{...HeldPass __typename}pageInfo{startCursor endCursor hasNextPage hasPreviousPage __typename}__typename}__typename}}fragment HeldPass on Pass{id title status credits balance validDays startsWith validUntil tags amount{amountMinor currency __typename}refundPercent refundableUntil refundQuote{amountMinor currency __typename}refund{amountMinor currency __typename}holdExpiresAt checkoutUrl boughtAt host{id displayName __typename}__typename}",
);

export const LedgerDocument = persisted<types.LedgerQuery, types.LedgerQueryVariables>(
  '54209ad958b3b1742d40ce274d6eee3b47e0ac3d7a732a920254fd7ec35f5cd3',
  "query Ledger($id:ID!$after:String){node(id:$id){...on Pass{id ledger(first:50 after:$after){pageInfo{endCursor hasNextPage __typename}nodes{kind credits reason enteredAt booking{id session{id title __typename}__typename}__typename}__typename}__typename}__typename}}",
);

export const BuyPassDocument = persisted<types.BuyPassMutation, types.BuyPassMutationVariables>(
  'e8025d054fda4d15e7077b07bf72c6f464fd59429709a1807bfcd3cf9eb62c6a',
  "mutation BuyPass($input:PassBuyInput!){passBuy(input:$input){...on Pass{...HeldPass __typename}...Refused __typename}}fragment HeldPass on Pass{id title status credits balance validDays startsWith validUntil tags amount{amountMinor currency __typename}refundPercent refundableUntil refundQuote{amountMinor currency __typename}refund{amountMinor currency __typename}holdExpiresAt checkoutUrl boughtAt host{id displayName __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const ReturnPassDocument = persisted<types.ReturnPassMutation, types.ReturnPassMutationVariables>(
  'd84f3c5ea26ba73f24bb210770befcc901a65cc996ed292bca979d4ce86d6f83',
  "mutation ReturnPass($id:ID!$reason:String){passReturn(id:$id reason:$reason){...on Pass{...HeldPass __typename}...Refused __typename}}fragment HeldPass on Pass{id title status credits balance validDays startsWith validUntil tags amount{amountMinor currency __typename}refundPercent refundableUntil refundQuote{amountMinor currency __typename}refund{amountMinor currency __typename}holdExpiresAt checkoutUrl boughtAt host{id displayName __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const PassChangesDocument = persisted<types.PassChangesSubscription, types.PassChangesSubscriptionVariables>(
  '95f4d01fbd44426cc85d9a23bd5d6be9ae12dd705127ebaf0d53fe783df0443c',
  "subscription PassChanges($after:StudioCursor){viewerEvents(after:$after kinds:[PASSES]){cursor ...on PassUpdate{pass{...HeldPass __typename}__typename}__typename}}fragment HeldPass on Pass{id title status credits balance validDays startsWith validUntil tags amount{amountMinor currency __typename}refundPercent refundableUntil refundQuote{amountMinor currency __typename}refund{amountMinor currency __typename}holdExpiresAt checkoutUrl boughtAt host{id displayName __typename}__typename}",
);

export const ReturnNowDocument = persisted<types.ReturnNowQuery, types.ReturnNowQueryVariables>(
  '744b28175fb765ed4be1fec2334e1eab5469ee20288ff5c24b13b028b1f81455',
  "query ReturnNow($id:ID!){node(id:$id){...on Pass{id refundQuote{amountMinor currency __typename}__typename}__typename}}",
);
