/** Every limit of the sandbox, by name. Units come last in the name. */

/** Longest text of one speech request, in Unicode code points. */
export const TEXT_MAX_CHARS = 10_000;
/** Largest body a vendor reads that says nothing else: the longest text, escaped in JSON, fits. A mail is no larger either. */
export const BODY_MAX_BYTES = 256 * 1024;
export const SPEED_MIN = 0.5;
export const SPEED_MAX = 2;
export const PITCH_MIN = -12;
export const PITCH_MAX = 12;
export const VOLUME_MAX = 100;
export const BITRATES_KBPS = [32, 48, 64, 96, 128, 160] as const;
export const STANDARD_BITRATE_KBPS = 64;
export const HIGH_BITRATE_KBPS = 128;
/** What the engine itself makes. */
export const STANDARD_SAMPLE_RATE_HZ = 22_050;
export const HIGH_SAMPLE_RATE_HZ = 44_100;

/** A sentence longer than this is cut at a clause, so that no sound waits for a page-long one. */
export const PIECE_MAX_UNITS = 400;
/** The first piece is shorter still: the listener waits for it alone. */
export const FIRST_PIECE_MAX_UNITS = 120;
/** No piece is cut shorter than this, or the voice would stutter. */
export const PIECE_MIN_UNITS = 24;

/** Pauses at speed 1; eSpeak makes none of its own at the end of a text. */
export const PAUSE_SENTENCE_MS = 280;
export const PAUSE_PARAGRAPH_MS = 520;
export const PAUSE_CLAUSE_MS = 110;
export const PAUSE_CUT_MS = 0;
export const PAUSE_END_MS = 60;
/** Stands in for a piece that has no sound, such as a row of dots. */
export const SILENT_PIECE_MS = 150;
/** A sample above this, of 32,767, counts as sound. */
export const SOUND_MIN_PEAK = 64;
/** The engine's own bounds, in words a minute. */
export const ENGINE_RATE_MIN_WPM = 80;
export const ENGINE_RATE_MAX_WPM = 450;

/** Bounds of Azure's documents and of what it makes of them. */
export const SSML_VOICES_MAX = 50;
export const SSML_DEPTH_MAX = 50;
export const SSML_BREAK_MAX_MS = 20_000;
export const SSML_USER_AGENT_MAX_CHARS = 254;
export const AZURE_AUDIO_MAX_MS = 600_000;
/** What is heard of a text that the voice cannot speak. */
export const AZURE_UNSPOKEN_MS = 300;
/** A pitch may be raised to 1.5 times the voice's own. */
export const AZURE_PITCH_MAX = 7;

/** MiniMax takes less than this, a Chinese character being two. */
export const MINIMAX_TEXT_MAX_UNITS = 10_000;
/** Of a text's characters, so many may be invisible. */
export const MINIMAX_INVISIBLE_MAX = 0.1;
export const MINIMAX_PAUSE_MIN_S = 0.01;
export const MINIMAX_PAUSE_MAX_S = 99.99;

/** How many requests of one account fal runs at once; the others wait in its queue. */
export const FAL_CONCURRENT_MAX = 2;
export const FAL_REQUESTS_MAX = 1_000;
/** Whoever runs a request for longer has died. */
export const FAL_RUN_MAX_MS = 120_000;
export const FAL_SPEECH_MAX_CHARS = 5_000;
/** Pauses before each try to send a webhook; the vendor himself goes on for two hours. */
export const FAL_WEBHOOK_PAUSES_MS = [0, 1_000, 4_000] as const;
export const FAL_PROMPT_MAX_CHARS = 2_500;
/** Kling's bounds of a picture: its file, its shorter side, and how much longer one side may be. */
export const FAL_PICTURE_MAX_BYTES = 10 * 1024 * 1024;
export const FAL_PICTURE_MIN_PIXELS = 300;
export const FAL_PICTURE_MAX_RATIO = 2.5;
/** Of all pixels: four bytes each of them have to fit into memory beside everything else. A photograph of 12 megapixels has a few more. */
export const FAL_PICTURE_MAX_PIXELS = 12_500_000;
/** Longest sound of a talking picture, and of an avatar: the file of a film that long may still be kept. */
export const FAL_SOUND_MIN_SECONDS = 0.5;
export const FAL_AVATAR_MAX_SECONDS = 60;
export const FAL_VEED_MAX_SECONDS = 300;

