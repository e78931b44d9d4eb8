-- AlterTable
ALTER TABLE "AuditEvent" ADD COLUMN     "refusal" TEXT;
