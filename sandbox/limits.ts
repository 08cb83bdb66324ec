/** Every limit of the sandbox, by name. Units come last in the name. */

/** Longest text of one speech request, in Unicode code points. */
export const TEXT_MAX_CHARS = 10_000;
/** Largest body any vendor reads: the longest text, escaped in JSON, fits. */
export const BODY_MAX_BYTES = 256 * 1024;
export const SPEED_MIN = 0.5;
export const SPEED_MAX = 2;
export const PITCH_MIN = -12;
export const PITCH_MAX = 12;
export const VOLUME_MAX = 100;
export const BITRATES_KBPS = [32, 48, 64, 96, 128, 160] as const;
export const STANDARD_BITRATE_KBPS = 64;
export const HIGH_BITRATE_KBPS = 128;
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
/** How much of a call's text is searched by `text_includes`. */
export const CALL_SEARCH_MAX_CHARS = 65_536;
