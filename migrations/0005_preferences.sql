-- What the studio restores for a person (DATA-08), and what the first run asks (DATA-09).

-- An object of worker/contract/preferences.ts. Bounded, so that nobody keeps files of his own in it.
ALTER TABLE users ADD COLUMN preferences TEXT NOT NULL DEFAULT '{}'
  CHECK (json_valid(preferences) AND length(preferences) <= 4096);
ALTER TABLE users ADD COLUMN purpose TEXT
  CHECK (purpose IN ('podcast', 'video', 'audiobook', 'learning', 'accessibility', 'product', 'other'));
-- In the person's own words, where none of the choices fits.
ALTER TABLE users ADD COLUMN purpose_note TEXT;
-- The step of the first run that comes next.
ALTER TABLE users ADD COLUMN onboarding TEXT NOT NULL DEFAULT 'name'
  CHECK (onboarding IN ('name', 'purpose', 'voice', 'done'));

-- Who was here before there was a first run has found his way already.
UPDATE users SET onboarding = 'done';
