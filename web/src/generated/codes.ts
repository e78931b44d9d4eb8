import { persisted } from '../graphql/persisted.ts';
import type * as types from './types.ts';

export const HostCodesDocument = persisted<types.HostCodesQuery, types.HostCodesQueryVariables>(
  '51c48e61f1f85ced6098a5551bb4dabfa3cd261e7a161ac4e98b026b023f544b',
  "query HostCodes($first:Int$after:String$last:Int$before:String){viewer{id role timeZone promotionCodes(first:$first after:$after last:$last before:$before){nodes{...Code __typename}pageInfo{startCursor endCursor hasNextPage hasPreviousPage __typename}__typename}__typename}}fragment Code on PromotionCode{id code percent amount{amountMinor currency __typename}maxUses maxUsesPerPerson startsAt endsAt tags sessions{id title __typename}disabledAt useCount host{id displayName __typename}__typename}",
);

export const StudioCodesDocument = persisted<types.StudioCodesQuery, types.StudioCodesQueryVariables>(
  '41afad5830995236f09f52bbaa7a8eeeced49cdddd8f91a90d3924c08bbd56c7',
  "query StudioCodes($first:Int$after:String$last:Int$before:String){promotionCodes(first:$first after:$after last:$last before:$before){nodes{...Code __typename}pageInfo{startCursor endCursor hasNextPage hasPreviousPage __typename}__typename}}fragment Code on PromotionCode{id code percent amount{amountMinor currency __typename}maxUses maxUsesPerPerson startsAt endsAt tags sessions{id title __typename}disabledAt useCount host{id displayName __typename}__typename}",
);

export const CodeSessionsDocument = persisted<types.CodeSessionsQuery, types.CodeSessionsQueryVariables>(
  'eadc09802e0bd9c6a8fd0c5a180e0050e46199d3782337ac330ea4dd20797d89',
  "query CodeSessions{viewer{id hostedSessions(first:100 filter:{status:[SCHEDULED LIVE]}){pageInfo{hasNextPage __typename}nodes{id title startsAt __typename}__typename}__typename}}",
);

export const CodeUsesDocument = persisted<types.CodeUsesQuery, types.CodeUsesQueryVariables>(
  'dfaa6bec284b242fe231002b0990b25289e05279c2c735febf435dce2d30c6ec',
  "query CodeUses($id:ID!$after:String){node(id:$id){...on PromotionCode{id uses(first:50 after:$after){pageInfo{endCursor hasNextPage __typename}nodes{usedAt returnedAt discount{amountMinor currency __typename}user{id displayName __typename}booking{id session{id title __typename}__typename}__typename}__typename}__typename}__typename}}",
);

export const CreateCodeDocument = persisted<types.CreateCodeMutation, types.CreateCodeMutationVariables>(
  'a2a4965a909e78792131766403e5257b3acd3195fb6f665d634a0add23ba4db5',
  "mutation CreateCode($input:PromotionCodeInput!){promotionCodeCreate(input:$input){...on PromotionCode{...Code __typename}...Refused __typename}}fragment Code on PromotionCode{id code percent amount{amountMinor currency __typename}maxUses maxUsesPerPerson startsAt endsAt tags sessions{id title __typename}disabledAt useCount host{id displayName __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const UpdateCodeDocument = persisted<types.UpdateCodeMutation, types.UpdateCodeMutationVariables>(
  'ddf27675e774a83bdf689a6e0a235e9007a171ab4eea0eb6cb6ccb69d03e8bfb',
  "mutation UpdateCode($id:ID!$input:PromotionCodeInput!$reason:String){promotionCodeUpdate(id:$id input:$input reason:$reason){...on PromotionCode{...Code __typename}...Refused __typename}}fragment Code on PromotionCode{id code percent amount{amountMinor currency __typename}maxUses maxUsesPerPerson startsAt endsAt tags sessions{id title __typename}disabledAt useCount host{id displayName __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const DisableCodeDocument = persisted<types.DisableCodeMutation, types.DisableCodeMutationVariables>(
  'e331da8e3eb91ae28f002b9efe6684bba0d2bbaa4ec6d9d87210407ae2950aa9',
  "mutation DisableCode($id:ID!$reason:String){promotionCodeDisable(id:$id reason:$reason){...on PromotionCode{...Code __typename}...Refused __typename}}fragment Code on PromotionCode{id code percent amount{amountMinor currency __typename}maxUses maxUsesPerPerson startsAt endsAt tags sessions{id title __typename}disabledAt useCount host{id displayName __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const EnableCodeDocument = persisted<types.EnableCodeMutation, types.EnableCodeMutationVariables>(
  '5325922465d1f09d311c46ebbc5336cd2851aa0dff91bf23efa1b19f63c0b383',
  "mutation EnableCode($id:ID!$reason:String){promotionCodeEnable(id:$id reason:$reason){...on PromotionCode{...Code __typename}...Refused __typename}}fragment Code on PromotionCode{id code percent amount{amountMinor currency __typename}maxUses maxUsesPerPerson startsAt endsAt tags sessions{id title __typename}disabledAt useCount host{id displayName __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);
