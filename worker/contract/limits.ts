/** Every limit of the wire and of the engine, by name. Units come last in the name. */

/** Longest text of one synthesis call, in Unicode code points after NFC (G-17). */
export const TEXT_MAX_CHARS = 5_000;
/** Longest text a guest may have spoken (ROLE-01), in code points. */
export const GUEST_TEXT_MAX_CHARS = 500;
/** Longest script of a job in the background, in code points. */
export const SCRIPT_MAX_CHARS = 200_000;
/** Most of one vendor call in the background, in the vendor's own unit: about two minutes of sound, 2 MB. */
export const PIECE_MAX_UNITS = 2_000;
/** Calls of one job that run side by side, where its vendor allows as many. */
export const PIECES_AT_ONCE = 4;
/** How much of a long script is shown with its job. */
export const SCRIPT_EXCERPT_CHARS = 500;
/** A pause written into a script, such as `[pause 1.5s]`. */
export const PAUSE_MIN_MS = 100;
export const PAUSE_MAX_MS = 10_000;
/** Pauses cost nothing, so there is an end to them: in number, and in all together. */
export const SCRIPT_PAUSES_MAX = 1_000;
export const SCRIPT_PAUSES_MAX_MS = 60 * 60_000;
/** Scenes (G-15, G-16). */
export const SCENES_MAX = 200;
export const SCENE_TITLE_MAX_CHARS = 100;
export const SCENE_SEPARATOR_MAX_CHARS = 128;
/** Syntheses a guest may ask for in one UTC day, per IPv4 address or IPv6 /64 (SEC-01). */
export const GUEST_REQUESTS_PER_DAY = 5;

/** Vendors' own ids of voices are up to about 100 characters (Azure, MiniMax). */
export const VOICE_ID_MAX_CHARS = 160;
export const VOICE_SEARCH_MAX_CHARS = 60;
/** A BCP 47 tag of a language, script and region. */
export const LANGUAGE_TAG_MAX_CHARS = 16;
/** Pictures of one order, and how much its prompt says. */
export const IMAGES_MAX = 4;
export const IMAGE_PROMPT_MAX_CHARS = 2_000;
/** A picture to go by is sent to the vendor no larger than this, on its longer side. */
export const REFERENCE_MAX_PX = 1_536;
/** Vendors take up to 32-bit seeds; all of them take a signed one that is not negative. */
export const SEED_MAX = 2_147_483_647;
export const STYLE_MAX_CHARS = 60;
export const INSTRUCTIONS_MAX_CHARS = 1_000;
export const TUNING_ID_MAX_CHARS = 32;

export const SPEED_MIN = 0.5;
export const SPEED_MAX = 2;
/** Pitch in semitones around the voice's own. */
export const PITCH_MIN = -12;
export const PITCH_MAX = 12;
/** Volume in percent of full scale. */
export const VOLUME_MIN = 0;
export const VOLUME_MAX = 100;

export const CLIENT_JOB_ID_MAX_CHARS = 64;
/** Largest JSON body any route reads: a script of 200,000 code points of four bytes fits, with room for escapes. */
export const BODY_MAX_BYTES = 1_280 * 1024;
/** Largest body that a processor of payments may send, or a browser bring back from him. */
export const PAYMENT_BODY_MAX_BYTES = 64 * 1024;
/** How long a processor may take to answer while somebody waits for a checkout. */
export const PROCESSOR_TIMEOUT_MS = 15_000;
/** Requests for a plan of one's own that an account may send in a day. */
export const ENTERPRISE_REQUESTS_PER_DAY = 3;
/** How much of what was asked for names a job. */
export const JOB_TITLE_MAX_CHARS = 120;
export const PAGE_DEFAULT_ITEMS = 20;
export const PAGE_MAX_ITEMS = 100;
export const CURSOR_MAX_CHARS = 200;

/** The longest delay a queue keeps. */
export const QUEUE_DELAY_MAX_SECONDS = 12 * 3_600;

/** Added to a model's measured average to give the ETA that is shown (JOB-10). */
export const ETA_BUFFER_MS = 10_000;

/** Live socket: a client frame larger than this closes the socket with 1009. */
export const SOCKET_FRAME_MAX_BYTES = 1_024;
export const SOCKETS_PER_ACCOUNT_MAX = 50;

