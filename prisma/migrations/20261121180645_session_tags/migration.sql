-- CreateIndex
CREATE INDEX "Session_tags_idx" ON "Session" USING GIN ("tags");
