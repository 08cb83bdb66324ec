/** Where the sandbox shows the people of veed whom it plays; the vendor himself shows them nowhere. */
export const FAL_PLAYED_AVATARS = 'https://v3.fal.media/files/sandbox/avatars';