/** Sign-in codes (G-12). */
export const SIGN_IN_CODE_DIGITS = 6;
export const SIGN_IN_CODE_MS = 10 * 60_000;
export const SIGN_IN_TRIES_PER_CODE = 5;
export const SIGN_IN_CODES_PER_EMAIL_PER_HOUR = 5;
export const SIGN_IN_CODES_PER_ADDRESS_PER_HOUR = 20;
/** Codes for another address that one account may ask for; each address and place besides has the limits above. */
export const EMAIL_CHANGES_PER_ACCOUNT_PER_HOUR = 5;
export const EMAIL_MAX_CHARS = 254;
export const NAME_MAX_CHARS = 60;
/** From the first step of a sign-in at another house to the return from it. */
export const GOOGLE_FLOW_MS = 10 * 60_000;
/** What a person says of his purpose in his own words. */
export const PURPOSE_NOTE_MAX_CHARS = 120;
/** Sign-ups of one fingerprint (IP and user agent) in the window that get their grant at once; later ones wait (G-02). */
export const SIGNUPS_WITH_GRANT = 2;
export const SIGNUP_WINDOW_MS = 86_400_000;
/** As Cloudflare says of Turnstile's tokens. */
export const CAPTCHA_TOKEN_MAX_CHARS = 2_048;
/** Sessions (G-13). */
export const ACCESS_TOKEN_MS = 15 * 60_000;
export const SESSION_MS = 30 * 86_400_000;
export const API_TOKENS_PER_ACCOUNT_MAX = 20;
/** The optional second factor. A challenge is what a sign-in owes between the first factor and the second. */
export const SECOND_FACTOR_CHALLENGE_MS = 10 * 60_000;
export const SECOND_FACTOR_TRIES_PER_CHALLENGE = 5;
/** Wrong codes in an hour, whatever they are asked for and from wherever they come. */
export const SECOND_FACTOR_TRIES_PER_ACCOUNT_PER_HOUR = 10;
export const TOTP_DIGITS = 6;
export const RECOVERY_CODES = 10;
/** Longest text that is looked at for a code of the second factor. */
export const SECOND_FACTOR_CODE_MAX_CHARS = 40;
/** Longest user agent that is kept, in characters. */
export const USER_AGENT_MAX_CHARS = 300;
/** What operators write and look for. */
/** Highest request limit that operators may give a plan, per minute. */
export const RATE_LIMIT_MAX_REQUESTS = 6_000;
export const REASON_MAX_CHARS = 500;
/** Most that an operator gives at once, and the most that he corrects a balance by, either way. */
export const GIFT_MAX_CREDITS = 100_000;
export const ADJUSTMENT_MAX_CREDITS = 1_000_000;
export const USER_SEARCH_MAX_CHARS = 254;
/** Largest credit cap of a token, and of a day. */
export const CAP_MAX_CREDITS = 1_000_000_000;
/** A person's own keys of vendors. */
export const OWN_KEY_MIN_CHARS = 8;
export const OWN_KEY_MAX_CHARS = 300;
/** Labels of the operators' keys and names of voice templates. */
export const VENDOR_LABEL_MAX_CHARS = 60;
export const VENDOR_KEYS_PER_VENDOR_MAX = 20;
export const TEMPLATE_VOICES_MAX = 200;
/** Of all the voices' ids in a template together: the audit log names them. */
export const TEMPLATE_MAX_CHARS = 3_500;
/** Highest price that operators may set: thousandths of a credit a character, or credits a call. */
export const PRICE_MAX = 100_000;
/** What an operator may give away of a model in a day. */
export const FREE_PER_DAY_MAX = 1_000;
export const MODEL_ID_MAX_CHARS = 64;
export const PRICE_VERSION_MAX_CHARS = 40;
/** How long somebody has to change his mind about the end of his account. */
export const DELETION_GRACE_MS = 30 * 86_400_000;
/** Webhooks out. */
export const WEBHOOKS_PER_ACCOUNT_MAX = 10;
export const WEBHOOK_URL_MAX_CHARS = 2_000;
export const WEBHOOK_DESCRIPTION_MAX_CHARS = 120;
/** For the whole answer: its headers and what is read of its body. */
export const WEBHOOK_TIMEOUT_MS = 15_000;
export const WEBHOOK_RESPONSE_MAX_BYTES = 4_096;
/** After a rotation the old secret signs so long beside the new one. */
export const WEBHOOK_ROTATION_MS = 86_400_000;
/** An endpoint that has done nothing but fail for so long is switched off. */
export const WEBHOOK_FAILING_MAX_MS = 5 * 86_400_000;
/** How long deliveries are kept, with every attempt. */
export const WEBHOOK_KEEP_MS = 30 * 86_400_000;
/** Waits before each attempt after the first, in ms, as Standard Webhooks 1.0.0 recommends them. */
export const WEBHOOK_WAITS_MS = [
  5_000,
  5 * 60_000,
  30 * 60_000,
  2 * 3_600_000,
  5 * 3_600_000,
  10 * 3_600_000,
  14 * 3_600_000,
  20 * 3_600_000,
  24 * 3_600_000,
] as const;
/** Attempts at a job's callback URL (HOOK-02, X-17). */
export const CALLBACK_ATTEMPTS_MAX = 3;
/** What people may send (G-10). A megabyte is 1,048,576 bytes. */
export const UPLOAD_IMAGE_MAX_BYTES = 10 * 1024 * 1024;
export const UPLOAD_AUDIO_MAX_BYTES = 25 * 1024 * 1024;
/** Of an image's shorter side, and of both sides together. */
export const UPLOAD_IMAGE_MIN_PX = 300;
export const UPLOAD_IMAGE_MAX_PIXELS = 40_000_000;
/**
 * Of an image that is decoded here: it takes eight bytes a pixel meanwhile, of the 128 MB that a Worker has for everything.
 * The web app makes larger ones smaller before it sends them.
 */
