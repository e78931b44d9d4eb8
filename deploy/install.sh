#!/bin/sh
# Installs what the built server needs to run, and nothing else: sh deploy/install.sh DIRECTORY
# DIRECTORY has package.json, package-lock.json and .npmrc; the versions are those of the lock file.
set -eu
cd "$1"
# npm takes the Prisma CLI, TypeScript and their own dependencies for those of @prisma/client as long as they are named.
npm pkg delete devDependencies scripts
npm install --omit=dev --no-audit --no-fund
# Prisma brings compilers for each database, and twice as text.
for database in mysql sqlite sqlserver cockroachdb; do rm -f node_modules/@prisma/client/runtime/*."$database".*; done
find node_modules \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' \) -delete
