-- CreateEnum
CREATE TYPE "Role" AS ENUM ('USER', 'CREATOR', 'ADMIN');

-- CreateEnum
CREATE TYPE "AccountStatus" AS ENUM ('ACTIVE', 'SUSPENDED');

-- CreateEnum
CREATE TYPE "DeviceType" AS ENUM ('DESKTOP', 'MOBILE', 'TABLET', 'BOT', 'UNKNOWN');

-- CreateEnum
CREATE TYPE "LoginMethod" AS ENUM ('PASSWORD', 'REGISTRATION');

-- CreateEnum
CREATE TYPE "DeviceSessionEnd" AS ENUM ('LOGGED_OUT', 'REVOKED', 'EVICTED', 'PASSWORD_CHANGED', 'SUSPENDED', 'TOKEN_REUSED');

-- CreateEnum
CREATE TYPE "SessionStatus" AS ENUM ('DRAFT', 'SCHEDULED', 'LIVE', 'ENDED', 'CANCELLED');

-- CreateEnum
CREATE TYPE "SessionVisibility" AS ENUM ('LISTED', 'UNLISTED');

-- CreateEnum
CREATE TYPE "SessionAdmission" AS ENUM ('CODE', 'BOOKING');

-- CreateEnum
CREATE TYPE "BookingStatus" AS ENUM ('PENDING', 'WAITLISTED', 'CONFIRMED', 'CANCELLED', 'COMPLETED', 'NO_SHOW');

-- CreateEnum
CREATE TYPE "SequenceLevel" AS ENUM ('BEGINNER', 'INTERMEDIATE', 'ADVANCED', 'ALL');

-- CreateEnum
CREATE TYPE "PracticeStatus" AS ENUM ('ACTIVE', 'PAUSED', 'COMPLETED', 'PARTIAL', 'ABANDONED');

-- CreateEnum
CREATE TYPE "PracticeSource" AS ENUM ('SOLO', 'LIVE', 'LOGGED');

-- CreateEnum
CREATE TYPE "ParticipantRole" AS ENUM ('HOST', 'COHOST', 'MEMBER', 'SPECTATOR');

-- CreateEnum
CREATE TYPE "Presence" AS ENUM ('ONLINE', 'RECONNECTING', 'OFFLINE', 'LEFT');

-- CreateEnum
CREATE TYPE "StoryStatus" AS ENUM ('PENDING', 'VOTING', 'REVEALED');