export const SCALE_MAX_PIXELS = 8_000_000;
export const UPLOAD_AUDIO_MAX_MS = 300_000;
/** Encoders put so much silence before and after a sound at most. */
export const UPLOAD_AUDIO_SLACK_MS = 100;
export const UPLOAD_NAME_MAX_CHARS = 200;
export const UPLOAD_TYPE_MAX_CHARS = 100;
/** Up to here a file is sent in one part; above it in parts of which all but the last are of the second size. */
export const UPLOAD_ONE_PART_MAX_BYTES = 8 * 1024 * 1024;
export const UPLOAD_PART_BYTES = 5 * 1024 * 1024;
/** How long a signed link to a part is good, and how long an upload may take from its announcement to its end. */
export const UPLOAD_LINK_MS = 3_600_000;
export const UPLOAD_OPEN_MS = 3 * 3_600_000;
/** How long a file that was sent is kept, as what is made is. */
export const UPLOAD_KEEP_MS = 14 * 86_400_000;
/** How long a row outlives its file: no part that was on its way when the file went arrives later. */
export const UPLOAD_SETTLED_MS = 86_400_000;
/** Of one account: uploads under way, and all that is under way or kept together. */
export const UPLOADS_OPEN_MAX = 20;
export const UPLOADS_KEPT_MAX_BYTES = 1024 * 1024 * 1024;
/** Media files of one export; each is a call to the bucket, and a request may make so many of them. */
export const EXPORT_MEDIA_MAX_FILES = 500;
/** Things made that an account keeps at a time (HIST-01): the next one makes the oldest go. */
export const HISTORY_MAX_ITEMS = 30;
/** How long what has left the history can be brought back. */
export const HISTORY_UNDO_MS = 10_000;
/** How much of a conversation's latest words is shown with it. */
export const HISTORY_EXCERPT_CHARS = 300;
/** How much of what was asked for stands with the notice that it is done, and with what it cost. */
export const WORK_EXCERPT_CHARS = 120;
export const HISTORY_SEARCH_MAX_CHARS = 100;
/** How long a film may be asked for. */
export const FILM_SECONDS = [5, 10] as const;
/** What is asked of a film in words; Kling's own limit. */
export const FILM_PROMPT_MAX_CHARS = 2_500;
/** How much longer one side of a picture may be that is to move; Kling's own limit. */
export const FILM_IMAGE_MAX_RATIO = 2.5;
/** Shortest sound that a picture or a person speaks. */
export const FILM_SOUND_MIN_MS = 1_000;
/** Pieces of one film that are under way at once. */
export const FILM_PIECES_AT_ONCE = 3;
/** Longest sound of one call to a vendor of people who speak: a minute, by which they are paid. */
export const FILM_PIECE_MAX_MS = 60_000;
/** Chat. Of one message and of what is said to the model before the first, in code points. */
export const CHAT_MESSAGE_MAX_CHARS = 16_000;
export const CHAT_SYSTEM_MAX_CHARS = 4_000;
export const CHAT_TITLE_MAX_CHARS = 80;
/** Messages of the branch that is shown, answers among them. */
export const CHAT_MESSAGES_MAX = 200;
/** How much of a conversation goes to the model, by our own estimate; a longest message and system prompt fit. */
export const CHAT_CONTEXT_MAX_TOKENS = 32_000;
export const CHAT_ANSWER_MAX_TOKENS = 8_192;
export const CHAT_ANSWER_DEFAULT_TOKENS = 4_096;
export const CHAT_TEMPERATURE_MAX = 2;
export const CHAT_STOPS_MAX = 4;
export const CHAT_STOP_MAX_CHARS = 64;
/** Conversations are kept so long after their last turn, as what is made is. */
export const CHAT_KEEP_MS = 14 * 86_400_000;
/** While nothing is said for so long, a comment keeps the connection open. */
export const CHAT_HEARTBEAT_MS = 10_000;
/** External workers. How far a report's time may be off, either way (C§32). */
export const WORKER_CLOCK_SLACK_MS = 120_000;
/** A worker that is not heard of for so long has lost its job; it tells of itself three times as often. */
export const WORKER_LEASE_MS = 90_000;
/** How long a worker has to take a job over, and how long the token of the job is good. */
export const WORKER_TIMEOUT_MS = 15_000;
export const WORKER_TOKEN_MS = 5 * 60_000;
/** Files of one kind that a job has at most, and the largest of them. */
export const WORKER_FINALS_MAX = 4;
export const WORKER_FILE_MAX_BYTES = 95 * 1024 * 1024;
/** No job costs more: a bound for what a worker says of its work. */
export const JOB_COST_MAX_CREDITS = 1_000_000_000;
/** The longest time that the operators' figures are drawn for. */
export const FIGURES_MAX_DAYS = 1_100;
/** What 1,000 units or a call of a vendor may be said to cost: $1,000 in millionths. */
export const VENDOR_COST_MAX_MICRODOLLARS = 1_000_000_000;

/** Of what waits for an operator no more is counted: so many are told as so many or more. */
export const OPEN_COUNT_MAX = 100;
