-- CreateEnum
CREATE TYPE "WeekStart" AS ENUM ('MONDAY', 'SUNDAY', 'SATURDAY');

-- AlterTable
ALTER TABLE "PracticeSettings" ADD COLUMN     "weekStart" "WeekStart" NOT NULL DEFAULT 'MONDAY';
