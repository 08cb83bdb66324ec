/** What is written beside an event. `waiting` is tried again by itself, `unmatched` by a person. */
export type EventVerdict = { status: 'done' | 'ignored' | 'unmatched' | 'waiting'; why: string | null };
