-- Whether a participant votes. Without the column everybody except spectators did.
ALTER TABLE "Participant" ADD COLUMN "isVoter" BOOLEAN NOT NULL DEFAULT true;
