/** The vendors for whom a person may keep a key of his own. */
export const OWN_KEY_PROVIDERS = ['elevenlabs', 'openai', 'azure', 'fal', 'openrouter', 'unicorn'] as const;
export type OwnKeyProvider = (typeof OWN_KEY_PROVIDERS)[number];

/** Those whose keys are good in one region only. */
export const OWN_KEY_REGIONAL: readonly OwnKeyProvider[] = ['azure'];
