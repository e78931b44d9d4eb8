// The operations of an admin's day, as GraphiQL's tabs show them.

export const administer = /* GraphQL */ `# For admins: the studio at a glance.
query Administer {
  adminOverview { accounts activeDeviceSessions liveSessions onlineParticipants bookingsToday }
}`;

export const followStudio = /* GraphQL */ `# For admins: what happens in the whole studio, with sign-ins and the audit.
subscription FollowStudio {
  studioEvents {
    __typename
    cursor
    ... on StudioSnapshot { overview { liveSessions onlineParticipants bookingsToday } }
    ... on OverviewUpdate { overview { liveSessions onlineParticipants bookingsToday } }
    ... on SessionUpdate { session { title } event { __typename } }
    ... on BookingUpdate { booking { status user { displayName } session { title } } }
    ... on DeviceSessionUpdate { deviceSession { deviceName isActive account { email } } }
    ... on AuditUpdate { auditEvent { action reason actor { username } } }
  }
}`;

export const findAccounts = /* GraphQL */ `# For admins: find a person and their devices. The IDs are for the tabs that follow.
query FindAccounts($filter: AccountFilter) {
  accounts(filter: $filter, first: 10) {
    totalCount
    nodes {
      id
      email
      role
      status
      user { username displayName }
      deviceSessions { id deviceName ipAddress isActive }
    }
  }
}`;

export const findDevices = /* GraphQL */ `# For admins: search by device, browser, OS, address, location and person. accountId gives one person's devices.
query FindDevices($filter: DeviceSessionFilter) {
  deviceSessions(filter: $filter, first: 10) {
    totalCount
    nodes { id deviceName browser os ipAddress location lastActivityAt isActive account { id email } }
  }
}`;

export const endDevice = /* GraphQL */ `# For admins: sign one device out.
mutation EndDevice($id: ID!, $reason: String) {
  deviceSessionRevoke(id: $id, reason: $reason) {
    ... on DeviceSession { deviceName isActive }
    ... on UserError { code message }
  }
}`;

export const endAllDevices = /* GraphQL */ `# For admins: sign a person out on all devices.
mutation EndAllDevices($accountId: ID!, $reason: String) {
  deviceSessionRevokeAll(accountId: $accountId, reason: $reason) {
    ... on DeviceSessionRevokeAllPayload { revokedCount }
  }
}`;

export const moderateSession = /* GraphQL */ `# For admins: cancel a session. Every booking is refunded in full.
mutation ModerateSession($id: ID!, $reason: String!) {
  sessionCancel(id: $id, reason: $reason) {
    ... on Session { title status host { displayName } }
    ... on UserError { code message }
  }
}`;

export const payments = /* GraphQL */ `# For admins: what was paid, and what has to be paid back.
query Payments($filter: PaymentFilter) {
  payments(filter: $filter, first: 10) {
    totalCount
    nodes {
      provider
      reference
      status
      amount { amountMinor currency }
      refund { amountMinor }
      booking { id status user { displayName } session { title } }
    }
  }
}`;

export const refund = /* GraphQL */ `# For admins: cancel a booking. The full amount is refunded.
mutation Refund($id: ID!, $reason: String) {
  bookingCancel(id: $id, reason: $reason) {
    ... on Booking { status payments { status refund { amountMinor currency } } user { displayName } }
    ... on UserError { code message }
  }
}`;

export const revenue = /* GraphQL */ `# For admins, and for hosts about themselves: revenue by month and currency.
query HostRevenue($id: ID!) {
  account(id: $id) {
    user { displayName }
    revenue { month revenue { currency grossMinor refundedMinor netMinor } }
  }
}`;

export const suspend = /* GraphQL */ `# For admins: suspend a person and sign them out everywhere. accountRestore, with the same arguments, restores them.
mutation SuspendAccount($id: ID!, $reason: String!) {
  accountSuspend(id: $id, reason: $reason) {
    ... on Account { email status deviceSessions { id } }
    ... on UserError { code message }
  }
}`;

export const audit = /* GraphQL */ `# For admins: who did what, and why.
query Audit($filter: AuditFilter) {
  auditEvents(filter: $filter, first: 10) {
    totalCount
    nodes { occurredAt action actor { username } targetType targetId reason }
  }
}`;
