-- The books: the months' grants, and credits that expire after a year without use.

-- `next_grant_at`: no monthly boundary before it is still to be dealt with. NULL on an account nobody has looked at yet;
-- the first boundary is 28 days after sign-up at the earliest.
ALTER TABLE users ADD COLUMN next_grant_at INTEGER;
CREATE INDEX users_next_grant ON users (COALESCE(next_grant_at, created_at + 2419200000)) WHERE deleted_at IS NULL;

-- `idle_check_at`: when it is worth looking again whether the account is still used; NULL before the first look.
-- `idle_since`: the last activity that an announcement is about, `expiry_at` the day it names, `expiry_notices`
-- how many of the two were given.
ALTER TABLE users ADD COLUMN idle_check_at INTEGER;
ALTER TABLE users ADD COLUMN idle_since INTEGER;
ALTER TABLE users ADD COLUMN expiry_at INTEGER;
ALTER TABLE users ADD COLUMN expiry_notices INTEGER NOT NULL DEFAULT 0 CHECK (expiry_notices BETWEEN 0 AND 2);
CREATE INDEX users_to_look_at ON users (COALESCE(idle_check_at, created_at + 28944000000)) WHERE deleted_at IS NULL;
