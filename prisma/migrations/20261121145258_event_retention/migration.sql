-- CreateIndex
CREATE INDEX "SessionEvent_occurredAt_idx" ON "SessionEvent" USING BRIN ("occurredAt");
