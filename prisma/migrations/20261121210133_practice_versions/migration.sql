-- CreateTable
CREATE TABLE "PracticeVersion" (
    "accountId" UUID NOT NULL,
    "number" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "PracticeVersion_pkey" PRIMARY KEY ("accountId")
);

-- AddForeignKey
ALTER TABLE "PracticeVersion" ADD CONSTRAINT "PracticeVersion_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE CASCADE ON UPDATE CASCADE;