/** Files that are fetched from an address of their own; the oldest fall out. */
export const MEDIA_FILES_MAX = 100;
/** Largest of them: what one call to the Durable Object carries. */
export const MEDIA_FILE_MAX_BYTES = 24 * 1024 * 1024;
/** A row of its database holds no more than 2 MB. */
export const MEDIA_PART_MAX_BYTES = 1024 * 1024;
/** A file is sent in chunks of this size. */
export const MEDIA_CHUNK_BYTES = 64 * 1024;

export const FAULT_ORDERS_MAX = 200;
export const FAULT_TIMES_MAX = 10_000;
export const FAULT_BYTES_MAX = 64 * 1024 * 1024;
export const FAULT_DELAY_MAX_MS = 120_000;
/** A stall ends by itself after this, should nobody hang up. */
export const FAULT_STALL_MAX_MS = 600_000;
export const FAULT_GARBAGE_BYTES = 4_096;
export const FAULT_MATCH_MAX_CHARS = 200;
/** How many calls are remembered; the oldest fall out. */
export const CALLS_MAX = 1_000;
export const CALL_TEXT_MAX_CHARS = 80;
/** How much of a call's text is remembered, so that calls can be found by it; only its beginning is shown. */
export const CALLS_KEPT_TEXT_MAX_CHARS = 2_000;
/** How much of a call's text is searched by `text_includes`. */
export const CALL_SEARCH_MAX_CHARS = 65_536;

/** Recipients of one mail, as Resend has it. */
export const MAIL_RECIPIENTS_MAX = 50;
/** Longest address with a name. */
export const MAIL_ADDRESS_MAX_CHARS = 320;
/** A header line may not be longer (RFC 5322). */
export const MAIL_LINE_MAX_CHARS = 998;
export const MAIL_HEADERS_MAX = 50;
export const MAIL_TAGS_MAX = 20;
export const MAIL_TAG_MAX_CHARS = 256;
export const IDEMPOTENCY_KEY_MAX_CHARS = 256;
/** How long Resend knows a key again. */
export const IDEMPOTENCY_KEEP_MS = 24 * 3_600_000;
export const IDEMPOTENCY_KEYS_MAX = 10_000;
/** How many mails the mailbox holds; the oldest fall out. None is larger than a body, see BODY_MAX_BYTES. */
export const MAILBOX_MAX_MAILS = 200;
export const MAIL_PREVIEW_MAX_CHARS = 200;
/** Mails with their bodies in one answer: these still fit into one answer of a Durable Object. */
export const MAIL_LIST_MAX = 50;
export const MAIL_LIST_DEFAULT = 20;
/** How often an open mailbox looks for mail, when it waits for one address and when it shows all. */
export const MAILBOX_WATCH_SECONDS = 4;
export const MAILBOX_REFRESH_SECONDS = 15;

export const PERSON_EMAIL_MAX_CHARS = 254;
export const PERSON_NAME_MAX_CHARS = 80;
export const REDIRECT_TO_MAX_CHARS = 2_000;
/** Bounds of a PKCE challenge and verifier (RFC 7636). */
export const PKCE_MIN_CHARS = 43;
export const PKCE_MAX_CHARS = 128;
export const AUTH_CODE_LIFE_MS = 5 * 60_000;
export const AUTH_CODES_MAX = 1_000;
export const ACCESS_TOKEN_LIFE_SECONDS = 3_600;
export const PEOPLE_MAX = 5_000;
export const AUTH_SESSIONS_MAX = 5_000;
/** Refresh tokens that are known again, used ones with them. */
export const REFRESH_TOKENS_MAX = 20_000;

