-- CreateTable
CREATE TABLE "DownloadLink" (
    "hash" BYTEA NOT NULL,
    "deviceSessionId" UUID NOT NULL,
    "file" TEXT NOT NULL,
    "parameters" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "DownloadLink_pkey" PRIMARY KEY ("hash")
);

-- CreateIndex
CREATE INDEX "DownloadLink_deviceSessionId_idx" ON "DownloadLink"("deviceSessionId");

-- CreateIndex
CREATE INDEX "DownloadLink_expiresAt_idx" ON "DownloadLink"("expiresAt");

-- AddForeignKey
ALTER TABLE "DownloadLink" ADD CONSTRAINT "DownloadLink_deviceSessionId_fkey" FOREIGN KEY ("deviceSessionId") REFERENCES "DeviceSession"("id") ON DELETE CASCADE ON UPDATE CASCADE;
