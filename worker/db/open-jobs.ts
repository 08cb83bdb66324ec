/** A job ends within hours; heavy ones wait for each other, but none for so long. An older one is not looked at. */
const OPEN_JOBS_MAX_MS = 7 * 86_400_000;

/**
 * SQL of a condition: an open job of the user names a file in its order. Ids are unique, so to find one in the order's
 * text is to find the file.
 * @param now SQL of the time, in unix ms
 */
export const isNamedByOpenJob = ({ userId, id, now }: { userId: string; id: string; now: string }): string =>
  `EXISTS (SELECT 1 FROM jobs o WHERE o.user_id = ${userId} AND o.created_at > ${now} - ${OPEN_JOBS_MAX_MS}
    AND o.completed_at IS NULL AND instr(o.params, ${id}) > 0)`;