export const TURNSTILE_TOKEN_MAX_CHARS = 2_048;
export const TURNSTILE_SPENT_MAX = 10_000;
/** How long the check of a `sandbox-timeout` token hangs, should the caller not give up. */
export const TURNSTILE_HANG_MS = 60_000;

/** How many calls the receiver of webhooks keeps; the oldest fall out. */
export const RECEIVED_CALLS_MAX = 200;
export const RECEIVED_PATH_MAX_CHARS = 200;
/** Calls in one answer: these still fit into one answer of a Durable Object. */
export const RECEIVED_LIST_MAX = 100;
export const RECEIVER_WAIT_MAX_MS = 60_000;
export const RECEIVER_ANSWER_MAX_BYTES = 1024 * 1024 * 1024;
export const RECEIVER_CHUNK_BYTES = 64 * 1024;
/** How often its page looks for calls. */
export const RECEIVER_REFRESH_SECONDS = 4;
export const DNS_TTL_SECONDS = 60;

/** OpenAI: the length of one text, and the paces it takes. */
export const OPENAI_INPUT_MAX_CHARS = 4_096;
export const OPENAI_STEERED_MAX_TOKENS = 2_000;
export const OPENAI_SPEED_MIN = 0.25;
export const OPENAI_SPEED_MAX = 4;
export const OPENAI_SAMPLE_RATE_HZ = 24_000;
export const OPENAI_REQUESTS_PER_MINUTE = 500;

/** How much of a message is searched for what it asks. */
export const CHAT_READ_MAX_CHARS = 2_000;
/** OpenRouter: a picture to go by may be 10 MB, and a third more in base64. */
export const OPENROUTER_BODY_MAX_BYTES = 16 * 1024 * 1024;
export const OPENROUTER_MESSAGES_MAX = 500;
export const OPENROUTER_STOPS_MAX = 4;
/** Largest picture to go by, in pixels: four bytes each. */
export const REFERENCE_MAX_PIXELS = 12_000_000;
/** What Gemini bills for a picture. */
export const OPENROUTER_PICTURE_TOKENS = 1_290;
/** How long a token of a streamed answer takes. */
export const OPENROUTER_TOKEN_MS = 8;

/** ElevenLabs: paces, page sizes, and what a free account may do at once. */
export const ELEVENLABS_SPEED_MIN = 0.7;
export const ELEVENLABS_SPEED_MAX = 1.2;
export const ELEVENLABS_SEED_MAX = 4_294_967_295;
export const ELEVENLABS_PAGE_DEFAULT_VOICES = 10;
export const ELEVENLABS_PAGE_MAX_VOICES = 100;
export const ELEVENLABS_FREE_CALLS_MAX = 2;
/** The longest pause that a `<break>` may ask for. */
export const ELEVENLABS_BREAK_MAX_SECONDS = 3;
/** A place that nobody gave back is free again after this. */
export const SLOT_LIFE_MS = 300_000;

/** Orders, payments and the like of processors that are kept; the oldest fall out. */
export const PAYMENT_THINGS_MAX = 20_000;
export const PAYMENT_WEBHOOKS_MAX = 10_000;
/** In one answer: these still fit into one answer of a Durable Object. */
export const PAYMENT_WEBHOOKS_LIST_MAX = 200;
export const PAYMENT_LIST_MAX = 50;
export const RAZORPAY_PAYMENTS_MAX = 100;
export const RAZORPAY_INVOICES_MAX = 100;
/** Pauses before each try to tell the product; the vendors themselves go on for a day and longer. */
export const PAYMENT_WEBHOOK_PAUSES_MS = [0, 1_000, 4_000] as const;
export const PAYMENT_REPEATS_MAX = 20;
