import { persisted } from '../graphql/persisted.ts';
import type * as types from './types.ts';

export const WebhooksDocument = persisted<types.WebhooksQuery, types.WebhooksQueryVariables>(
  '14f968bcc535b8a994318f4664fb329795f8a63ddebc0c8eefa72ea7987a2055',
  "query Webhooks($first:Int$after:String$last:Int$before:String$filter:WebhookDeliveryFilter$afterEndpoint:String){webhookEndpoints(first:50 after:$afterEndpoint){pageInfo{endCursor hasNextPage __typename}nodes{...Endpoint __typename}__typename}webhookDeliveries(first:$first after:$after last:$last before:$before filter:$filter){totalCount nodes{...HookDelivery __typename}pageInfo{startCursor endCursor hasNextPage hasPreviousPage __typename}__typename}}fragment Endpoint on WebhookEndpoint{id url description kinds isEnabled disabledReason failingSince waitingCount lastSentAt previousSecretExpiresAt __typename}fragment HookDelivery on WebhookDelivery{id type state attemptCount createdAt nextAttemptAt endpoint{id url __typename}attempts{startedAt status error __typename}__typename}",
);

export const CreateEndpointDocument = persisted<types.CreateEndpointMutation, types.CreateEndpointMutationVariables>(
  'c99f8983a58fc0446670fed765179fc46a5f27a7b91a1257a3989fb350eca4e9',
  "mutation CreateEndpoint($input:WebhookEndpointCreateInput!$reason:String!){webhookEndpointCreate(input:$input reason:$reason){...on WebhookEndpointSecretPayload{secret endpoint{...Endpoint __typename}__typename}...Refused __typename}}fragment Endpoint on WebhookEndpoint{id url description kinds isEnabled disabledReason failingSince waitingCount lastSentAt previousSecretExpiresAt __typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const RotateSecretDocument = persisted<types.RotateSecretMutation, types.RotateSecretMutationVariables>(
  '5edf27db2067dd2308067f334c74c4cd6e0d5974b4962e1c7057659ce564edf6',
  "mutation RotateSecret($id:ID!$reason:String!){webhookEndpointRotateSecret(id:$id reason:$reason){...on WebhookEndpointSecretPayload{secret endpoint{...Endpoint __typename}__typename}...Refused __typename}}fragment Endpoint on WebhookEndpoint{id url description kinds isEnabled disabledReason failingSince waitingCount lastSentAt previousSecretExpiresAt __typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const EnableEndpointDocument = persisted<types.EnableEndpointMutation, types.EnableEndpointMutationVariables>(
  'c495ce97e9a49b402987828b4aa9495f4198c515b5846b45f2fe71b0c96400f2',
  "mutation EnableEndpoint($id:ID!$reason:String!){webhookEndpointEnable(id:$id reason:$reason){...Endpoint ...Refused __typename}}fragment Endpoint on WebhookEndpoint{id url description kinds isEnabled disabledReason failingSince waitingCount lastSentAt previousSecretExpiresAt __typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const DisableEndpointDocument = persisted<types.DisableEndpointMutation, types.DisableEndpointMutationVariables>(
  'c3e7d48b756d29b8af33b46443fdfa531d54a4a95e805f532f0797244742560d',
  "mutation DisableEndpoint($id:ID!$reason:String!){webhookEndpointDisable(id:$id reason:$reason){...Endpoint ...Refused __typename}}fragment Endpoint on WebhookEndpoint{id url description kinds isEnabled disabledReason failingSince waitingCount lastSentAt previousSecretExpiresAt __typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const DeleteEndpointDocument = persisted<types.DeleteEndpointMutation, types.DeleteEndpointMutationVariables>(
  '4c2e3f8c5c834693bd4ecc456f739c4ed07295c9b4ecf304996fd35aed76b129',
  "mutation DeleteEndpoint($id:ID!$reason:String!){webhookEndpointDelete(id:$id reason:$reason){...on WebhookEndpointDeletePayload{__typename}...Refused __typename}}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const SendHookAgainDocument = persisted<types.SendHookAgainMutation, types.SendHookAgainMutationVariables>(
  'cff25f36143550ab70db6a2408533cde6490488bdcc0ec64b892948f8a2d8012',
  "mutation SendHookAgain($id:ID!$reason:String!){webhookDeliverySendAgain(id:$id reason:$reason){...HookDelivery ...Refused __typename}}fragment HookDelivery on WebhookDelivery{id type state attemptCount createdAt nextAttemptAt endpoint{id url __typename}attempts{startedAt status error __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);
