import { Prisma, type Role } from '../../database/generated/client.ts';
import type { Env } from '../../env.ts';

type Requirement = Pick<Env, 'REQUIRE_ADMIN_TOTP'>;

/** Whether an account of this role may not be without an authenticator app. */
export const isTotpRequired = ({ REQUIRE_ADMIN_TOTP }: Requirement, role: Role) =>
  REQUIRE_ADMIN_TOTP && role === 'ADMIN';

/** A condition on `account`: that it may do what admins may. In agreement with viewerOf(). */
export const isActingAdmin = ({ REQUIRE_ADMIN_TOTP }: Requirement) =>
  REQUIRE_ADMIN_TOTP
    ? Prisma.sql`(account."role" = 'ADMIN' AND account."totpEnabledAt" IS NOT NULL)`
    : Prisma.sql`account."role" = 'ADMIN'`;
