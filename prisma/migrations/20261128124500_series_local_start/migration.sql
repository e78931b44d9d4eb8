-- AlterTable
ALTER TABLE "Series" ADD COLUMN     "localStart" TEXT;
