/**
 * @generated SignedSource<<6efc1c364f7f91b4b61b02141a10815c>>
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import { ConcreteRequest } from 'relay-runtime';
export type BookingStatus = "CANCELLED" | "COMPLETED" | "CONFIRMED" | "NO_SHOW" | "PENDING" | "WAITLISTED" | "%future added value";
export type SessionStatus = "CANCELLED" | "DRAFT" | "ENDED" | "LIVE" | "SCHEDULED" | "%future added value";
export type relayHostEventsSubscription$variables = {
  after?: any | null | undefined;
};
export type relayHostEventsSubscription$data = {
  readonly hostEvents: {
    readonly __typename: string;
    readonly booking?: {
      readonly id: string;
      readonly session: {
        readonly id: string;
        readonly seatsTaken: number;
      };
      readonly status: BookingStatus;
      readonly user: {
        readonly displayName: string;
      };
    } | null | undefined;
    readonly cursor: any;
    readonly session?: {
      readonly id: string;
      readonly participantCount: number;
      readonly seatsTaken: number;
      readonly status: SessionStatus;
      readonly title?: string;
    } | null | undefined;
    readonly sessionId?: string;
    readonly sessions?: ReadonlyArray<{
      readonly id: string;
      readonly seatsTaken: number;
      readonly status: SessionStatus;
      readonly title: string;
    }>;
  };
};
export type relayHostEventsSubscription = {
  response: relayHostEventsSubscription$data;
  variables: relayHostEventsSubscription$variables;
};

const node: ConcreteRequest = (function(){
var v0 = [
  {
    "defaultValue": null,
    "kind": "LocalArgument",
    "name": "after"
  }
],
v1 = [
  {
    "kind": "Variable",
    "name": "after",
    "variableName": "after"
  },
  {
    "kind": "Literal",
    "name": "kinds",
    "value": [
      "SESSIONS",
      "BOOKINGS",
      "SEATS",
      "PARTICIPANTS"
    ]
  }
],
v2 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "__typename",
  "storageKey": null
},
v3 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "cursor",
  "storageKey": null
},
v4 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "id",
  "storageKey": null
},
v5 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "title",
  "storageKey": null
},
v6 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "status",
  "storageKey": null
},
v7 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "seatsTaken",
  "storageKey": null
},
v8 = {
  "kind": "InlineFragment",
  "selections": [
    {
      "alias": null,
      "args": null,
      "concreteType": "Session",
      "kind": "LinkedField",
      "name": "sessions",
      "plural": true,
      "selections": [
        (v4/*:: as any*/),
        (v5/*:: as any*/),
        (v6/*:: as any*/),
        (v7/*:: as any*/)
      ],
      "storageKey": null
    }
  ],
  "type": "HostSnapshot",
  "abstractKey": null
},
v9 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "displayName",
  "storageKey": null
},
v10 = {
  "alias": null,
  "args": null,
  "concreteType": "Session",
  "kind": "LinkedField",
  "name": "session",
  "plural": false,
  "selections": [
    (v4/*:: as any*/),
    (v7/*:: as any*/)
  ],
  "storageKey": null
},
v11 = {
  "kind": "InlineFragment",
  "selections": [
    {
      "alias": null,
      "args": null,
      "concreteType": "Session",
      "kind": "LinkedField",
      "name": "session",
      "plural": false,
      "selections": [
        (v4/*:: as any*/),
        (v6/*:: as any*/),
        (v7/*:: as any*/),
        {
          "alias": null,
          "args": null,
          "kind": "ScalarField",
          "name": "participantCount",
          "storageKey": null
        }
      ],
      "storageKey": null
    }
  ],
  "type": "SessionUpdate",
  "abstractKey": null
},
v12 = {
  "kind": "InlineFragment",
  "selections": [
    {
      "alias": null,
      "args": null,
      "concreteType": "Session",
      "kind": "LinkedField",
      "name": "session",
      "plural": false,
      "selections": [
        (v4/*:: as any*/),
        (v5/*:: as any*/),
        (v6/*:: as any*/)
      ],
      "storageKey": null
    }
  ],
  "type": "SessionCreation",
  "abstractKey": null
},
v13 = {
  "kind": "InlineFragment",
  "selections": [
    {
      "alias": null,
      "args": null,
      "kind": "ScalarField",
      "name": "sessionId",
      "storageKey": null
    }
  ],
  "type": "SessionDeletion",
  "abstractKey": null
};
return {
  "fragment": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Fragment",
    "metadata": null,
    "name": "relayHostEventsSubscription",
    "selections": [
      {
        "alias": null,
        "args": (v1/*:: as any*/),
        "concreteType": null,
        "kind": "LinkedField",
        "name": "hostEvents",
        "plural": false,
        "selections": [
          (v2/*:: as any*/),
          (v3/*:: as any*/),
          (v8/*:: as any*/),
          {
            "kind": "InlineFragment",
            "selections": [
              {
                "alias": null,
                "args": null,
                "concreteType": "Booking",
                "kind": "LinkedField",
                "name": "booking",
                "plural": false,
                "selections": [
                  (v4/*:: as any*/),
                  (v6/*:: as any*/),
                  {
                    "alias": null,
                    "args": null,
                    "concreteType": "User",
                    "kind": "LinkedField",
                    "name": "user",
                    "plural": false,
                    "selections": [
                      (v9/*:: as any*/)
                    ],
                    "storageKey": null
                  },
                  (v10/*:: as any*/)
                ],
                "storageKey": null
              }
            ],
            "type": "BookingUpdate",
            "abstractKey": null
          },
          (v11/*:: as any*/),
          (v12/*:: as any*/),
          (v13/*:: as any*/)
        ],
        "storageKey": null
      }
    ],
    "type": "Subscription",
    "abstractKey": null
  },
  "kind": "Request",
  "operation": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Operation",
    "name": "relayHostEventsSubscription",
    "selections": [
      {
        "alias": null,
        "args": (v1/*:: as any*/),
        "concreteType": null,
        "kind": "LinkedField",
        "name": "hostEvents",
        "plural": false,
        "selections": [
          (v2/*:: as any*/),
          (v3/*:: as any*/),
          (v8/*:: as any*/),
          {
            "kind": "InlineFragment",
            "selections": [
              {
                "alias": null,
                "args": null,
                "concreteType": "Booking",
                "kind": "LinkedField",
                "name": "booking",
                "plural": false,
                "selections": [
                  (v4/*:: as any*/),
                  (v6/*:: as any*/),
                  {
                    "alias": null,
                    "args": null,
                    "concreteType": "User",
                    "kind": "LinkedField",
                    "name": "user",
                    "plural": false,
                    "selections": [
                      (v9/*:: as any*/),
                      (v4/*:: as any*/)
                    ],
                    "storageKey": null
                  },
                  (v10/*:: as any*/)
                ],
                "storageKey": null
              }
            ],
            "type": "BookingUpdate",
            "abstractKey": null
          },
          (v11/*:: as any*/),
          (v12/*:: as any*/),
          (v13/*:: as any*/)
        ],
        "storageKey": null
      }
    ]
  },
  "params": {
    "cacheID": "834f47c234f5d1cc75a8b2f4763038c0",
    "id": null,
    "metadata": {},
    "name": "relayHostEventsSubscription",
    "operationKind": "subscription",
    "text": "subscription relayHostEventsSubscription(\n  $after: StudioCursor\n) {\n  hostEvents(after: $after, kinds: [SESSIONS, BOOKINGS, SEATS, PARTICIPANTS]) {\n    __typename\n    cursor\n    ... on HostSnapshot {\n      sessions {\n        id\n        title\n        status\n        seatsTaken\n      }\n    }\n    ... on BookingUpdate {\n      booking {\n        id\n        status\n        user {\n          displayName\n          id\n        }\n        session {\n          id\n          seatsTaken\n        }\n      }\n    }\n    ... on SessionUpdate {\n      session {\n        id\n        status\n        seatsTaken\n        participantCount\n      }\n    }\n    ... on SessionCreation {\n      session {\n        id\n        title\n        status\n      }\n    }\n    ... on SessionDeletion {\n      sessionId\n    }\n  }\n}\n"
  }
};
})();

(node as any).hash = "15c58bb2243a4fecfc02bc338c901c0b";

export default node;
