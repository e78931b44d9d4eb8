/**
 * @generated SignedSource<<d52dfb109afc7bdd5c013ee49a471ae9>>
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import { ConcreteRequest } from 'relay-runtime';
export type BookingStatus = "CANCELLED" | "COMPLETED" | "CONFIRMED" | "NO_SHOW" | "PENDING" | "WAITLISTED" | "%future added value";
export type relayViewerEventsSubscription$variables = {
  after?: any | null | undefined;
};
export type relayViewerEventsSubscription$data = {
  readonly viewerEvents: {
    readonly __typename: string;
    readonly account?: {
      readonly id: string;
      readonly nextBooking: {
        readonly id: string;
        readonly status: BookingStatus;
      } | null | undefined;
    };
    readonly booking?: {
      readonly holdExpiresAt: any | null | undefined;
      readonly id: string;
      readonly session: {
        readonly id: string;
        readonly title: string;
      };
      readonly status: BookingStatus;
      readonly waitlistPosition: number | null | undefined;
    } | null | undefined;
    readonly cursor: any;
    readonly deviceSession?: {
      readonly deviceName: string;
      readonly id: string;
      readonly isActive: boolean;
    } | null | undefined;
  };
};
export type relayViewerEventsSubscription = {
  response: relayViewerEventsSubscription$data;
  variables: relayViewerEventsSubscription$variables;
};

const node: ConcreteRequest = (function(){
var v0 = [
  {
    "defaultValue": null,
    "kind": "LocalArgument",
    "name": "after"
  }
],
v1 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "id",
  "storageKey": null
},
v2 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "status",
  "storageKey": null
},
v3 = [
  {
    "alias": null,
    "args": [
      {
        "kind": "Variable",
        "name": "after",
        "variableName": "after"
      },
      {
        "kind": "Literal",
        "name": "kinds",
        "value": [
          "BOOKINGS",
          "DEVICES"
        ]
      }
    ],
    "concreteType": null,
    "kind": "LinkedField",
    "name": "viewerEvents",
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
            "concreteType": "Account",
            "kind": "LinkedField",
            "name": "account",
            "plural": false,
            "selections": [
              (v1/*:: as any*/),
              {
                "alias": null,
                "args": null,
                "concreteType": "Booking",
                "kind": "LinkedField",
                "name": "nextBooking",
                "plural": false,
                "selections": [
                  (v1/*:: as any*/),
                  (v2/*:: as any*/)
                ],
                "storageKey": null
              }
            ],
            "storageKey": null
          }
        ],
        "type": "ViewerSnapshot",
        "abstractKey": null
      },
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
              (v1/*:: as any*/),
              (v2/*:: as any*/),
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "waitlistPosition",
                "storageKey": null
              },
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "holdExpiresAt",
                "storageKey": null
              },
              {
                "alias": null,
                "args": null,
                "concreteType": "Session",
                "kind": "LinkedField",
                "name": "session",
                "plural": false,
                "selections": [
                  (v1/*:: as any*/),
                  {
                    "alias": null,
                    "args": null,
                    "kind": "ScalarField",
                    "name": "title",
                    "storageKey": null
                  }
                ],
                "storageKey": null
              }
            ],
            "storageKey": null
          }
        ],
        "type": "BookingUpdate",
        "abstractKey": null
      },
      {
        "kind": "InlineFragment",
        "selections": [
          {
            "alias": null,
            "args": null,
            "concreteType": "DeviceSession",
            "kind": "LinkedField",
            "name": "deviceSession",
            "plural": false,
            "selections": [
              (v1/*:: as any*/),
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "deviceName",
                "storageKey": null
              },
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "isActive",
                "storageKey": null
              }
            ],
            "storageKey": null
          }
        ],
        "type": "DeviceSessionUpdate",
        "abstractKey": null
      }
    ],
    "storageKey": null
  }
];
return {
  "fragment": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Fragment",
    "metadata": null,
    "name": "relayViewerEventsSubscription",
    "selections": (v3/*:: as any*/),
    "type": "Subscription",
    "abstractKey": null
  },
  "kind": "Request",
  "operation": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Operation",
    "name": "relayViewerEventsSubscription",
    "selections": (v3/*:: as any*/)
  },
  "params": {
    "cacheID": "503f104fa7bc85d98205351e69d8535a",
    "id": null,
    "metadata": {},
    "name": "relayViewerEventsSubscription",
    "operationKind": "subscription",
    "text": "subscription relayViewerEventsSubscription(\n  $after: StudioCursor\n) {\n  viewerEvents(after: $after, kinds: [BOOKINGS, DEVICES]) {\n    __typename\n    cursor\n    ... on ViewerSnapshot {\n      account {\n        id\n        nextBooking {\n          id\n          status\n        }\n      }\n    }\n    ... on BookingUpdate {\n      booking {\n        id\n        status\n        waitlistPosition\n        holdExpiresAt\n        session {\n          id\n          title\n        }\n      }\n    }\n    ... on DeviceSessionUpdate {\n      deviceSession {\n        id\n        deviceName\n        isActive\n      }\n    }\n  }\n}\n"
  }
};
})();

(node as any).hash = "ce4b3b3698b8f79d548bdff0d12107e8";

export default node;
