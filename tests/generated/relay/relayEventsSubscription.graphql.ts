/**
 * @generated SignedSource<<eec97fb9bf2af5a53da5ca7521c69398>>
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import { ConcreteRequest } from 'relay-runtime';
export type relayEventsSubscription$variables = {
  after?: any | null | undefined;
  sessionId: string;
};
export type relayEventsSubscription$data = {
  readonly sessionEvents: {
    readonly __typename: string;
    readonly cursor: any;
    readonly seatsLeft?: number | null | undefined;
  };
};
export type relayEventsSubscription = {
  response: relayEventsSubscription$data;
  variables: relayEventsSubscription$variables;
};

const node: ConcreteRequest = (function(){
var v0 = {
  "defaultValue": null,
  "kind": "LocalArgument",
  "name": "after"
},
v1 = {
  "defaultValue": null,
  "kind": "LocalArgument",
  "name": "sessionId"
},
v2 = [
  {
    "alias": null,
    "args": [
      {
        "kind": "Variable",
        "name": "after",
        "variableName": "after"
      },
      {
        "kind": "Variable",
        "name": "sessionId",
        "variableName": "sessionId"
      }
    ],
    "concreteType": null,
    "kind": "LinkedField",
    "name": "sessionEvents",
    "plural": false,
    "selections": [
      {
        "alias": null,
        "args": null,
        "kind": "ScalarField",
        "name": "__typename",
        "storageKey": null
      },
      {
        "alias": null,
        "args": null,
        "kind": "ScalarField",
        "name": "cursor",
        "storageKey": null
      },
      {
        "kind": "InlineFragment",
        "selections": [
          {
            "alias": null,
            "args": null,
            "kind": "ScalarField",
            "name": "seatsLeft",
            "storageKey": null
          }
        ],
        "type": "SeatsChanged",
        "abstractKey": null
      }
    ],
    "storageKey": null
  }
];
return {
  "fragment": {
    "argumentDefinitions": [
      (v0/*:: as any*/),
      (v1/*:: as any*/)
    ],
    "kind": "Fragment",
    "metadata": null,
    "name": "relayEventsSubscription",
    "selections": (v2/*:: as any*/),
    "type": "Subscription",
    "abstractKey": null
  },
  "kind": "Request",
  "operation": {
    "argumentDefinitions": [
      (v1/*:: as any*/),
      (v0/*:: as any*/)
    ],
    "kind": "Operation",
    "name": "relayEventsSubscription",
    "selections": (v2/*:: as any*/)
  },
  "params": {
    "cacheID": "5dd904b63d91ccdf22085ee39d0b0794",
    "id": null,
    "metadata": {},
    "name": "relayEventsSubscription",
    "operationKind": "subscription",
    "text": "subscription relayEventsSubscription(\n  $sessionId: ID!\n  $after: EventCursor\n) {\n  sessionEvents(sessionId: $sessionId, after: $after) {\n    __typename\n    cursor\n    ... on SeatsChanged {\n      seatsLeft\n    }\n  }\n}\n"
  }
};
})();

(node as any).hash = "64afcaa2012567889610d89b7cebd0d9";

export default node;
