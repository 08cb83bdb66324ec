-- The most that may be spent in a day (UTC): by an account, and by one of its tokens. NULL for no such limit.
ALTER TABLE users ADD COLUMN daily_cap_credits INTEGER CHECK (daily_cap_credits > 0);
ALTER TABLE api_tokens ADD COLUMN daily_cap_credits INTEGER CHECK (daily_cap_credits > 0);