-- CreateTable
CREATE TABLE "Account" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "emailKey" TEXT NOT NULL,
    "username" TEXT NOT NULL,
    "usernameKey" TEXT NOT NULL,
    "passwordHash" TEXT NOT NULL,
    "displayName" TEXT NOT NULL,
    "firstName" TEXT,
    "lastName" TEXT,
    "avatarUrl" TEXT,
    "bio" TEXT,
    "role" "Role" NOT NULL DEFAULT 'USER',
    "status" "AccountStatus" NOT NULL DEFAULT 'ACTIVE',
    "suspensionReason" TEXT,
    "timeZone" TEXT NOT NULL DEFAULT 'UTC',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DeviceSession" (
    "id" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "deviceName" TEXT NOT NULL,
    "deviceType" "DeviceType" NOT NULL,
    "browser" TEXT,
    "os" TEXT,
    "userAgent" TEXT,
    "ipAddress" TEXT,
    "location" TEXT,
    "loginMethod" "LoginMethod" NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastActivityAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),
    "endedBy" "DeviceSessionEnd",

    CONSTRAINT "DeviceSession_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RefreshToken" (
    "hash" BYTEA NOT NULL,
    "deviceSessionId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "usedAt" TIMESTAMPTZ(3),

    CONSTRAINT "RefreshToken_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "AuditEvent" (
    "id" UUID NOT NULL,
    "occurredAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actorId" UUID,
    "action" TEXT NOT NULL,
    "targetType" TEXT NOT NULL,
    "targetId" UUID NOT NULL,
    "ipAddress" TEXT,
    "reason" TEXT,
    "details" JSONB,

    CONSTRAINT "AuditEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Session" (
    "id" UUID NOT NULL,
    "hostId" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT,
    "imageUrl" TEXT,
    "tags" TEXT[],
    "status" "SessionStatus" NOT NULL,
    "visibility" "SessionVisibility" NOT NULL,
    "admission" "SessionAdmission" NOT NULL,
    "startsAt" TIMESTAMPTZ(3) NOT NULL,
    "endsAt" TIMESTAMPTZ(3) NOT NULL,
    "timeZone" TEXT NOT NULL,
    "startedAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),
    "cancellationReason" TEXT,
    "archivedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "priceMinor" INTEGER NOT NULL DEFAULT 0,
    "currency" TEXT NOT NULL,
    "maxParticipants" INTEGER,
    "seatsTaken" INTEGER NOT NULL DEFAULT 0,
    "joinCode" TEXT,
    "sequenceId" UUID,
    "joinWindowMinutes" INTEGER NOT NULL,
    "idleTimeoutMinutes" INTEGER NOT NULL,
    "freeCancellationHours" INTEGER NOT NULL,
    "bookingHoldMinutes" INTEGER NOT NULL,
    "isLocked" BOOLEAN NOT NULL DEFAULT false,
    "deck" TEXT[],
    "autoReveal" BOOLEAN NOT NULL DEFAULT false,
    "eventSequence" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "Session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SessionSearch" (
    "sessionId" UUID NOT NULL,
    "document" tsvector NOT NULL,

    CONSTRAINT "SessionSearch_pkey" PRIMARY KEY ("sessionId")
);

-- CreateTable
CREATE TABLE "SessionEvent" (
    "sessionId" UUID NOT NULL,
    "sequence" INTEGER NOT NULL,
    "type" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "occurredAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "SessionEvent_pkey" PRIMARY KEY ("sessionId","sequence")
);

-- CreateTable
CREATE TABLE "Booking" (
    "id" UUID NOT NULL,
    "sessionId" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "status" "BookingStatus" NOT NULL,
    "amountMinor" INTEGER NOT NULL,
    "currency" TEXT NOT NULL,
    "holdExpiresAt" TIMESTAMPTZ(3),
    "freeCancellationUntil" TIMESTAMPTZ(3),
    "refundMinor" INTEGER,
    "attendedSeconds" INTEGER NOT NULL DEFAULT 0,
    "bookedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "confirmedAt" TIMESTAMPTZ(3),
    "cancelledAt" TIMESTAMPTZ(3),
    "cancellationReason" TEXT,
    "idempotencyKey" TEXT,
    "idempotencyBody" TEXT,

    CONSTRAINT "Booking_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Sequence" (
    "id" UUID NOT NULL,
    "authorId" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT,
    "level" "SequenceLevel" NOT NULL DEFAULT 'ALL',
    "isPublished" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Sequence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SequencePose" (
    "sequenceId" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "durationSeconds" INTEGER NOT NULL,
    "cue" TEXT,

    CONSTRAINT "SequencePose_pkey" PRIMARY KEY ("sequenceId","position")
);

-- CreateTable
CREATE TABLE "PracticeSession" (
    "id" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "sequenceId" UUID,
    "sessionId" UUID,
    "source" "PracticeSource" NOT NULL,
    "status" "PracticeStatus" NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "activeSince" TIMESTAMPTZ(3),
    "pausedAt" TIMESTAMPTZ(3),
    "completedAt" TIMESTAMPTZ(3),
    "durationSeconds" INTEGER NOT NULL DEFAULT 0,
    "posesCompleted" INTEGER NOT NULL DEFAULT 0,
    "localDate" DATE NOT NULL,
    "notes" TEXT,
    "mood" INTEGER,
    "shareToken" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "PracticeSession_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PosePractice" (
    "practiceSessionId" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "completedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "PosePractice_pkey" PRIMARY KEY ("practiceSessionId","position")
);

-- CreateTable
CREATE TABLE "PracticeDay" (
    "accountId" UUID NOT NULL,
    "date" DATE NOT NULL,
    "completed" INTEGER NOT NULL DEFAULT 0,
    "partial" INTEGER NOT NULL DEFAULT 0,
    "abandoned" INTEGER NOT NULL DEFAULT 0,
    "completedSeconds" INTEGER NOT NULL DEFAULT 0,
    "posesCompleted" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "PracticeDay_pkey" PRIMARY KEY ("accountId","date")
);

-- CreateTable
CREATE TABLE "Participant" (
    "id" UUID NOT NULL,
    "sessionId" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "role" "ParticipantRole" NOT NULL,
    "presence" "Presence" NOT NULL,
    "joinedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "leftAt" TIMESTAMPTZ(3),
    "lastSeenAt" TIMESTAMPTZ(3),
    "leaseExpiresAt" TIMESTAMPTZ(3),
    "removedAt" TIMESTAMPTZ(3),
    "removalReason" TEXT,

    CONSTRAINT "Participant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AttendanceInterval" (
    "participantId" UUID NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "AttendanceInterval_pkey" PRIMARY KEY ("participantId","startedAt")
);

-- CreateTable
CREATE TABLE "Story" (
    "id" UUID NOT NULL,
    "sessionId" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT,
    "position" INTEGER NOT NULL,
    "status" "StoryStatus" NOT NULL DEFAULT 'PENDING',
    "round" INTEGER NOT NULL DEFAULT 0,
    "deck" TEXT[],
    "estimate" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Story_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Vote" (
    "storyId" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "value" TEXT NOT NULL,
    "castAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Vote_pkey" PRIMARY KEY ("storyId","accountId")
);

-- CreateIndex
CREATE UNIQUE INDEX "Account_emailKey_key" ON "Account"("emailKey");

-- CreateIndex
CREATE UNIQUE INDEX "Account_usernameKey_key" ON "Account"("usernameKey");

-- CreateIndex
CREATE INDEX "Account_createdAt_id_idx" ON "Account"("createdAt", "id");

-- CreateIndex
CREATE INDEX "DeviceSession_accountId_createdAt_idx" ON "DeviceSession"("accountId", "createdAt");

-- CreateIndex
CREATE INDEX "DeviceSession_createdAt_id_idx" ON "DeviceSession"("createdAt", "id");

-- CreateIndex
CREATE INDEX "RefreshToken_deviceSessionId_idx" ON "RefreshToken"("deviceSessionId");

-- CreateIndex
CREATE INDEX "AuditEvent_occurredAt_id_idx" ON "AuditEvent"("occurredAt", "id");

-- CreateIndex
CREATE INDEX "AuditEvent_targetId_occurredAt_idx" ON "AuditEvent"("targetId", "occurredAt");

-- CreateIndex
CREATE INDEX "AuditEvent_actorId_occurredAt_idx" ON "AuditEvent"("actorId", "occurredAt");

-- CreateIndex
CREATE UNIQUE INDEX "Session_joinCode_key" ON "Session"("joinCode");

-- CreateIndex
CREATE INDEX "Session_visibility_startsAt_id_idx" ON "Session"("visibility", "startsAt", "id");

-- CreateIndex
CREATE INDEX "Session_visibility_createdAt_id_idx" ON "Session"("visibility", "createdAt", "id");

-- CreateIndex
CREATE INDEX "Session_visibility_priceMinor_id_idx" ON "Session"("visibility", "priceMinor", "id");

-- CreateIndex
CREATE INDEX "Session_hostId_startsAt_id_idx" ON "Session"("hostId", "startsAt", "id");

-- CreateIndex
CREATE INDEX "Session_sequenceId_idx" ON "Session"("sequenceId");

-- CreateIndex
CREATE INDEX "SessionSearch_document_idx" ON "SessionSearch" USING GIN ("document");

-- CreateIndex
CREATE INDEX "Booking_accountId_bookedAt_id_idx" ON "Booking"("accountId", "bookedAt", "id");

-- CreateIndex
CREATE INDEX "Booking_sessionId_bookedAt_id_idx" ON "Booking"("sessionId", "bookedAt", "id");

-- CreateIndex
CREATE INDEX "Booking_bookedAt_id_idx" ON "Booking"("bookedAt", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Booking_accountId_idempotencyKey_key" ON "Booking"("accountId", "idempotencyKey");

-- CreateIndex
CREATE INDEX "Sequence_isPublished_createdAt_id_idx" ON "Sequence"("isPublished", "createdAt", "id");

-- CreateIndex
CREATE INDEX "Sequence_authorId_idx" ON "Sequence"("authorId");

-- CreateIndex
CREATE UNIQUE INDEX "PracticeSession_shareToken_key" ON "PracticeSession"("shareToken");

-- CreateIndex
CREATE INDEX "PracticeSession_accountId_startedAt_id_idx" ON "PracticeSession"("accountId", "startedAt", "id");

-- CreateIndex
CREATE INDEX "PracticeSession_sequenceId_idx" ON "PracticeSession"("sequenceId");

-- CreateIndex
CREATE UNIQUE INDEX "PracticeSession_sessionId_accountId_key" ON "PracticeSession"("sessionId", "accountId");

-- CreateIndex
CREATE INDEX "Participant_sessionId_joinedAt_id_idx" ON "Participant"("sessionId", "joinedAt", "id");

-- CreateIndex
CREATE INDEX "Participant_accountId_joinedAt_id_idx" ON "Participant"("accountId", "joinedAt", "id");

-- CreateIndex
CREATE INDEX "Participant_leaseExpiresAt_idx" ON "Participant"("leaseExpiresAt");

-- CreateIndex
CREATE UNIQUE INDEX "Participant_sessionId_accountId_key" ON "Participant"("sessionId", "accountId");

-- CreateIndex
CREATE INDEX "Story_sessionId_position_id_idx" ON "Story"("sessionId", "position", "id");

-- AddForeignKey
ALTER TABLE "DeviceSession" ADD CONSTRAINT "DeviceSession_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RefreshToken" ADD CONSTRAINT "RefreshToken_deviceSessionId_fkey" FOREIGN KEY ("deviceSessionId") REFERENCES "DeviceSession"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Session" ADD CONSTRAINT "Session_hostId_fkey" FOREIGN KEY ("hostId") REFERENCES "Account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Session" ADD CONSTRAINT "Session_sequenceId_fkey" FOREIGN KEY ("sequenceId") REFERENCES "Sequence"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SessionSearch" ADD CONSTRAINT "SessionSearch_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "Session"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SessionEvent" ADD CONSTRAINT "SessionEvent_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "Session"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Booking" ADD CONSTRAINT "Booking_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "Session"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Booking" ADD CONSTRAINT "Booking_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Sequence" ADD CONSTRAINT "Sequence_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "Account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SequencePose" ADD CONSTRAINT "SequencePose_sequenceId_fkey" FOREIGN KEY ("sequenceId") REFERENCES "Sequence"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PracticeSession" ADD CONSTRAINT "PracticeSession_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PracticeSession" ADD CONSTRAINT "PracticeSession_sequenceId_fkey" FOREIGN KEY ("sequenceId") REFERENCES "Sequence"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PracticeSession" ADD CONSTRAINT "PracticeSession_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "Session"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PosePractice" ADD CONSTRAINT "PosePractice_practiceSessionId_fkey" FOREIGN KEY ("practiceSessionId") REFERENCES "PracticeSession"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PracticeDay" ADD CONSTRAINT "PracticeDay_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Participant" ADD CONSTRAINT "Participant_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "Session"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Participant" ADD CONSTRAINT "Participant_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AttendanceInterval" ADD CONSTRAINT "AttendanceInterval_participantId_fkey" FOREIGN KEY ("participantId") REFERENCES "Participant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Story" ADD CONSTRAINT "Story_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "Session"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Vote" ADD CONSTRAINT "Vote_storyId_fkey" FOREIGN KEY ("storyId") REFERENCES "Story"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Vote" ADD CONSTRAINT "Vote_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What follows is beyond what schema.prisma can say.

-- Seats: the conditional UPDATE that takes one is backed by these.
ALTER TABLE "Session"
  ADD CONSTRAINT "Session_seatsTaken_check" CHECK ("seatsTaken" >= 0 AND ("maxParticipants" IS NULL OR "seatsTaken" <= "maxParticipants")),
  ADD CONSTRAINT "Session_maxParticipants_check" CHECK ("maxParticipants" >= 1),
  ADD CONSTRAINT "Session_price_check" CHECK ("priceMinor" >= 0),
  ADD CONSTRAINT "Session_times_check" CHECK ("endsAt" > "startsAt");
CREATE UNIQUE INDEX "Booking_active_key" ON "Booking" ("sessionId", "accountId") WHERE "status" IN ('PENDING', 'WAITLISTED', 'CONFIRMED');
CREATE INDEX "Booking_waitlist_idx" ON "Booking" ("sessionId", "bookedAt", "id") WHERE "status" = 'WAITLISTED';
CREATE INDEX "Booking_hold_idx" ON "Booking" ("holdExpiresAt") WHERE "status" = 'PENDING';
CREATE INDEX "Session_live_idx" ON "Session" ("id") WHERE "status" = 'LIVE';

-- One open practice per person, one open interval per participant.
CREATE UNIQUE INDEX "PracticeSession_open_key" ON "PracticeSession" ("accountId") WHERE "status" IN ('ACTIVE', 'PAUSED');
ALTER TABLE "PracticeSession"
  ADD CONSTRAINT "PracticeSession_duration_check" CHECK ("durationSeconds" BETWEEN 0 AND 14400),
  ADD CONSTRAINT "PracticeSession_mood_check" CHECK ("mood" BETWEEN 1 AND 5);
CREATE UNIQUE INDEX "AttendanceInterval_open_key" ON "AttendanceInterval" ("participantId") WHERE "endedAt" IS NULL;
CREATE INDEX "DeviceSession_active_idx" ON "DeviceSession" ("accountId", "lastActivityAt") WHERE "endedAt" IS NULL;

-- The audit is append-only, for every user of the database.
CREATE FUNCTION "refuseAuditChange"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER "AuditEvent_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "AuditEvent"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuseAuditChange"();

-- Full-text search over title (A), tags and host (B), description (C).
CREATE FUNCTION "writeSessionSearch"("session" "Session") RETURNS void LANGUAGE sql AS $$
  INSERT INTO "SessionSearch" ("sessionId", "document")
  SELECT "session"."id",
    setweight(to_tsvector('english', "session"."title"), 'A') ||
    setweight(to_tsvector('english', array_to_string("session"."tags", ' ')), 'B') ||
    setweight(to_tsvector('simple', host."displayName" || ' ' || host."username"), 'B') ||
    setweight(to_tsvector('english', coalesce("session"."description", '')), 'C')
  FROM "Account" host WHERE host."id" = "session"."hostId"
  ON CONFLICT ("sessionId") DO UPDATE SET "document" = excluded."document";
$$;
CREATE FUNCTION "sessionSearchChanged"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM "writeSessionSearch"(NEW);
  RETURN NULL;
END $$;
CREATE TRIGGER "Session_search" AFTER INSERT OR UPDATE OF "title", "description", "tags", "hostId" ON "Session"
  FOR EACH ROW EXECUTE FUNCTION "sessionSearchChanged"();
CREATE FUNCTION "hostSearchChanged"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM "writeSessionSearch"("Session") FROM "Session" WHERE "hostId" = NEW."id";
  RETURN NULL;
END $$;
CREATE TRIGGER "Account_search" AFTER UPDATE OF "displayName", "username" ON "Account"
  FOR EACH ROW WHEN (OLD."displayName" <> NEW."displayName" OR OLD."username" <> NEW."username")
  EXECUTE FUNCTION "hostSearchChanged"();
