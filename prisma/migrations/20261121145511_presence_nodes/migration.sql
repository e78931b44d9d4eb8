-- CreateTable
CREATE TABLE "PresenceNode" (
    "id" UUID NOT NULL,
    "seenAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "PresenceNode_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PresenceLease" (
    "sessionId" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "nodeId" UUID NOT NULL,

    CONSTRAINT "PresenceLease_pkey" PRIMARY KEY ("sessionId","accountId","nodeId")
);

-- CreateIndex
CREATE INDEX "PresenceNode_seenAt_idx" ON "PresenceNode"("seenAt");

-- CreateIndex
CREATE INDEX "PresenceLease_nodeId_idx" ON "PresenceLease"("nodeId");

-- CreateIndex
CREATE INDEX "PresenceLease_accountId_idx" ON "PresenceLease"("accountId");

-- AddForeignKey
ALTER TABLE "PresenceLease" ADD CONSTRAINT "PresenceLease_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "Session"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PresenceLease" ADD CONSTRAINT "PresenceLease_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PresenceLease" ADD CONSTRAINT "PresenceLease_nodeId_fkey" FOREIGN KEY ("nodeId") REFERENCES "PresenceNode"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What follows is beyond what schema.prisma can say: what periodic work looks for, whatever else there is.
CREATE INDEX "Participant_present_idx" ON "Participant" ("sessionId") WHERE "presence" IN ('ONLINE', 'RECONNECTING');
CREATE INDEX "Session_unstarted_idx" ON "Session" ("endsAt") WHERE "status" = 'SCHEDULED';
