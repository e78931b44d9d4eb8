import { persisted } from '../graphql/persisted.ts';
import type * as types from './types.ts';

export const SellingDocument = persisted<types.SellingQuery, types.SellingQueryVariables>(
  '5470efd1134dfe41ae0ebba11ba45f0a8f7c65a49010e5a3245da076db718cf5',
  "query Selling($first:Int$after:String$last:Int$before:String$afterOffer:String){viewer{id role passOffers(first:50 after:$afterOffer){pageInfo{endCursor hasNextPage __typename}nodes{...Offer __typename}__typename}passesOwed{...Owed __typename}passesSold(first:$first after:$after last:$last before:$before){totalCount nodes{...SoldPass __typename}pageInfo{startCursor endCursor hasNextPage hasPreviousPage __typename}__typename}__typename}}fragment Offer on PassOffer{id title description credits validDays startsWith tags price{amountMinor currency __typename}refundPercent refundDays withdrawnAt host{id displayName __typename}__typename}fragment Owed on PassesOwed{currency passes credits amountMinor __typename}fragment SoldPass on Pass{...HeldPass user{id displayName username __typename}__typename}fragment HeldPass on Pass{id title status credits balance validDays startsWith validUntil tags amount{amountMinor currency __typename}refundPercent refundableUntil refundQuote{amountMinor currency __typename}refund{amountMinor currency __typename}holdExpiresAt checkoutUrl boughtAt host{id displayName __typename}__typename}",
);

export const StudioPassesDocument = persisted<types.StudioPassesQuery, types.StudioPassesQueryVariables>(
  '6e2671c1a48dff735530d6f101549387d73536793d184a7957089fb005bf61f1',
  "query StudioPasses($first:Int$after:String$last:Int$before:String$filter:PassFilter$afterOffer:String){passes(first:$first after:$after last:$last before:$before filter:$filter){totalCount nodes{...SoldPass __typename}pageInfo{startCursor endCursor hasNextPage hasPreviousPage __typename}__typename}passesOwed{...Owed __typename}passOffers(first:50 after:$afterOffer includeWithdrawn:true){pageInfo{endCursor hasNextPage __typename}nodes{...Offer __typename}__typename}}fragment SoldPass on Pass{...HeldPass user{id displayName username __typename}__typename}fragment HeldPass on Pass{id title status credits balance validDays startsWith validUntil tags amount{amountMinor currency __typename}refundPercent refundableUntil refundQuote{amountMinor currency __typename}refund{amountMinor currency __typename}holdExpiresAt checkoutUrl boughtAt host{id displayName __typename}__typename}fragment Owed on PassesOwed{currency passes credits amountMinor __typename}fragment Offer on PassOffer{id title description credits validDays startsWith tags price{amountMinor currency __typename}refundPercent refundDays withdrawnAt host{id displayName __typename}__typename}",
);

export const CreateOfferDocument = persisted<types.CreateOfferMutation, types.CreateOfferMutationVariables>(
  '3e877e97fb4c71a1219e38396524021eb4317195e2c5106c01c8af59076d1c4b',
  "mutation CreateOffer($input:PassOfferInput!$hostId:ID){passOfferCreate(input:$input hostId:$hostId){...on PassOffer{...Offer __typename}...Refused __typename}}fragment Offer on PassOffer{id title description credits validDays startsWith tags price{amountMinor currency __typename}refundPercent refundDays withdrawnAt host{id displayName __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const UpdateOfferDocument = persisted<types.UpdateOfferMutation, types.UpdateOfferMutationVariables>(
  '83566ab178c5cf79a8eca5be5e6ca1b7f6829081c1422d5a77b25d77220e7d17',
  "mutation UpdateOffer($id:ID!$input:PassOfferInput!$reason:String){passOfferUpdate(id:$id input:$input reason:$reason){...on PassOffer{...Offer __typename}...Refused __typename}}fragment Offer on PassOffer{id title description credits validDays startsWith tags price{amountMinor currency __typename}refundPercent refundDays withdrawnAt host{id displayName __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const WithdrawOfferDocument = persisted<types.WithdrawOfferMutation, types.WithdrawOfferMutationVariables>(
  '752a546afd3fc19de0d53c4edcd553bf883065c8c35d19aed3bfe4ca75eebe10',
  "mutation WithdrawOffer($id:ID!$reason:String){passOfferWithdraw(id:$id reason:$reason){...on PassOffer{...Offer __typename}...Refused __typename}}fragment Offer on PassOffer{id title description credits validDays startsWith tags price{amountMinor currency __typename}refundPercent refundDays withdrawnAt host{id displayName __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const RestoreOfferDocument = persisted<types.RestoreOfferMutation, types.RestoreOfferMutationVariables>(
  'ca4f375befef53d860418ebee3cea4b69f490667633eea167df007d5081c8455',
  "mutation RestoreOffer($id:ID!$reason:String){passOfferRestore(id:$id reason:$reason){...on PassOffer{...Offer __typename}...Refused __typename}}fragment Offer on PassOffer{id title description credits validDays startsWith tags price{amountMinor currency __typename}refundPercent refundDays withdrawnAt host{id displayName __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const ConfirmPassDocument = persisted<types.ConfirmPassMutation, types.ConfirmPassMutationVariables>(
  'c220b190bd50662a35752f5b732ba1aa49645396c865e4e91bfc10140be745cf',
  "mutation ConfirmPass($id:ID!$reason:String){passConfirm(id:$id reason:$reason){...on Pass{...SoldPass __typename}...Refused __typename}}fragment SoldPass on Pass{...HeldPass user{id displayName username __typename}__typename}fragment HeldPass on Pass{id title status credits balance validDays startsWith validUntil tags amount{amountMinor currency __typename}refundPercent refundableUntil refundQuote{amountMinor currency __typename}refund{amountMinor currency __typename}holdExpiresAt checkoutUrl boughtAt host{id displayName __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const ReturnSoldPassDocument = persisted<types.ReturnSoldPassMutation, types.ReturnSoldPassMutationVariables>(
  'd654518cca5981befc4e9f1413033de2bb5a1fc4703da82d66c903270ab6fbed',
  "mutation ReturnSoldPass($id:ID!$reason:String){passReturn(id:$id reason:$reason){...on Pass{...SoldPass __typename}...Refused __typename}}fragment SoldPass on Pass{...HeldPass user{id displayName username __typename}__typename}fragment HeldPass on Pass{id title status credits balance validDays startsWith validUntil tags amount{amountMinor currency __typename}refundPercent refundableUntil refundQuote{amountMinor currency __typename}refund{amountMinor currency __typename}holdExpiresAt checkoutUrl boughtAt host{id displayName __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const CorrectPassDocument = persisted<types.CorrectPassMutation, types.CorrectPassMutationVariables>(
  'ba1acdcbd925ddea1827d018cb5404df20b544186291a13d9d1199806bc38048',
  "mutation CorrectPass($input:PassCorrectInput!){passCorrect(input:$input){...on Pass{...SoldPass __typename}...Refused __typename}}fragment SoldPass on Pass{...HeldPass user{id displayName username __typename}__typename}fragment HeldPass on Pass{id title status credits balance validDays startsWith validUntil tags amount{amountMinor currency __typename}refundPercent refundableUntil refundQuote{amountMinor currency __typename}refund{amountMinor currency __typename}holdExpiresAt checkoutUrl boughtAt host{id displayName __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);
